import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { cleanUpAfter, createPlan, inventUuid, PLANS, STATS } from '../harness/createPlan.ts'
import { findUuid } from '../harness/guard.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandLinks } from '../lists/demandPages.ts'
import {
  demandSameRows,
  listGivenRoles,
  listSpellings,
  readSomeRows,
  readUuid,
  readWholeList,
  sortTexts,
} from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { readFiltered, readOfferings } from '../lists/readFiltered.ts'

const demand = (name: string, sentence: string, source = '§2.11') => ({
  id: `stats.${name}`,
  demand: sentence,
  source,
  operation: 'marketplace_plans_usage_stats_list',
})

const KEYS = ['usage', 'limit', 'remaining'] as const

/** Offerings or providers that are asked for one by one at most. */
const MOST = 25

contract(demand('rows', 'there is one row for each plan of a billable offering'), async (api) => {
  const { plans, offerings, rows } = await readEverything(api)
  const uuids = rows.map((row) => readUuid(row, 'plan_uuid'))
  api.demandEqual(new Set(uuids).size, uuids.length, 'the number of different plans')
  const known = new Set(plans.map((plan) => readUuid(plan)))
  const strays = uuids.filter((uuid) => !known.has(uuid))
  api.demandEqual(strays, [], 'plans with usage that the list of plans does not have')
  for (const plan of plans) {
    const billable = offerings.get(readUuid(plan, 'offering'))?.['billable']
    if (typeof billable !== 'boolean') continue
    const what = `that plan ${readUuid(plan)} of an offering with billable=${billable} has usage`
    api.demandEqual(uuids.includes(readUuid(plan)), billable, what)
  }
})

contract(
  demand('arithmetic', 'remaining is limit less usage, and null without a limit'),
  async (api) => {
    for (const row of await readSomeRows(api, STATS)) {
      const { limit, usage, remaining } = row
      const wanted = limit === null ? null : Number(limit) - Number(usage)
      api.demandEqual(remaining, wanted, `remaining of limit ${limit} and usage ${usage}`)
    }
  },
)

contract(demand('plans', 'a row agrees with its plan and their offering'), async (api) => {
  const { plans, offerings, rows } = await readEverything(api)
  for (const row of rows) {
    const plan = plans.find((one) => readUuid(one) === readUuid(row, 'plan_uuid')) ?? {}
    api.demandEqual(row['plan_name'], plan['name'], 'plan_name')
    api.demandEqual(row['limit'], plan['max_amount'], 'limit, beside max_amount')
    api.demandEqual(readUuid(row, 'offering_uuid'), readUuid(plan, 'offering'), 'offering_uuid')
    const offering = offerings.get(readUuid(row, 'offering_uuid'))
    if (offering) demandOfferingFields(api, row, offering)
  }
})

contract(demand('usage', 'usage counts resources that are not terminated'), async (api: Api) => {
  const { plans, rows } = await readEverything(api)
  for (const row of rows) {
    const plan = plans.find((one) => readUuid(one) === readUuid(row, 'plan_uuid')) ?? {}
    const usage = Number(row['usage'])
    const total = Number(plan['resources_count'])
    api.demand(usage >= 0 && usage <= total, `usage between 0 and ${total} resources`, usage)
    const isActive = !row['limit'] || Number(row['limit']) > usage
    api.demandEqual(
      plan['is_active'],
      isActive,
      `is_active of limit ${row['limit']}, usage ${usage}`,
    )
  }
})

contract(demand('default-order', 'the most used plans come first', '§1.10'), async (api) => {
  for (const query of ['', '?o='])
    demandOrder(api, await readSomeRows(api, `${STATS}${query}`), {
      key: 'usage',
      descending: true,
    })
  const first = api.readRows(await api.get(`${STATS}?page_size=5`))
  demandOrder(api, first, { key: 'usage', descending: true })
})

contracts(
  Object.fromEntries(KEYS.flatMap((key) => [key, `-${key}`]).map((o) => [o, o])),
  (o) => demand(`order.${o}`, `o=${o} orders by it; rows without it are the least`, '§1.10'),
  async (api, o) => {
    const unordered = await readSomeRows(api, STATS)
    const key = o.replace('-', '')
    const order = { key, descending: o.startsWith('-') }
    const rows = await readWholeList(api, `${STATS}?o=${o}`)
    demandOrder(api, rows, order)
    api.demandEqual(listPlanUuids(rows), listPlanUuids(unordered), 'the plans in this order')
    const twice = await readWholeList(
      api,
      `${STATS}?o=${o.startsWith('-') ? key : `-${key}`}&o=${o}`,
    )
    demandOrder(api, twice, order)
    const paged: Row[] = []
    for (let page = 1; page <= Math.min(20, Math.ceil(rows.length / 4)); page++)
      paged.push(...api.readRows(await api.get(`${STATS}?page_size=4&o=${o}&page=${page}`)))
    const values = rows.slice(0, paged.length).map((row) => row[key])
    api.demandEqual(
      paged.map((row) => row[key]),
      values,
      `${key} on pages of 4`,
    )
  },
)

contract(
  {
    ...demand('order-by-remaining', 'an order by limit is not one by remaining', '§1.10'),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    cleanUpAfter(api, async () => {
      const known = await readSomeRows(api, STATS)
      requireBillable(known)
      const used = known.find(
        ({ limit, usage }) => limit !== null && Number(limit) > 1 && Number(usage) > 1,
      )
      if (!used) throw new Inapplicable('no plan with a limit is used twice')
      // Less than the limit of the used plan, and more than remains of it.
      const { uuid } = await createPlan(api, { max_amount: Number(used['limit']) - 1 })
      const others = [uuid, readUuid(used, 'plan_uuid')]
      for (const [o, wanted] of [
        ['limit', others],
        ['-limit', others.toReversed()],
        ['remaining', others.toReversed()],
        ['-remaining', others],
      ] as const) {
        const rows = await readWholeList(api, `${STATS}?o=${o}`)
        const seen = rows
          .map((row) => readUuid(row, 'plan_uuid'))
          .filter((one) => others.includes(one))
        api.demandEqual(seen, wanted, `the order of two plans with o=${o}`)
      }
    }),
)

contract(
  {
    ...demand('new-plan', 'a new plan has a row at once, unused and with its limit'),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    cleanUpAfter(api, async () => {
      requireBillable(await readSomeRows(api, STATS))
      for (const limit of [7, null]) {
        const { uuid } = await createPlan(api, { max_amount: limit })
        const rows = await readWholeList(api, STATS)
        const row = rows.find((one) => readUuid(one, 'plan_uuid') === uuid) ?? {}
        const { limit: seen, usage, remaining } = row
        const wanted = { seen: limit, usage: 0, remaining: limit }
        api.demandEqual(
          { seen, usage, remaining },
          wanted,
          'limit, usage and remaining of a new plan',
        )
      }
    }),
)

contract(demand('order-refused', 'another order is refused by its text', '§1.10'), async (api) => {
  for (const o of ['foo', 'name', 'plan_name', '--usage', 'USAGE', '-', 'usage-']) {
    const exchange = await api.get(`${STATS}?o=${o}`)
    api.demandStatus(exchange, 400)
    api.demandEqual(exchange.response.json, { o: [`"${o}" is not a valid choice.`] }, 'the body')
    api.demandStatus(await api.head(`${STATS}?o=${o}`), 400)
  }
})

contracts(
  { offering_uuid: 'offering_uuid', customer_provider_uuid: 'customer_provider_uuid' },
  (name) => demand(`filter.${name}`, `${name} leaves the rows that have it`, '§1.10'),
  async (api, name) => {
    const all = await readSomeRows(api, STATS)
    const uuids = new Set(all.map((row) => readUuid(row, name)))
    for (const uuid of [...uuids].slice(0, MOST)) {
      const wanted = all.filter((row) => readUuid(row, name) === uuid)
      for (const spelt of listSpellings(uuid))
        await demandStatsLeft(api, `${name}=${spelt}`, wanted)
    }
    await demandStatsLeft(api, `${name}=${inventUuid()}`, [])
    await demandStatsLeft(api, `${name}=`, all)
    await demandPagesLeft(api, { name, all })
  },
)

contracts(
  { offering_uuid: 'offering_uuid', customer_provider_uuid: 'customer_provider_uuid' },
  (name) => demand(`refused.${name}`, `${name} must be a uuid, or is refused by its text`, '§1.10'),
  async (api, name) => {
    for (const value of ['x', '0', 'a1b2c3d4', 'g'.repeat(32), '0'.repeat(31), '0'.repeat(33)]) {
      const exchange = await api.get(`${STATS}?${name}=${value}`)
      api.demandStatus(exchange, 400)
      const wanted = { [name]: ['Must be a valid UUID.'] }
      api.demandEqual(exchange.response.json, wanted, `the body for ${value}`)
      api.demandStatus(await api.head(`${STATS}?${name}=${value}`), 400)
    }
  },
)

contract(demand('together', 'filters and order hold together', '§1.10'), async (api) => {
  const all = await readSomeRows(api, STATS)
  const providers = new Set(all.map((row) => readUuid(row, 'customer_provider_uuid')))
  for (const provider of [...providers].slice(0, MOST)) {
    const theirs = all.filter((row) => readUuid(row, 'customer_provider_uuid') === provider)
    const query = `customer_provider_uuid=${provider}`
    const seen = await readWholeList(api, `${STATS}?${query}&o=limit`)
    demandOrder(api, seen, { key: 'limit', descending: false })
    api.demandEqual(listPlanUuids(seen), listPlanUuids(theirs), 'the plans of a provider by limit')
    const [mine = {}] = theirs
    const other = all.find((row) => readUuid(row, 'customer_provider_uuid') !== provider)
    const own = readUuid(mine, 'offering_uuid')
    const wanted = theirs.filter((row) => readUuid(row, 'offering_uuid') === own)
    for (const key of KEYS)
      for (const descending of [true, false]) {
        const o = `o=${descending ? '-' : ''}${key}`
        for (const filter of [query, `offering_uuid=${own}`, `${query}&offering_uuid=${own}`])
          demandOrder(api, await readWholeList(api, `${STATS}?${filter}&${o}`), { key, descending })
      }
    await demandStatsLeft(api, `${query}&offering_uuid=${own}`, wanted)
    if (other)
      await demandStatsLeft(api, `${query}&offering_uuid=${readUuid(other, 'offering_uuid')}`, [])
  }
})

contract(
  demand('filter.offering', 'offering leaves the plans of that offering', '§2.0 row 16'),
  async (api) => {
    const all = await readSomeRows(api, STATS)
    for (const uuid of listOfferings(all)) {
      const wanted = all.filter((row) => readUuid(row, 'offering_uuid') === uuid)
      const link = encodeURIComponent(`/api/marketplace-provider-offerings/${uuid}/`)
      await demandStatsLeft(api, `offering=${link}`, wanted)
    }
    await demandStatsLeft(api, 'offering=word', [])
  },
)

contract(
  demand('filter.offering_slug', 'offering_slug leaves the plans with those slugs', '§2.0 row 16'),
  async (api) => {
    const { offerings, rows } = await readEverything(api)
    const slugOf = (uuid: string) => String(offerings.get(uuid)?.['slug'] ?? '')
    const slugs = listOfferings(rows).map(slugOf).filter(Boolean)
    const [first, second = first] = slugs
    if (first === undefined || second === undefined) throw new Inapplicable('no slug is shown')
    for (const wished of [...slugs.map((slug) => [slug]), [first, second]]) {
      const wanted = rows.filter((row) => wished.includes(slugOf(readUuid(row, 'offering_uuid'))))
      await demandStatsLeft(api, `offering_slug=${wished.join(',')}`, wanted)
    }
    await demandStatsLeft(api, 'offering_slug=no-such-slug', [])
  },
)

contract(
  demand('filter.parent_offering_uuid', 'it leaves the plans of its children', '§2.0 row 16'),
  async (api) => {
    const { offerings, rows } = await readEverything(api)
    const parent = (row: Row) =>
      readUuid(offerings.get(readUuid(row, 'offering_uuid')) ?? {}, 'parent_uuid')
    for (const uuid of new Set(rows.map(parent))) {
      if (uuid === 'no uuid') continue
      const wanted = rows.filter((row) => parent(row) === uuid)
      await demandStatsLeft(api, `parent_offering_uuid=${uuid}`, wanted)
    }
    await demandStatsLeft(api, `parent_offering_uuid=${inventUuid()}`, [])
  },
)

contract(demand('same-for-all', 'every caller sees the same rows', '§2.1'), async (api) => {
  const roles = listGivenRoles('staff', 'support', 'owner', 'manager', 'member', 'stranger')
  const [first = api.role, ...others] = roles
  const rows = await readSomeRows(api, STATS, first)
  for (const role of others) {
    demandSameRows(api, await readWholeList(api, STATS, { role }), rows, `usage as ${role} sees it`)
    const one = api.readRows(await api.get(`${STATS}?page_size=2&page=last&o=limit`, { role }))
    const two = api.readRows(
      await api.get(`${STATS}?page_size=2&page=last&o=limit`, { role: first }),
    )
    demandSameRows(api, one, two, `the last page of usage as ${role} sees it`)
  }
})

/** Plans of an offering that is not billable have no usage. */
function requireBillable(rows: readonly Row[]): void {
  const chosen = findUuid(getSession().settings.offering ?? '')
  if (!rows.some((row) => readUuid(row, 'offering_uuid') === chosen))
    throw new Inapplicable('the chosen offering has no usage')
}

async function readEverything(api: Api) {
  if (listGivenRoles('staff').length === 0)
    throw new Inapplicable('only staff sees the plans of all rows')
  const plans = await readSomeRows(api, PLANS, 'staff')
  return { plans, offerings: await readOfferings(api, plans), rows: await readSomeRows(api, STATS) }
}

function demandOfferingFields(api: Api, row: Row, offering: Row): void {
  api.demandEqual(row['offering_name'], offering['name'], 'offering_name')
  const provider = readUuid(row, 'customer_provider_uuid')
  api.demandEqual(provider, readUuid(offering, 'customer_uuid'), 'customer_provider_uuid')
  api.demandEqual(
    row['customer_provider_name'],
    offering['customer_name'],
    'customer_provider_name',
  )
}

/** Rows without a value are the least: first when ascending, last when descending. */
function demandOrder(
  api: Api,
  rows: readonly Row[],
  { key, descending }: { key: string; descending: boolean },
): void {
  const values = rows.map((row) => (row[key] === null ? -Infinity : Number(row[key])))
  const wanted = values.toSorted((a, b) => (a === b ? 0 : a < b === descending ? 1 : -1))
  const shown = (list: readonly number[]) =>
    list.map((value) => (value === -Infinity ? null : value))
  api.demandEqual(shown(values), shown(wanted), `${key} in order`)
}

async function demandStatsLeft(api: Api, query: string, wanted: readonly Row[]): Promise<void> {
  const rows = await readFiltered(api, query, { path: STATS })
  api.demandEqual(listPlanUuids(rows), listPlanUuids(wanted), `the plans of ?${query}`)
}

/** Pages a filtered list, by the value with the most rows. */
async function demandPagesLeft(
  api: Api,
  { name, all }: { name: string; all: readonly Row[] },
): Promise<void> {
  const counts = new Map<string, number>()
  for (const row of all) counts.set(readUuid(row, name), (counts.get(readUuid(row, name)) ?? 0) + 1)
  const [[uuid = '', total = 0] = []] = [...counts].sort(([, a], [, b]) => b - a)
  await demandLinks(api, STATS, { sent: `page_size=1&${name}=${uuid}`, total })
}

const listPlanUuids = (rows: readonly Row[]): string[] =>
  sortTexts(rows.map((row) => readUuid(row, 'plan_uuid')))

const listOfferings = (rows: readonly Row[]): string[] =>
  [...new Set(rows.map((row) => readUuid(row, 'offering_uuid')))].slice(0, MOST)
