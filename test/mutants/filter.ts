import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { Mutant } from './mutant.ts'
import {
  getQuery,
  hasParameter,
  isBooking,
  isPlanList,
  isStats,
  mutateJson,
  mutateListQuery,
} from './tools.ts'
import type { Rows } from './tools.ts'

const ignoreParameter = (name: string, path = '') =>
  mutateListQuery(
    `${name} is ignored${path && ` by ${path}`}`,
    (query) => query.delete(name),
    'filter',
  )

/** Filters that let through too much or too little. */
export const filter: readonly Mutant[] = [
  ignoreParameter('offering_uuid'),
  ignoreParameter('offering_slug'),
  ignoreParameter('offering'),
  ignoreParameter('parent_offering_uuid'),
  ignoreParameter('customer_provider_uuid'),
  ignoreParameter('field'),
  mutateListQuery(
    'only the first slug counts',
    (query) => {
      const slug = query.get('offering_slug')
      if (slug) query.set('offering_slug', slug.split(',')[0] ?? '')
    },
    'filter',
  ),
  mutateListQuery(
    'the first of repeated slugs counts',
    (query) => {
      const [slug] = query.getAll('offering_slug')
      if (slug) query.set('offering_slug', slug)
    },
    'filter',
  ),
  mutateListQuery(
    'dashed uuids are not understood',
    (query) => {
      if (query.get('offering_uuid')?.includes('-')) query.set('offering_uuid', '0'.repeat(32))
    },
    'filter',
  ),
  mutateListQuery(
    'a bad uuid filters nothing',
    (query) => {
      if (!/^[0-9a-f-]{32,36}$/i.test(query.get('offering_uuid') ?? ''))
        query.delete('offering_uuid')
    },
    'filter',
  ),
  mutateListQuery(
    'an empty filter finds nothing',
    (query) => {
      if (query.get('offering_uuid') === '') query.set('offering_uuid', '0'.repeat(32))
    },
    'filter',
  ),
  mutateListQuery(
    'only the first field is projected',
    (query) => {
      const [field] = query.getAll('field')
      if (field) query.set('field', field)
    },
    'filter',
  ),
  mutateJson('filter', 'an offering filter loses archived plans', [
    hasParameter('offering_uuid'),
    (rows: Rows) => rows.filter((row) => row['archived'] !== true),
  ]),
  mutateJson('filter', 'a filtered list has a stranger', [
    hasParameter('offering_uuid'),
    (rows: Rows) =>
      rows[0]
        ? [
            ...rows,
            {
              ...rows[0],
              offering: String(rows[0]['offering']).replace(/[0-9a-f]{8}/, '00000000'),
            },
          ]
        : rows,
  ]),
  mutateJson('filter', 'archived plans are not listed', [
    isPlanList,
    (rows: Rows) => rows.filter((row) => row['archived'] !== true),
  ]),
  mutateJson('filter', 'statistics lack plans without a limit', [
    isStats,
    (rows: Rows) => rows.filter((row) => row['limit'] !== null),
  ]),
  mutateJson('filter', 'draft offerings are not listed', [
    isBooking,
    (rows: Rows | object) =>
      Array.isArray(rows)
        ? rows.filter((row: Record<string, unknown>) => row['state'] !== 'Draft')
        : rows,
  ]),
  mutateJson('filter', 'field works inside nested plans', [
    hasParameter('field'),
    (rows: Rows | object, call: ApiRequest) =>
      Array.isArray(rows)
        ? rows.map((row: Record<string, unknown>) => {
            const names = getQuery(call).getAll('field')
            const plans = row['plans'] as Rows | undefined
            const only = (plan: object) =>
              Object.fromEntries(Object.entries(plan).filter(([key]) => names.includes(key)))
            return plans ? { ...row, plans: plans.map(only) } : row
          })
        : rows,
  ]),
]
