import { deviations } from '../../src/dialect.ts'
import type { DialectName } from '../../src/dialect.ts'
import type { Plan, State } from '../../src/domain/state.ts'
import { findGroup, findRow } from '../../src/domain/table.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock } from '../../src/doors/index.ts'
import { EMPTY } from '../../src/pipeline/bytes.ts'

export const mockOn = (start: State, as: DialectName, now: Date): Mock =>
  createMock({ start, as, now: () => now })

const known = Object.values(deviations).flatMap((one) => one.breach ?? [])

/** All rows of a list as staff sees it, and how its answers break openapi.yaml unless a dialect says so. */
export function listAll(mock: Mock, list: string) {
  const rows: object[] = []
  const breaches: string[] = []
  for (let page = 1; ; page++) {
    const { status, headers, body } = mock.answer({
      method: 'GET',
      target: `/api/${list}/?page_size=300&page=${page}`,
      origin: 'http://here',
      headers: { authorization: 'Token YOUR_API_TOKEN' },
      body: EMPTY,
    })
    if (status !== 200) throw new Error(`${list} answers ${status}`)
    rows.push(...(JSON.parse(new TextDecoder().decode(body)) as object[]))
    breaches.push(...(headers['X-Mock-Contract-Breach'] ?? '').split('; ').filter(isNew))
    if (!/rel="next"/.test(headers['Link'] ?? '')) return { rows, breaches }
  }
}

const isNew = (breach: string): boolean =>
  breach !== '' && !known.some((pattern) => pattern.test(breach))

/** What the rules of §2.14 make of a plan, worked out once more from its rows. */
export function computeExpected(state: State, plan: Plan): object {
  const offering = findRow(state.offerings, plan.offering)
  const sold = findRow(state.offerings, offering?.parent ?? null) ?? offering
  const billing = new Map(sold?.components.map((one) => [one.type, one.billing_type]))
  const resources = findGroup(state.resources, 'plan', plan.uuid).keysArray()
  const live = resources.filter((one) => one.state !== 'Terminated').length
  const priced = plan.components.map((one) => ({
    ...one,
    billing: billing.get(one.type) ?? 'unknown',
    cents: Math.round(Number(one.price) * 1e6),
  }))
  const sum = (wanted: string, times = (_: { amount: number }) => 1) =>
    priced
      .filter((one) => one.billing === wanted)
      .reduce((total, one) => total + one.cents * times(one), 0)
  const types = new Set(priced.filter(({ cents }) => cents > 0).map((one) => one.billing))
  const minimal = sum('limit') + sum('one') + sum('fixed', ({ amount }) => amount || 1)
  return {
    name: plan.name,
    archived: plan.archived,
    is_active: !plan.max_amount || plan.max_amount > live,
    init_price: sum('one') / 1e6,
    switch_price: sum('few') / 1e6,
    minimal_price: minimal / 1e6,
    plan_type: types.size > 1 ? 'mixed' : (TYPES[[...types][0] ?? ''] ?? null),
    resources_count: resources.length,
    prices: Object.fromEntries(plan.components.map(({ type, price }) => [type, Number(price)])),
    quotas: Object.fromEntries(plan.components.map(({ type, amount }) => [type, amount])),
  }
}

const TYPES: Readonly<Record<string, string>> = {
  usage: 'usage-based',
  fixed: 'fixed',
  one: 'one-time',
  few: 'on-plan-switch',
  limit: 'limit',
}
