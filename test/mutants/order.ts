import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { Mutant } from './mutant.ts'
import {
  getQuery,
  isBooking,
  isList,
  isPlanList,
  isStats,
  mutateJson,
  mutateListQuery,
} from './tools.ts'
import type { Rows } from './tools.ts'

const mutateOrder = (
  defect: string,
  [isMeant, sort]: readonly [typeof isList, (rows: Rows, call: ApiRequest) => Rows],
): Mutant =>
  mutateJson('order', defect, [
    isMeant,
    (rows: Rows | object, call: ApiRequest) =>
      Array.isArray(rows) ? sort(rows as Rows, call) : rows,
  ])

const compareBy = (name: string) => (a: Record<string, unknown>, b: Record<string, unknown>) =>
  Number(a[name]) - Number(b[name])

/** Rows in another order than they owe. */
export const order: readonly Mutant[] = [
  mutateOrder('plans are listed backwards', [isPlanList, (rows) => [...rows].reverse()]),
  mutateOrder('plans are in the order of their uuids', [
    isPlanList,
    (rows) => [...rows].sort((a, b) => (String(a['uuid']) < String(b['uuid']) ? -1 : 1)),
  ]),
  mutateOrder('the last two plans are swapped', [
    isPlanList,
    (rows) => [...rows.slice(0, -2), ...rows.slice(-2).reverse()],
  ]),
  mutateOrder('offerings are listed backwards', [isBooking, (rows) => [...rows].reverse()]),
  mutateOrder('statistics are ascending by default', [
    isStats,
    (rows, call) => (getQuery(call).has('o') ? rows : [...rows].sort(compareBy('usage'))),
  ]),
  mutateOrder('o=limit puts plans without a limit last', [
    isStats,
    (rows, call) =>
      getQuery(call).get('o') === 'limit'
        ? [
            ...rows.filter((row) => row['limit'] !== null),
            ...rows.filter((row) => row['limit'] === null),
          ]
        : rows,
  ]),
  mutateOrder('o=-remaining is ascending', [
    isStats,
    (rows, call) => (getQuery(call).get('o') === '-remaining' ? [...rows].reverse() : rows),
  ]),
  mutateListQuery(
    'o=usage is descending',
    (query) => {
      if (query.get('o') === 'usage') query.set('o', '-usage')
    },
    'filter',
  ),
  mutateJson('order', 'components of an offering are by type', [
    isBooking,
    (json: Rows | Record<string, unknown>) => {
      for (const row of [json].flat() as Rows) (row['components'] as Rows | undefined)?.reverse()
      return json
    },
  ]),
  mutateJson('order', 'components of a plan are backwards', [
    isPlanList,
    (rows: Rows) =>
      rows.map((row) => ({ ...row, components: [...(row['components'] as Rows)].reverse() })),
  ]),
  mutateJson('order', 'keys of a plan are sorted', [
    isPlanList,
    (rows: Rows) => rows.map((row) => Object.fromEntries(Object.entries(row).sort())),
  ]),
]
