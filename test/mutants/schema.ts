import type { Mutant } from './mutant.ts'
import {
  changeRows,
  getPath,
  isBooking,
  isOk,
  isPlanAnswer,
  isPlanDetail,
  isPlanList,
  isStats,
  mutateJson,
} from './tools.ts'
import type { Json } from './tools.ts'

const mutatePlan = (defect: string, change: (row: Json) => void): Mutant =>
  mutateJson('schema', defect, [isPlanAnswer, changeRows(change)])

const mutateBooking = (defect: string, change: (row: Json) => void): Mutant =>
  mutateJson('schema', defect, [isBooking, changeRows(change)])

const setField = (row: Json, name: string, value: unknown): void => {
  if (name in row) (row as Record<string, unknown>)[name] = value
}

const getFirst = (row: Json, name: string): Json | undefined =>
  (row[name] as unknown as Json[] | undefined)?.[0]

/** Answers of another shape than openapi.yaml declares. */
export const schema: readonly Mutant[] = [
  mutatePlan('a plan lacks its unit', (row) => delete row['unit']),
  mutatePlan('a plan has a field that is not declared', (row) =>
    Object.assign(row, { discount: 5 }),
  ),
  mutatePlan('is_active is a text', (row) => setField(row, 'is_active', 'true')),
  mutatePlan('max_amount is a text', (row) => setField(row, 'max_amount', '20')),
  mutatePlan('unit_price is a number', (row) => setField(row, 'unit_price', 0)),
  mutatePlan('unit_price has two places', (row) => setField(row, 'unit_price', '0.00')),
  mutatePlan('a component has a price of two places', (row) => {
    const component = getFirst(row, 'components')
    if (component) setField(component, 'price', '1.00')
  }),
  mutatePlan('a plan knows the unit week', (row) => setField(row, 'unit', 'week')),
  mutatePlan('organization_groups is null when empty', (row) => {
    if ((row['organization_groups'] as unknown[] | undefined)?.length === 0)
      setField(row, 'organization_groups', null)
  }),
  mutatePlan('url is a bare path', (row) =>
    setField(row, 'url', new URL(String(row['url'])).pathname),
  ),
  mutatePlan('quotas holds texts', (row) =>
    setField(
      row,
      'quotas',
      Object.fromEntries(Object.keys((row['quotas'] ?? {}) as object).map((key) => [key, '0'])),
    ),
  ),
  mutateJson('schema', 'a plan list is wrapped in an envelope', [
    isPlanList,
    (json: never) => ({ results: json }),
  ]),
  mutateJson('schema', 'a plan is wrapped in a list', [isPlanDetail, (json: never) => [json]]),
  mutateJson('schema', 'usage of a plan is a text', [
    isStats,
    changeRows((row) => setField(row, 'usage', String(row['usage']))),
  ]),
  mutateJson('schema', 'remaining is missing', [
    isStats,
    changeRows((row) => delete row['remaining']),
  ]),
  mutateBooking('an offering lacks its slug', (row) => delete row['slug']),
  mutateBooking('latitude is a text', (row) => setField(row, 'latitude', String(row['latitude']))),
  mutateBooking('created has no time zone', (row) =>
    setField(row, 'created', String(row['created']).slice(0, 19)),
  ),
  mutateBooking('shared is a number', (row) => setField(row, 'shared', 1)),
  mutateBooking(
    'a nested plan lacks its prices',
    (row) => delete getFirst(row, 'plans')?.['prices'],
  ),
  mutateBooking('a component has an unknown billing type', (row) => {
    const component = getFirst(row, 'components')
    if (component) setField(component, 'billing_type', 'monthly')
  }),
  mutateBooking('googlecalendar lacks http_link', (row) => {
    delete (row['googlecalendar'] as Json | undefined)?.['http_link']
  }),
  mutateBooking('attributes is a list', (row) => setField(row, 'attributes', [])),
  mutateJson('schema', 'a refused field has one text instead of a list', [
    (call, sent) =>
      sent.status === 400 && getPath(call) === '/api/marketplace-plans/' && call.method === 'POST',
    (json: Json) =>
      Array.isArray(json) || 'detail' in json
        ? json
        : Object.fromEntries(Object.entries(json).map(([key, texts]) => [key, String(texts)])),
  ]),
  mutateJson('schema', 'a 404 says error instead of detail', [
    (_call, sent) => sent.status === 404 && sent.headers['Content-Type'] === 'application/json',
    (json: Json) => ({ error: json['detail'] }),
  ]),
  mutateJson('schema', 'a created plan is answered by its uuid alone', [
    (call, sent) =>
      isOk(sent) && call.method === 'POST' && getPath(call) === '/api/marketplace-plans/',
    (json: Json) => ({ uuid: json['uuid'] }),
  ]),
]
