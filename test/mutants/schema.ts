import type { Mutant } from './mutant.ts'
import {
  answering,
  eachRow,
  isBooking,
  isOk,
  isPlanAnswer,
  isPlanDetail,
  isPlanList,
  isStats,
  pathOf,
} from './tools.ts'
import type { Json } from './tools.ts'

const plan = (defect: string, change: (row: Json) => void): Mutant =>
  answering('schema', defect, [isPlanAnswer, eachRow(change)])

const booking = (defect: string, change: (row: Json) => void): Mutant =>
  answering('schema', defect, [isBooking, eachRow(change)])

const set = (row: Json, name: string, value: unknown): void => {
  if (name in row) (row as Record<string, unknown>)[name] = value
}

const first = (row: Json, name: string): Json | undefined =>
  (row[name] as unknown as Json[] | undefined)?.[0]

/** Answers of another shape than openapi.yaml declares. */
export const schema: readonly Mutant[] = [
  plan('a plan lacks its unit', (row) => delete row['unit']),
  plan('a plan has a field that is not declared', (row) => Object.assign(row, { discount: 5 })),
  plan('is_active is a text', (row) => set(row, 'is_active', 'true')),
  plan('max_amount is a text', (row) => set(row, 'max_amount', '20')),
  plan('unit_price is a number', (row) => set(row, 'unit_price', 0)),
  plan('unit_price has two places', (row) => set(row, 'unit_price', '0.00')),
  plan('a component has a price of two places', (row) => {
    const component = first(row, 'components')
    if (component) set(component, 'price', '1.00')
  }),
  plan('a plan knows the unit week', (row) => set(row, 'unit', 'week')),
  plan('organization_groups is null when empty', (row) => {
    if ((row['organization_groups'] as unknown[] | undefined)?.length === 0)
      set(row, 'organization_groups', null)
  }),
  plan('url is a bare path', (row) => set(row, 'url', new URL(String(row['url'])).pathname)),
  plan('quotas holds texts', (row) =>
    set(
      row,
      'quotas',
      Object.fromEntries(Object.keys((row['quotas'] ?? {}) as object).map((key) => [key, '0'])),
    ),
  ),
  answering('schema', 'a plan list is wrapped in an envelope', [
    isPlanList,
    (json: never) => ({ results: json }),
  ]),
  answering('schema', 'a plan is wrapped in a list', [isPlanDetail, (json: never) => [json]]),
  answering('schema', 'usage of a plan is a text', [
    isStats,
    eachRow((row) => set(row, 'usage', String(row['usage']))),
  ]),
  answering('schema', 'remaining is missing', [isStats, eachRow((row) => delete row['remaining'])]),
  booking('an offering lacks its slug', (row) => delete row['slug']),
  booking('latitude is a text', (row) => set(row, 'latitude', String(row['latitude']))),
  booking('created has no time zone', (row) =>
    set(row, 'created', String(row['created']).slice(0, 19)),
  ),
  booking('shared is a number', (row) => set(row, 'shared', 1)),
  booking('a nested plan lacks its prices', (row) => delete first(row, 'plans')?.['prices']),
  booking('a component has an unknown billing type', (row) => {
    const component = first(row, 'components')
    if (component) set(component, 'billing_type', 'monthly')
  }),
  booking('googlecalendar lacks http_link', (row) => {
    delete (row['googlecalendar'] as Json | undefined)?.['http_link']
  }),
  booking('attributes is a list', (row) => set(row, 'attributes', [])),
  answering('schema', 'a refused field has one text instead of a list', [
    (call, sent) =>
      sent.status === 400 && pathOf(call) === '/api/marketplace-plans/' && call.method === 'POST',
    (json: Json) =>
      Array.isArray(json) || 'detail' in json
        ? json
        : Object.fromEntries(Object.entries(json).map(([key, texts]) => [key, String(texts)])),
  ]),
  answering('schema', 'a 404 says error instead of detail', [
    (_call, sent) => sent.status === 404 && sent.headers['Content-Type'] === 'application/json',
    (json: Json) => ({ error: json['detail'] }),
  ]),
  answering('schema', 'a created plan is answered by its uuid alone', [
    (call, sent) =>
      isOk(sent) && call.method === 'POST' && pathOf(call) === '/api/marketplace-plans/',
    (json: Json) => ({ uuid: json['uuid'] }),
  ]),
]
