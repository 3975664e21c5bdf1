import { DISCOUNT_FIELDS, hasFormulas } from '../../prices/discounts.ts'
import { formatBody } from '../demandStored.ts'
import { boundedFields } from './boundedFields.ts'
import type { BoundedField } from './boundedFields.ts'
import type { Bound, Messages } from './bound.ts'

/** Values of several fields that are all refused, as members of a body, and with what texts. */
export interface Refused {
  readonly members: Readonly<Record<string, string | null>>
  readonly errors: Readonly<Record<string, Messages>>
}

/** The first refused value of each field, then the second of each, and so on. */
export function listRefused(
  fields: readonly BoundedField[],
  right: Readonly<Record<string, string>>,
): Refused[] {
  const refused = fields.map(({ field, bounds }) => ({
    field,
    bounds: bounds.filter(({ errors }) => errors !== null),
  }))
  const rounds = Math.max(...refused.map(({ bounds }) => bounds.length))
  return Array.from({ length: rounds }, (_, round) => {
    const wrong = refused.flatMap(({ field, bounds }) => {
      const bound = bounds[round]
      return bound?.errors ? [{ field, json: bound.json, errors: bound.errors }] : []
    })
    return {
      members: {
        name: '"Contract bounds"',
        ...right,
        ...Object.fromEntries(wrong.map(({ field, json }) => [field, json])),
      },
      errors: Object.fromEntries(wrong.map(({ field, errors }) => [field, errors])),
    }
  })
}

/** The fields of the body of an operation, or what is inside its dictionaries. */
export const listOwnFields = (operation: string, isEntry: boolean): BoundedField[] =>
  boundedFields.filter((one) => one.operation === operation && (one.entry !== null) === isEntry)

/** Everything that is refused as an entry of a dictionary, each under a key of its own: what is wrong is told before what is unknown. */
export function packEntries(operation: string, keys: readonly string[]): Refused | null {
  const entries = listOwnFields(operation, true).flatMap(({ field, entry, bounds }) =>
    bounds
      // What a database makes of a quota that it can't hold is a matter of dialect (§2.7).
      .filter((one) => one.errors !== null && (field !== 'quotas' || one.keyword !== 'maximum'))
      .map((bound) => ({ field, entry, bound })),
  )
  const [first] = entries
  if (!first) return null
  const named = entries.map((one, place) => ({ ...one, key: keys[place] ?? `zz_${place}` }))
  const members = named.map(({ key, entry, bound }) => [key, formatEntry(entry, bound)] as const)
  const errors = named.map(({ key, entry, bound }) => [key, nestErrors(entry, bound)] as const)
  return {
    members: { [first.field]: formatBody(Object.fromEntries(members)) },
    errors: { [first.field]: Object.fromEntries(errors) },
  }
}

/** An entry as JSON; the other half of a discount is right. */
function formatEntry(entry: string | null, { json }: Bound): string | null {
  if (!entry) return json
  const others = hasFormulas ? [] : DISCOUNT_FIELDS.filter((name) => name !== entry)
  return formatBody({ ...Object.fromEntries(others.map((name) => [name, '5'])), [entry]: json })
}

const nestErrors = (entry: string | null, { errors }: Bound): Messages => {
  const own = errors ?? []
  return entry ? { [entry]: own } : own
}
