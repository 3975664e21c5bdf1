import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import { demandManager } from '../../../src/domain/people/access.ts'
import { refuseArchived } from '../../../src/domain/plans/plans.ts'
import { mutateMock } from '../mutant.ts'
import type { Mutant } from '../mutant.ts'
import {
  changeRows,
  getPath,
  isPlanAnswer,
  mutateJson,
  mutateResponse,
  mutateRules,
  setBody,
  toBytes,
} from '../tools.ts'
import { isAction, isCreate, isPlanWrite, mutateBody, readObject } from './tools.ts'
import type { Fields } from './tools.ts'

const cut = (value: unknown, length: number): unknown =>
  typeof value === 'string' ? value.trim().slice(0, length) : value

const lenient = (
  [field, defect]: readonly [string, string],
  isMeant: (call: ApiRequest) => boolean,
  change: (value: unknown) => unknown,
): Mutant =>
  mutateBody(['state', defect], isMeant, (body) =>
    field in body ? { ...body, [field]: change(body[field]) } : body,
  )

const mapEntries = (map: unknown, change: (value: unknown) => unknown): unknown =>
  typeof map === 'object' && map && !Array.isArray(map)
    ? Object.fromEntries(Object.entries(map).map(([type, value]) => [type, change(value)]))
    : map

/** What a refused map names rightly is written all the same. */
const writeRightOnes = (defect: string, action: string, field: string): Mutant =>
  mutateMock('state', defect, (inner) => (call) => {
    const sent = inner.answer(call)
    if (sent.status !== 400 || !isAction(action)(call)) return sent
    for (const [type, value] of Object.entries((readObject(call)?.[field] ?? {}) as object))
      inner.answer({ ...call, body: toBytes({ [field]: { [type]: value } }) })
    return sent
  })

const readFirst = (sent: { body: Uint8Array }): unknown =>
  JSON.parse(new TextDecoder().decode(sent.body))

/** Refusals that are not made, or are made too late. */
export const refusals: readonly Mutant[] = [
  lenient(['name', 'long names are cut and taken'], isPlanWrite, (text) => cut(text, 150)),
  lenient(['article_code', 'long article codes are cut and taken'], isPlanWrite, (text) =>
    cut(text, 30),
  ),
  lenient(['backend_id', 'long backend ids are cut and taken'], isPlanWrite, (text) =>
    cut(text, 255),
  ),
  lenient(['name', 'a blank name is taken'], isPlanWrite, (text) =>
    typeof text === 'string' && text.trim() === '' ? '-' : text,
  ),
  lenient(['max_amount', 'a max_amount of 0 is taken'], isPlanWrite, (value) =>
    value === 0 ? null : value,
  ),
  lenient(['max_amount', 'a max_amount of true is taken'], isPlanWrite, (value) =>
    typeof value === 'boolean' ? 1 : value,
  ),
  lenient(['max_amount', 'a broken max_amount is rounded'], isPlanWrite, (value) =>
    typeof value === 'number' ? Math.floor(value) : value,
  ),
  lenient(['unit_price', 'a unit_price of eleven places is rounded'], isPlanWrite, (value) =>
    /^\d+\.\d{11,}$/.test(String(value)) ? Number(value).toFixed(10) : value,
  ),
  lenient(['unit_price', 'a negative unit_price is taken'], isPlanWrite, (value) =>
    Number(value) < 0 ? 0 : value,
  ),
  lenient(['unit', 'units are taken in any case'], isPlanWrite, (value) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  ),
  lenient(['description', 'a description of null is taken'], isPlanWrite, (value) => value ?? ''),
  lenient(['name', 'a list is taken for a name'], isPlanWrite, (value) =>
    Array.isArray(value) ? value.join(' ') || '-' : value,
  ),
  lenient(['prices', 'negative prices are taken'], isAction('update_prices'), (map) =>
    mapEntries(map, (price) => (Number(price) < 0 ? 0 : price)),
  ),
  lenient(['prices', 'prices of null are taken'], isAction('update_prices'), (map) =>
    mapEntries(map, (price) => price ?? 0),
  ),
  lenient(['prices', 'prices of true are taken'], isAction('update_prices'), (map) =>
    mapEntries(map, (price) => (price === true ? 1 : price)),
  ),
  lenient(['quotas', 'broken quotas are rounded'], isAction('update_quotas'), (map) =>
    mapEntries(map, (amount) => (typeof amount === 'number' ? Math.round(amount) : amount)),
  ),
  lenient(['quotas', 'negative quotas are taken'], isAction('update_quotas'), (map) =>
    mapEntries(map, (amount) => (Number(amount) < 0 ? 0 : amount)),
  ),
  lenient(['discounts', 'rates above 100 are taken'], isAction('update_discounts'), (map) =>
    mapEntries(map, (entry) => {
      const rate = (entry as Fields | null)?.['discount_rate']
      return Number(rate) > 100 ? { ...(entry as Fields), discount_rate: 100 } : entry
    }),
  ),
  lenient(
    ['discounts', 'a threshold without a rate is taken'],
    isAction('update_discounts'),
    (map) =>
      mapEntries(map, (entry) =>
        entry && typeof entry === 'object' ? { discount_rate: 0, ...entry } : entry,
      ),
  ),
  lenient(
    ['organization_groups', 'of bad links to groups only the others are taken'],
    isAction('update_organization_groups'),
    (links) =>
      Array.isArray(links)
        ? links.filter((link) => typeof link !== 'string' || link.includes('/organization-groups/'))
        : links,
  ),
  mutateBody(['state', 'a body without prices clears them'], isAction('update_prices'), (body) => ({
    prices: {},
    ...body,
  })),
  mutateBody(['state', 'a body without quotas clears them'], isAction('update_quotas'), (body) => ({
    quotas: {},
    ...body,
  })),
  writeRightOnes('right prices of a refused call are written', 'update_prices', 'prices'),
  writeRightOnes('right quotas of a refused call are written', 'update_quotas', 'quotas'),
  writeRightOnes('right discounts of a refused call are written', 'update_discounts', 'discounts'),
  mutateMock('state', 'right fields of a refused PATCH are written', (inner) => (call) => {
    const sent = inner.answer(call)
    if (sent.status !== 400 || call.method !== 'PATCH') return sent
    for (const [field, value] of Object.entries(readObject(call) ?? {}))
      inner.answer({ ...call, body: toBytes({ [field]: value }) })
    return sent
  }),
  mutateJson('status', 'a refusal names one field only', [
    (call, sent) => sent.status === 400 && isPlanWrite(call),
    (json: Fields | unknown[]) =>
      Array.isArray(json) ? json : Object.fromEntries(Object.entries(json).slice(0, 1)),
  ]),
  mutateJson('status', 'a refusal of prices names one component only', [
    (call, sent) => sent.status === 400 && isAction('update_prices')(call),
    (json: Fields | unknown[]) =>
      Array.isArray(json)
        ? json
        : Object.fromEntries(
            Object.entries(json).map(([field, texts]) => [
              field,
              Array.isArray(texts)
                ? texts
                : Object.fromEntries(Object.entries(texts as object).slice(0, 1)),
            ]),
          ),
  ]),
  mutateRules('status', 'the state of a plan is asked for before the permission', [
    'marketplace_plans_archive',
    { authorise: refuseArchived, guards: [demandManager] },
  ]),
  mutateResponse('status', 'a 405 always names GET', (sent) =>
    sent.status === 405 ? setBody(sent, { detail: 'Method "GET" not allowed.' }) : sent,
  ),
  mutateResponse('status', 'a plan of an unknown offering is a 404', (sent, call) =>
    sent.status === 400 && isCreate(call) && /does not exist/.test(JSON.stringify(readFirst(sent)))
      ? setBody({ ...sent, status: 404 }, { detail: 'No Offering matches the given query.' })
      : sent,
  ),
  mutateJson('schema', 'a group that is sent twice is shown twice', [
    isPlanAnswer,
    changeRows((plan) => {
      const groups = plan['organization_groups'] as unknown as Fields[] | undefined
      if (groups && groups.length > 1) plan['organization_groups'] = [...groups, groups[0]] as never
    }),
  ]),
  mutateResponse('status', 'an archived plan is gone', (sent, call) =>
    sent.status === 200 &&
    call.method === 'GET' &&
    /plans\/[0-9a-f-]{32,36}\/$/.test(getPath(call)) &&
    (readFirst(sent) as Fields)['archived'] === true
      ? setBody({ ...sent, status: 404 }, { detail: 'No Plan matches the given query.' })
      : sent,
  ),
]
