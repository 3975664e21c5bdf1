import { bodyOf, openapi, resolveSchema } from '../../src/document/load.ts'
import type { OperationObject, Schema } from '../../src/document/load.ts'
import { boundsOf, entryBounds } from './bounds.ts'
import type { Bound } from './bounds.ts'

/** A field of a request body, or of an entry of a dictionary in it, and all its boundaries. */
export interface Site {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly field: string
  /** The property of an entry (`discount_rate`), `''` for the entry itself; null for the field. */
  readonly entry: string | null
  readonly bounds: readonly Bound[]
}

type Place = Pick<Site, 'operation' | 'method' | 'path'>

function sitesOf(place: Place, { properties = {}, required = [] }: Schema): Site[] {
  return Object.entries(properties).flatMap(([field, schema]) => [
    { ...place, field, entry: null, bounds: boundsAt(place, field, { schema, required }) },
    ...entrySites(place, field, resolveSchema(schema)),
  ])
}

/** Defaults are for what is made; what is updated keeps what is not named. */
function boundsAt(
  { operation }: Place,
  field: string,
  { schema, required }: { schema: Schema; required: readonly string[] },
): Bound[] {
  const bounds = boundsOf(schema, required.includes(field))
  if (operation.endsWith('create')) return bounds
  return bounds.map(({ stored, ...bound }) =>
    bound.json === null && bound.errors === null ? bound : { ...bound, stored },
  )
}

function entrySites(place: Place, field: string, { additionalProperties }: Schema): Site[] {
  if (typeof additionalProperties !== 'object') return []
  const schema = resolveSchema(additionalProperties)
  const present = (bounds: readonly Bound[]) => bounds.filter(({ json }) => json !== null)
  if (!schema.properties) {
    return [{ ...place, field, entry: '', bounds: present(boundsOf(schema, true)) }]
  }
  return [
    { ...place, field, entry: '', bounds: entryBounds },
    ...Object.entries(schema.properties).map(([entry, inner]) => ({
      ...place,
      field,
      entry,
      bounds: present(boundsOf(inner, false)),
    })),
  ]
}

/** Every field of every body that openapi.yaml describes, with its boundaries: a countable list. */
export const sites: readonly Site[] = Object.entries(openapi.paths).flatMap(([path, item]) =>
  ['post', 'put', 'patch'].flatMap((method) => {
    const operation = item[method] as OperationObject | undefined
    const schema = operation && bodyOf(operation)
    if (!operation || !schema) return []
    return sitesOf({ operation: operation.operationId, method, path }, schema)
  }),
)
