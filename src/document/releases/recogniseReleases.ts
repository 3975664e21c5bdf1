import { resolveSchema } from '../load.ts'
import type { Document } from '../load.ts'
import { documentOf, versions } from './releases.ts'

type Row = Readonly<Record<string, unknown>>

/** What a server has shown: the lists of plans and of booking offerings. */
export interface ShownRows {
  readonly plans: readonly Row[]
  readonly offerings: readonly Row[]
}

/** The releases whose answers have the fields of these rows, the oldest first; none of no rows. */
export function recogniseReleases({ plans, offerings }: ShownRows): readonly string[] {
  const shown: Readonly<Record<string, ReadonlySet<string>>> = {
    ProviderPlanDetails: listKeys(plans),
    NestedPlanComponent: listKeys(listNested(plans)),
    Offering: listKeys(offerings),
    OfferingComponent: listKeys(listNested(offerings)),
  }
  const schemas = Object.keys(shown).filter((name) => shown[name]?.size)
  if (schemas.length === 0) return []
  const fields = versions.map((version) => listFields(documentOf(version), schemas))
  const telling = [...new Set(fields.flatMap((names) => [...names]))].filter((name) =>
    fields.some((names) => !names.has(name)),
  )
  const differences = fields.map(
    (names) =>
      telling.filter((name) => {
        const [schema = '', field = ''] = name.split('.')
        return names.has(name) !== shown[schema]?.has(field)
      }).length,
  )
  const least = Math.min(...differences)
  return versions.filter((_, index) => differences[index] === least)
}

/** Plans have components since the oldest release that is known: those of an older server have none. */
export const areOlder = ({ plans }: Pick<ShownRows, 'plans'>): boolean =>
  plans.length > 0 && plans.every((plan) => !('components' in plan))

const listKeys = (rows: readonly Row[]): ReadonlySet<string> =>
  new Set(rows.flatMap((row) => Object.keys(row)))

const listNested = (rows: readonly Row[]): Row[] =>
  rows.flatMap(({ components }) =>
    Array.isArray(components) ? components.filter((one) => isRow(one)) : [],
  )

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** `Offering.tags` */
const listFields = (document: Document, schemas: readonly string[]): ReadonlySet<string> =>
  new Set(
    schemas.flatMap((name) => {
      const { properties = {} } = resolveSchema(document.components.schemas[name] ?? {}, document)
      return Object.keys(properties).map((field) => `${name}.${field}`)
    }),
  )
