import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../../src/pipeline/response.ts'
import { mutateMock } from '../mutant.ts'
import type { Mutant } from '../mutant.ts'
import { getPath, isOk, setBody, toBytes } from '../tools.ts'
import { isAction, isCreate, isUpdate, readObject } from './tools.ts'
import type { Fields } from './tools.ts'

type Inner = { readonly answer: (call: ApiRequest) => ApiResponse }

const SOON = 25

const readJson = ({ body }: ApiResponse): Fields => {
  const text = new TextDecoder().decode(body)
  return text === '' ? {} : (JSON.parse(text) as Fields)
}
const isPlanRead = (call: ApiRequest): boolean =>
  call.method === 'GET' && /plans\/[0-9a-f-]{32,36}\/$/.test(getPath(call))
const getPlan = (call: ApiRequest): string =>
  /plans\/([0-9a-f-]{32,36})\//.exec(getPath(call))?.[1]?.replaceAll('-', '') ?? ''

/** What succeeded is answered again to whoever comes a moment later. */
const repeatSuccess =
  (isMeant: (call: ApiRequest) => boolean) =>
  (inner: Inner): Inner['answer'] => {
    const done = new Map<string, { at: number; sent: ApiResponse }>()
    return (call) => {
      const key = `${call.method} ${getPath(call)}`
      const known = isMeant(call) ? done.get(key) : undefined
      if (known && Date.now() - known.at < SOON) return known.sent
      const sent = inner.answer(call)
      if (isMeant(call) && isOk(sent)) done.set(key, { at: Date.now(), sent })
      return sent
    }
  }

/** Reads are answered as they were for a while after a write. */
const keepReads =
  (isMeant: (call: ApiRequest) => boolean, milliseconds: number) =>
  (inner: Inner): Inner['answer'] => {
    const known = new Map<string, { sent: ApiResponse; at: number }>()
    return (call) => {
      if (!isMeant(call)) return inner.answer(call)
      const key = `${call.method} ${call.target} ${call.headers['authorization']}`
      const kept = known.get(key)
      if (kept && Date.now() - kept.at < milliseconds) return kept.sent
      const sent = inner.answer(call)
      known.set(key, { sent, at: Date.now() })
      return sent
    }
  }

/** While a write is on its way, readers see what `mix` makes of the plan before and after it. */
const showHalf =
  (isMeant: (call: ApiRequest) => boolean, mix: (before: Fields, after: Fields) => Fields) =>
  (inner: Inner): Inner['answer'] => {
    const under = new Map<string, { until: number; before: Fields }>()
    return (call) => {
      const plan = getPlan(call)
      if (isMeant(call)) {
        const before = readJson(inner.answer({ ...call, method: 'GET', target: pathOf(call) }))
        under.set(plan, { until: Date.now() + SOON, before })
        const delivery = { delay: SOON, bytesPerSecond: null, ending: 'whole' } as const
        return { ...inner.answer(call), delivery }
      }
      const sent = inner.answer(call)
      const half = under.get(plan)
      if (!half || !isPlanRead(call) || !isOk(sent) || Date.now() >= half.until) return sent
      return setBody(sent, mix(half.before, readJson(sent)))
    }
  }

/** As if old prices went before new ones came. */
function zeroFirst(plan: Fields): Fields {
  const [first, ...others] = (plan['components'] ?? []) as readonly Fields[]
  if (!first) return plan
  const prices = { ...(plan['prices'] as Fields), [String(first['type'])]: 0 }
  return { ...plan, prices, components: [{ ...first, price: '0.0000000000' }, ...others] }
}

const pathOf = (call: ApiRequest): string =>
  getPath(call).replace(/(plans\/[0-9a-f-]{32,36}\/).*/, '$1')

/** Of two writes that come together the second undoes the first. */
const loseFirst =
  (isMeant: (call: ApiRequest) => boolean) =>
  (inner: Inner): Inner['answer'] => {
    let last: { at: number; plan: string; before: Fields; body: Fields } | null = null
    return (call) => {
      const body = isMeant(call) ? readObject(call) : null
      if (body === null) return inner.answer(call)
      const plan = getPlan(call)
      const before = readJson(inner.answer({ ...call, method: 'GET', target: pathOf(call) }))
      const isSoon = last?.plan === plan && Date.now() - last.at < SOON
      const old = isSoon && last ? pick(last.before, Object.keys(last.body)) : {}
      last = { at: Date.now(), plan, before, body }
      return inner.answer({ ...call, body: toBytes({ ...old, ...body }) })
    }
  }

const pick = (row: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]))

/** Writes that come together are answered with what the first of them said. */
const shareAnswers =
  (isMeant: (call: ApiRequest) => boolean, names: readonly string[]) =>
  (inner: Inner): Inner['answer'] => {
    let last: { at: number; row: Fields } | null = null
    return (call) => {
      const sent = inner.answer(call)
      if (!isMeant(call) || !isOk(sent)) return sent
      const row = readJson(sent)
      const isSoon = last !== null && Date.now() - last.at < SOON
      const mixed = isSoon && last ? { ...row, ...pick(last.row, names) } : row
      last = { at: Date.now(), row }
      return setBody(sent, mixed)
    }
  }

const isDelete = ({ method }: ApiRequest): boolean => method === 'DELETE'
const isPatch = ({ method }: ApiRequest): boolean => method === 'PATCH'
const isSync = isAction('google_calendar_sync')
const race = (defect: string, wrap: (inner: Inner) => Inner['answer']): Mutant =>
  mutateMock('concurrency', defect, wrap)

/** What goes wrong only when requests come together. */
export const races: readonly Mutant[] = [
  race('two archives at once both succeed', repeatSuccess(isAction('archive'))),
  race('two deletes at once both succeed', repeatSuccess(isDelete)),
  race('two syncs at once both succeed', repeatSuccess(isSync)),
  race('two shares at once both succeed', repeatSuccess(isAction('share_google_calendar'))),
  race(
    'readers see half of new prices',
    showHalf(isAction('update_prices'), (before, after) => ({
      ...after,
      prices: before['prices'],
    })),
  ),
  race(
    'readers see a price of zero before the new one',
    showHalf(isAction('update_prices'), (_, after) => zeroFirst(after)),
  ),
  race(
    'readers see a name without its description',
    showHalf(isUpdate, (before, after) => ({ ...after, description: before['description'] })),
  ),
  race(
    'readers see half of new quotas',
    showHalf(isAction('update_quotas'), (before, after) => ({
      ...after,
      components: before['components'],
    })),
  ),
  race('of two changes at once one is lost', loseFirst(isPatch)),
  race('two creates at once are answered with one name', shareAnswers(isCreate, ['name'])),
  race('two changes at once are answered alike', shareAnswers(isPatch, ['name', 'description'])),
  race('a new plan is not found at once', (inner) => {
    const born = new Map<string, number>()
    return (call) => {
      const sent = inner.answer(call)
      if (isCreate(call) && isOk(sent))
        born.set(String(readJson(sent)['uuid']).replaceAll('-', ''), Date.now())
      const isYoung = Date.now() - (born.get(getPlan(call)) ?? 0) < 3000
      const other = { ...call, target: `/api/marketplace-plans/${'0'.repeat(32)}/` }
      return isPlanRead(call) && isYoung ? inner.answer(other) : sent
    }
  }),
  race(
    'statistics are kept for ten seconds',
    keepReads((call) => getPath(call).endsWith('/usage_stats/'), 10_000),
  ),
  race(
    'booking offerings are kept for ten seconds',
    keepReads(
      (call) => call.method === 'GET' && getPath(call).startsWith('/api/booking-offerings/'),
      10_000,
    ),
  ),
  race(
    'counts are kept for ten seconds',
    keepReads(({ method }) => method === 'HEAD', 10_000),
  ),
]
