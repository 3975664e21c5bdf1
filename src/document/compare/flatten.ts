import { followReference, isObject, readList, readObject, readTexts } from './loose.ts'
import type { Loose } from './loose.ts'

/** What of a schema is compared. */
export interface Flat {
  /** The schema that a reference has named on the way here. */
  readonly name: string | null
  readonly types: readonly string[]
  readonly isNullable: boolean
  readonly format: string | null
  readonly values: readonly string[] | null
  readonly properties: Readonly<Record<string, unknown>>
  readonly required: readonly string[]
  readonly items: unknown
  readonly rest: unknown
}

const NOTHING: Flat = {
  name: null,
  types: [],
  isNullable: false,
  format: null,
  values: null,
  properties: {},
  required: [],
  items: null,
  rest: null,
}

/** References are followed so far: documents that nest more deeply are made to harm. */
const DEEPEST = 200

export type Flatten = (schema: unknown) => Flat

/** References followed and parts joined, each schema once; what leads round in circles says nothing. */
export function makeFlatten(document: unknown): Flatten {
  const known = new Map<object, Flat>()
  const flatten = (schema: unknown, depth: number): Flat => {
    if (!isObject(schema) || depth > DEEPEST) return NOTHING
    const found = known.get(schema)
    if (found) return found
    known.set(schema, NOTHING)
    const flat = joinParts(schema, (part) => flatten(part, depth + 1), document)
    known.set(schema, flat)
    return flat
  }
  return (schema) => flatten(schema, 0)
}

function joinParts(schema: Loose, flatten: Flatten, document: unknown): Flat {
  const { $ref } = schema
  const alternatives = [...readList(schema['oneOf']), ...readList(schema['anyOf'])].map(flatten)
  const parts = [
    ...(typeof $ref === 'string' ? [nameFlat(flatten(followReference(document, $ref)), $ref)] : []),
    ...readList(schema['allOf']).map(flatten),
    ...(alternatives.length > 0 ? [alternatives.reduce(joinAlternatives)] : []),
  ]
  const whole = [...parts, readOwn(schema)].reduce(joinDemands, NOTHING)
  return { ...whole, name: parts.length === 1 ? (parts[0]?.name ?? null) : null }
}

const nameFlat = (flat: Flat, $ref: string): Flat => ({
  ...flat,
  name: $ref.split('/').at(-1) ?? null,
})

function readOwn(schema: Loose): Flat {
  const types = [...readTexts(schema['type']), ...readTexts([schema['type']])]
  const { format, properties, items, additionalProperties: rest } = schema
  return {
    ...NOTHING,
    types: [...new Set(types)].filter((type) => type !== 'null'),
    isNullable: types.includes('null') || isMarkedNullable(schema),
    format: typeof format === 'string' ? format : null,
    values: readValues(schema),
    properties: readObject(properties),
    required: readTexts(schema['required']),
    items: isObject(items) ? items : null,
    rest: isObject(rest) ? rest : null,
  }
}

/** In the words of OpenAPI 3.0, of what came before it, or as a value among others. */
const isMarkedNullable = (schema: Loose): boolean =>
  schema['nullable'] === true ||
  schema['x-nullable'] === true ||
  readList(schema['enum']).includes(null)

function readValues({ enum: values }: Loose): readonly string[] | null {
  return Array.isArray(values) ? values.filter((value) => value !== null).map(writeValue) : null
}

const writeValue = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

const unite = <T>(a: readonly T[], b: readonly T[]): readonly T[] => [...new Set([...a, ...b])]

/** All of both holds. */
const joinDemands = (a: Flat, b: Flat): Flat => ({
  name: null,
  types: unite(a.types, b.types),
  isNullable: a.isNullable || b.isNullable,
  format: b.format ?? a.format,
  values: a.values && b.values ? unite(a.values, b.values) : (a.values ?? b.values),
  properties: { ...a.properties, ...b.properties },
  required: unite(a.required, b.required),
  items: b.items ?? a.items,
  rest: b.rest ?? a.rest,
})

/** One of both holds: what one of them leaves open is open. A null or blank beside it is a value more. */
const joinAlternatives = (a: Flat, b: Flat): Flat => ({
  ...joinDemands(a, b),
  name: [a, b].filter(isMore).length === 1 ? ([a, b].find(isMore)?.name ?? null) : null,
  values: isOpen(a) || isOpen(b) ? null : joinDemands(a, b).values,
  required: a.required.filter((name) => b.required.includes(name)),
})

const isOpen = ({ values, types }: Flat): boolean => values === null && types.length > 0

/** More than an enum, as those that stand for null and for a blank. */
const isMore = ({ properties }: Flat): boolean => Object.keys(properties).length > 0
