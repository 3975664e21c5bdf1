import type { Api } from '../../harness/api.ts'
import { contract, contracts } from '../../harness/contract.ts'
import { cleanUpAfter, createPlan, STATS } from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import { findUuid } from '../../harness/transport/guard.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import {
  demandSameRows,
  listGivenRoles,
  readSomeRows,
  readUuid,
  readWholeList,
} from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { demand, demandOrder, KEYS, listPlanUuids, readEverything } from './readStats.ts'

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
