import { resolveSchema } from './load.ts'
import type { Document, Schema } from './load.ts'

/** Makes a row what a schema of the document says: fields that left go, fields that came are there. */
export type Shaper = (schema: string, row: object) => object

type Shape = (value: unknown) => unknown

export function makeShaper(document: Document): Shaper {
  const made = new Map<string, Shape>()
  return (name, row) => {
    const shape = made.get(name) ?? shapeOf(document, document.components.schemas[name] ?? {})
    made.set(name, shape)
    return shape(row) as object
  }
}

function shapeOf(document: Document, schema: Schema): Shape {
  const whole = resolveSchema(schema, document)
  const { properties, items, additionalProperties: rest } = whole
  if (properties) return objectShape(document, whole)
  if (items) {
    const shape = shapeOf(document, items)
    return (value) => (Array.isArray(value) ? value.map(shape) : value)
  }
  if (typeof rest !== 'object') return (value) => value
  const shape = shapeOf(document, rest)
  return (value) =>
    mapEntries(value, (entries) => entries.map(([name, held]) => [name, shape(held)]))
}

/** In the order of the row; what came later stands at the end, as the empty value of its type. */
function objectShape(document: Document, schema: Schema): Shape {
  const { properties = {}, required = [], additionalProperties: rest } = schema
  const fields = Object.entries(properties)
  const shapes = new Map(fields.map(([name, field]) => [name, shapeOf(document, field)]))
  const isWhole = schema['x-required-unless-field'] === true
  const demanded = isWhole ? fields.map(([name]) => name) : required
  return (value) =>
    mapEntries(value, (entries) => {
      const kept = entries.filter(([name]) => shapes.has(name) || rest === true)
      const present = new Set(kept.map(([name]) => name))
      const missing = demanded.filter((name) => !present.has(name))
      return [
        ...kept.map(([name, held]): Entry => [name, shapes.get(name)?.(held) ?? held]),
        ...missing.map((name): Entry => [name, blankOf(document, properties[name] ?? {})]),
      ]
    })
}

type Entry = readonly [string, unknown]

function mapEntries(value: unknown, map: (entries: readonly Entry[]) => readonly Entry[]): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.fromEntries(map(Object.entries(value))) : value
}

/** What is known of the shape only is empty: null where it may be, else the least value. */
function blankOf(document: Document, schema: Schema): unknown {
  const whole = resolveSchema(schema, document)
  const types = [whole.type ?? []].flat()
  if (types.includes('null')) return null
  if (whole.enum) return whole.enum[0]
  if (types.includes('object')) return objectShape(document, whole)({})
  const blanks: Readonly<Record<string, unknown>> = { array: [], boolean: false, string: '' }
  return blanks[types[0] ?? ''] ?? 0
}
