import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { PLANS, readAllRows, STATS } from '../harness/ownPlans/createPlan.ts'
import { readBookingsOrNone, toHex, toText } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { readPlans } from './readPlans.ts'

contract(
  {
    id: 'consistency.usage',
    demand: 'limit, usage and names in usage_stats agree with the plans, and decide is_active',
    source: '§2.14',
  },
  async (api: Api) => {
    const usage = new Map(
      (await readAllRows(api, STATS)).map((row) => [toHex(row['plan_uuid']), row]),
    )
    for (const plan of await readPlans(api)) {
      const { max_amount: limit, resources_count: count, is_active: active, name } = plan
      if (limit === null)
        api.demandEqual(active, true, `is_active of ${toText(name)}, without a limit`)
      if (limit !== null && Number(limit) > Number(count))
        api.demandEqual(active, true, `is_active of ${toText(name)}, below its limit`)
      const row = usage.get(toHex(plan['uuid']))
      if (!row) continue
      const used = Number(row['usage'])
      api.demand(used <= Number(count), 'usage to be at most resources_count', row)
      api.demandEqual(
        active,
        limit === null || Number(limit) > used,
        `is_active of ${toText(name)}`,
      )
      api.demandEqual(row['limit'], limit, `the limit of ${toText(name)}`)
      api.demandEqual(row['plan_name'], name, 'plan_name')
      api.demandEqual(toHex(row['offering_uuid']), toHex(plan['offering']), 'offering_uuid')
    }
  },
)

contract(
  {
    id: 'consistency.billable',
    demand: 'usage_stats has the plans of billable offerings, all of them and no others',
    source: '§2.11',
    needs: { roles: ['staff'] },
  },
  async (api: Api) => {
    const usage = await readAllRows(api, STATS, 300, 'staff')
    const plans = await readAllRows(api, PLANS, 300, 'staff')
    if (usage.length >= 3000) throw new Inapplicable('there are too many plans to read them all')
    const rowsOf = (uuid: string | null) =>
      usage.filter((row) => toHex(row['offering_uuid']) === uuid)
    for (const offering of await readBookingsOrNone(api, 'staff')) {
      const uuid = toHex(offering['uuid'])
      const rows = rowsOf(uuid)
      const own = plans.filter((plan) => toHex(plan['offering']) === uuid)
      const wanted = offering['billable'] === true ? own.map((plan) => toHex(plan['uuid'])) : []
      const seen = rows.map((row) => toHex(row['plan_uuid']))
      api.demandEqual(seen.sort(), wanted.sort(), `the plans of ${toText(offering['name'])}`)
      for (const row of rows) {
        api.demandEqual(row['offering_name'], offering['name'], 'offering_name')
        api.demandEqual(
          toHex(row['customer_provider_uuid']),
          toHex(offering['customer_uuid']),
          'provider',
        )
        api.demandEqual(row['customer_provider_name'], offering['customer_name'], 'provider name')
      }
    }
  },
)
