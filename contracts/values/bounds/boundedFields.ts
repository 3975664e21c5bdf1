import { released } from '../../harness/release.ts'
import { bodyOf, resolveSchema } from '../../../src/document/load.ts'
import type { OperationObject, Schema } from '../../../src/document/load.ts'
import { entryBounds, listBounds } from './bounds.ts'
import type { Bound } from './bound.ts'

/** A field of a request body, or of an entry of a dictionary in it, and all its boundaries. */
export interface BoundedField {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly field: string
  /** The property of an entry (`discount_rate`), `''` for the entry itself; null for the field. */
  readonly entry: string | null
  readonly bounds: readonly Bound[]
}

type OperationPlace = Pick<BoundedField, 'operation' | 'method' | 'path'>

function listFields(
  place: OperationPlace,
  { properties = {}, required = [] }: Schema,
): BoundedField[] {
  return Object.entries(properties).flatMap(([field, schema]) => [
    { ...place, field, entry: null, bounds: listFieldBounds(place, field, { schema, required }) },
    ...listEntries(place, field, resolveSchema(schema, released.document)),
  ])
}

/** Defaults are for what is made; what is updated keeps what is not named. */
function listFieldBounds(
  { operation }: OperationPlace,
  field: string,
  { schema, required }: { schema: Schema; required: readonly string[] },
): Bound[] {
  const bounds = listBounds(schema, required.includes(field))
  if (operation.endsWith('create')) return bounds
  return bounds.map(({ stored, ...bound }) =>
    bound.json === null && bound.errors === null ? bound : { ...bound, stored },
  )
}

function listEntries(
  place: OperationPlace,
  field: string,
  { additionalProperties }: Schema,
): BoundedField[] {
  if (typeof additionalProperties !== 'object') return []
  const schema = resolveSchema(additionalProperties, released.document)
  const present = (bounds: readonly Bound[]) => bounds.filter(({ json }) => json !== null)
  if (!schema.properties) {
    return [{ ...place, field, entry: '', bounds: present(listBounds(schema, true)) }]
  }
  return [
    { ...place, field, entry: '', bounds: entryBounds },
    ...Object.entries(schema.properties)
      // A formula is a text with rules of its own: `discounts.broken-formula`.
      .filter(([entry]) => entry !== 'discount_formula')
      .map(([entry, inner]) => ({
        ...place,
        field,
        entry,
        bounds: present(listBounds(inner, false)),
      })),
  ]
}

/** Every field of every body that openapi.yaml describes, with its boundaries: a countable list. */
export const boundedFields: readonly BoundedField[] = Object.entries(
  released.document.paths,
).flatMap(([path, item]) =>
  ['post', 'put', 'patch'].flatMap((method) => {
    const operation = item[method] as OperationObject | undefined
    const schema = operation && bodyOf(operation, released.document)
    if (!operation || !schema) return []
    return listFields({ operation: operation.operationId, method, path }, schema)
  }),
)
