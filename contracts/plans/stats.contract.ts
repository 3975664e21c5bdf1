import type { Api } from '../harness/api.ts'
import { Inapplicable } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { filtered, offeringsOf } from '../values/facts.ts'
import { newPlan, nobodysUuid, PLANS, STATS, tidied } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { given, sameRows, some, sorted, spellings, uuidOf, whole } from '../lists/pages.ts'
import type { Row } from '../lists/pages.ts'
import { linksAre } from '../lists/paging.ts'
import { session } from '../harness/session.ts'

const law = (name: string, demand: string, source = '§2.11') => ({
  id: `stats.${name}`,
  demand,
  source,
  operation: 'marketplace_plans_usage_stats_list',
})

const KEYS = ['usage', 'limit', 'remaining'] as const

/** Offerings or providers that are asked for one by one at most. */
const MOST = 25

contract(law('rows', 'there is one row for each plan of a billable offering'), async (api) => {
  const { plans, offerings, rows } = await everything(api)
  const uuids = rows.map((row) => uuidOf(row, 'plan_uuid'))
  api.equal(new Set(uuids).size, uuids.length, 'the number of different plans')
  const known = new Set(plans.map((plan) => uuidOf(plan)))
  const strays = uuids.filter((uuid) => !known.has(uuid))
  api.equal(strays, [], 'plans with usage that the list of plans does not have')
  for (const plan of plans) {
    const billable = offerings.get(uuidOf(plan, 'offering'))?.['billable']
    if (typeof billable !== 'boolean') continue
    const what = `that plan ${uuidOf(plan)} of an offering with billable=${billable} has usage`
    api.equal(uuids.includes(uuidOf(plan)), billable, what)
  }
})

contract(
  law('arithmetic', 'remaining is limit less usage, and null without a limit'),
  async (api) => {
    for (const row of await some(api, STATS)) {
      const { limit, usage, remaining } = row
      const wanted = limit === null ? null : Number(limit) - Number(usage)
      api.equal(remaining, wanted, `remaining of limit ${limit} and usage ${usage}`)
    }
  },
)

contract(law('plans', 'a row agrees with its plan and their offering'), async (api) => {
  const { plans, offerings, rows } = await everything(api)
  for (const row of rows) {
    const plan = plans.find((one) => uuidOf(one) === uuidOf(row, 'plan_uuid')) ?? {}
    api.equal(row['plan_name'], plan['name'], 'plan_name')
    api.equal(row['limit'], plan['max_amount'], 'limit, beside max_amount')
    api.equal(uuidOf(row, 'offering_uuid'), uuidOf(plan, 'offering'), 'offering_uuid')
    const offering = offerings.get(uuidOf(row, 'offering_uuid'))
    if (offering) agreesWithOffering(api, row, offering)
  }
})

contract(law('usage', 'usage counts resources that are not terminated'), async (api: Api) => {
  const { plans, rows } = await everything(api)
  for (const row of rows) {
    const plan = plans.find((one) => uuidOf(one) === uuidOf(row, 'plan_uuid')) ?? {}
    const usage = Number(row['usage'])
    const total = Number(plan['resources_count'])
    api.demand(usage >= 0 && usage <= total, `usage between 0 and ${total} resources`, usage)
    const isActive = !row['limit'] || Number(row['limit']) > usage
    api.equal(plan['is_active'], isActive, `is_active of limit ${row['limit']}, usage ${usage}`)
  }
})

contract(law('default-order', 'the most used plans come first', '§1.10'), async (api) => {
  for (const query of ['', '?o='])
    inOrder(api, await some(api, `${STATS}${query}`), { key: 'usage', descending: true })
  const first = api.rows(await api.get(`${STATS}?page_size=5`))
  inOrder(api, first, { key: 'usage', descending: true })
})

contracts(
  Object.fromEntries(KEYS.flatMap((key) => [key, `-${key}`]).map((o) => [o, o])),
  (o) => law(`order.${o}`, `o=${o} orders by it; rows without it are the least`, '§1.10'),
  async (api, o) => {
    const unordered = await some(api, STATS)
    const key = o.replace('-', '')
    const order = { key, descending: o.startsWith('-') }
    const rows = await whole(api, `${STATS}?o=${o}`)
    inOrder(api, rows, order)
    api.equal(uuidsOf(rows), uuidsOf(unordered), 'the plans in this order')
    const twice = await whole(api, `${STATS}?o=${o.startsWith('-') ? key : `-${key}`}&o=${o}`)
    inOrder(api, twice, order)
    const paged: Row[] = []
    for (let page = 1; page <= Math.min(20, Math.ceil(rows.length / 4)); page++)
      paged.push(...api.rows(await api.get(`${STATS}?page_size=4&o=${o}&page=${page}`)))
    const values = rows.slice(0, paged.length).map((row) => row[key])
    api.equal(
      paged.map((row) => row[key]),
      values,
      `${key} on pages of 4`,
    )
  },
)

contract(
  {
    ...law('order-by-remaining', 'an order by limit is not one by remaining', '§1.10'),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    tidied(api, async () => {
      const known = await some(api, STATS)
      isBillable(known)
      const used = known.find(
        ({ limit, usage }) => limit !== null && Number(limit) > 1 && Number(usage) > 1,
      )
      if (!used) throw new Inapplicable('no plan with a limit is used twice')
      // Less than the limit of the used plan, and more than remains of it.
      const { uuid } = await newPlan(api, { max_amount: Number(used['limit']) - 1 })
      const others = [uuid, uuidOf(used, 'plan_uuid')]
      for (const [o, wanted] of [
        ['limit', others],
        ['-limit', others.toReversed()],
        ['remaining', others.toReversed()],
        ['-remaining', others],
      ] as const) {
        const rows = await whole(api, `${STATS}?o=${o}`)
        const seen = rows
          .map((row) => uuidOf(row, 'plan_uuid'))
          .filter((one) => others.includes(one))
        api.equal(seen, wanted, `the order of two plans with o=${o}`)
      }
    }),
)

contract(
  {
    ...law('new-plan', 'a new plan has a row at once, unused and with its limit'),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    tidied(api, async () => {
      isBillable(await some(api, STATS))
      for (const limit of [7, null]) {
        const { uuid } = await newPlan(api, { max_amount: limit })
        const rows = await whole(api, STATS)
        const row = rows.find((one) => uuidOf(one, 'plan_uuid') === uuid) ?? {}
        const { limit: seen, usage, remaining } = row
        const wanted = { seen: limit, usage: 0, remaining: limit }
        api.equal({ seen, usage, remaining }, wanted, 'limit, usage and remaining of a new plan')
      }
    }),
)

contract(law('order-refused', 'another order is refused by its text', '§1.10'), async (api) => {
  for (const o of ['foo', 'name', 'plan_name', '--usage', 'USAGE', '-', 'usage-']) {
    const exchange = await api.get(`${STATS}?o=${o}`)
    api.status(exchange, 400)
    api.equal(exchange.response.json, { o: [`"${o}" is not a valid choice.`] }, 'the body')
    api.status(await api.head(`${STATS}?o=${o}`), 400)
  }
})

contracts(
  { offering_uuid: 'offering_uuid', customer_provider_uuid: 'customer_provider_uuid' },
  (name) => law(`filter.${name}`, `${name} leaves the rows that have it`, '§1.10'),
  async (api, name) => {
    const all = await some(api, STATS)
    const uuids = new Set(all.map((row) => uuidOf(row, name)))
    for (const uuid of [...uuids].slice(0, MOST)) {
      const wanted = all.filter((row) => uuidOf(row, name) === uuid)
      for (const spelt of spellings(uuid)) await statsLeft(api, `${name}=${spelt}`, wanted)
    }
    await statsLeft(api, `${name}=${nobodysUuid()}`, [])
    await statsLeft(api, `${name}=`, all)
    await pagesLeft(api, { name, all })
  },
)

contracts(
  { offering_uuid: 'offering_uuid', customer_provider_uuid: 'customer_provider_uuid' },
  (name) => law(`refused.${name}`, `${name} must be a uuid, or is refused by its text`, '§1.10'),
  async (api, name) => {
    for (const value of ['x', '0', 'a1b2c3d4', 'g'.repeat(32), '0'.repeat(31), '0'.repeat(33)]) {
      const exchange = await api.get(`${STATS}?${name}=${value}`)
      api.status(exchange, 400)
      const wanted = { [name]: ['Must be a valid UUID.'] }
      api.equal(exchange.response.json, wanted, `the body for ${value}`)
      api.status(await api.head(`${STATS}?${name}=${value}`), 400)
    }
  },
)

contract(law('together', 'filters and order hold together', '§1.10'), async (api) => {
  const all = await some(api, STATS)
  const providers = new Set(all.map((row) => uuidOf(row, 'customer_provider_uuid')))
  for (const provider of [...providers].slice(0, MOST)) {
    const theirs = all.filter((row) => uuidOf(row, 'customer_provider_uuid') === provider)
    const query = `customer_provider_uuid=${provider}`
    const seen = await whole(api, `${STATS}?${query}&o=limit`)
    inOrder(api, seen, { key: 'limit', descending: false })
    api.equal(uuidsOf(seen), uuidsOf(theirs), 'the plans of a provider by limit')
    const [mine = {}] = theirs
    const other = all.find((row) => uuidOf(row, 'customer_provider_uuid') !== provider)
    const own = uuidOf(mine, 'offering_uuid')
    const wanted = theirs.filter((row) => uuidOf(row, 'offering_uuid') === own)
    for (const key of KEYS)
      for (const descending of [true, false]) {
        const o = `o=${descending ? '-' : ''}${key}`
        for (const filter of [query, `offering_uuid=${own}`, `${query}&offering_uuid=${own}`])
          inOrder(api, await whole(api, `${STATS}?${filter}&${o}`), { key, descending })
      }
    await statsLeft(api, `${query}&offering_uuid=${own}`, wanted)
    if (other) await statsLeft(api, `${query}&offering_uuid=${uuidOf(other, 'offering_uuid')}`, [])
  }
})

contract(
  law('filter.offering', 'offering leaves the plans of that offering', '§2.0 row 16'),
  async (api) => {
    const all = await some(api, STATS)
    for (const uuid of offeringsIn(all)) {
      const wanted = all.filter((row) => uuidOf(row, 'offering_uuid') === uuid)
      const link = encodeURIComponent(`/api/marketplace-provider-offerings/${uuid}/`)
      await statsLeft(api, `offering=${link}`, wanted)
    }
    await statsLeft(api, 'offering=word', [])
  },
)

contract(
  law('filter.offering_slug', 'offering_slug leaves the plans with those slugs', '§2.0 row 16'),
  async (api) => {
    const { offerings, rows } = await everything(api)
    const slugOf = (uuid: string) => String(offerings.get(uuid)?.['slug'] ?? '')
    const slugs = offeringsIn(rows).map(slugOf).filter(Boolean)
    const [first, second = first] = slugs
    if (first === undefined || second === undefined) throw new Inapplicable('no slug is shown')
    for (const wished of [...slugs.map((slug) => [slug]), [first, second]]) {
      const wanted = rows.filter((row) => wished.includes(slugOf(uuidOf(row, 'offering_uuid'))))
      await statsLeft(api, `offering_slug=${wished.join(',')}`, wanted)
    }
    await statsLeft(api, 'offering_slug=no-such-slug', [])
  },
)

contract(
  law('filter.parent_offering_uuid', 'it leaves the plans of its children', '§2.0 row 16'),
  async (api) => {
    const { offerings, rows } = await everything(api)
    const parent = (row: Row) =>
      uuidOf(offerings.get(uuidOf(row, 'offering_uuid')) ?? {}, 'parent_uuid')
    for (const uuid of new Set(rows.map(parent))) {
      if (uuid === 'no uuid') continue
      const wanted = rows.filter((row) => parent(row) === uuid)
      await statsLeft(api, `parent_offering_uuid=${uuid}`, wanted)
    }
    await statsLeft(api, `parent_offering_uuid=${nobodysUuid()}`, [])
  },
)

contract(law('same-for-all', 'every caller sees the same rows', '§2.1'), async (api) => {
  const roles = given('staff', 'support', 'owner', 'manager', 'member', 'stranger')
  const [first = api.role, ...others] = roles
  const rows = await some(api, STATS, first)
  for (const role of others) {
    sameRows(api, await whole(api, STATS, { role }), rows, `usage as ${role} sees it`)
    const one = api.rows(await api.get(`${STATS}?page_size=2&page=last&o=limit`, { role }))
    const two = api.rows(await api.get(`${STATS}?page_size=2&page=last&o=limit`, { role: first }))
    sameRows(api, one, two, `the last page of usage as ${role} sees it`)
  }
})

/** Plans of an offering that is not billable have no usage. */
function isBillable(rows: readonly Row[]): void {
  const chosen = uuidIn(session().settings.offering ?? '')
  if (!rows.some((row) => uuidOf(row, 'offering_uuid') === chosen))
    throw new Inapplicable('the chosen offering has no usage')
}

async function everything(api: Api) {
  if (given('staff').length === 0) throw new Inapplicable('only staff sees the plans of all rows')
  const plans = await some(api, PLANS, 'staff')
  return { plans, offerings: await offeringsOf(api, plans), rows: await some(api, STATS) }
}

function agreesWithOffering(api: Api, row: Row, offering: Row): void {
  api.equal(row['offering_name'], offering['name'], 'offering_name')
  const provider = uuidOf(row, 'customer_provider_uuid')
  api.equal(provider, uuidOf(offering, 'customer_uuid'), 'customer_provider_uuid')
  api.equal(row['customer_provider_name'], offering['customer_name'], 'customer_provider_name')
}

/** Rows without a value are the least: first when ascending, last when descending. */
function inOrder(
  api: Api,
  rows: readonly Row[],
  { key, descending }: { key: string; descending: boolean },
): void {
  const values = rows.map((row) => (row[key] === null ? -Infinity : Number(row[key])))
  const wanted = values.toSorted((a, b) => (a === b ? 0 : a < b === descending ? 1 : -1))
  const shown = (list: readonly number[]) =>
    list.map((value) => (value === -Infinity ? null : value))
  api.equal(shown(values), shown(wanted), `${key} in order`)
}

async function statsLeft(api: Api, query: string, wanted: readonly Row[]): Promise<void> {
  const rows = await filtered(api, query, { path: STATS })
  api.equal(uuidsOf(rows), uuidsOf(wanted), `the plans of ?${query}`)
}

/** Pages a filtered list, by the value with the most rows. */
async function pagesLeft(
  api: Api,
  { name, all }: { name: string; all: readonly Row[] },
): Promise<void> {
  const counts = new Map<string, number>()
  for (const row of all) counts.set(uuidOf(row, name), (counts.get(uuidOf(row, name)) ?? 0) + 1)
  const [[uuid = '', total = 0] = []] = [...counts].sort(([, a], [, b]) => b - a)
  await linksAre(api, STATS, { sent: `page_size=1&${name}=${uuid}`, total })
}

const uuidsOf = (rows: readonly Row[]): string[] =>
  sorted(rows.map((row) => uuidOf(row, 'plan_uuid')))

const offeringsIn = (rows: readonly Row[]): string[] =>
  [...new Set(rows.map((row) => uuidOf(row, 'offering_uuid')))].slice(0, MOST)
