import { createPlan } from '../harness/ownPlans/createPlan.ts'
import {
  demandChanged,
  demandRefusal,
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from './planContract.ts'
import { unreadBodies, updateGroups } from './updateGroups.ts'

planContract(
  {
    id: 'archive.once',
    demand: 'archive marks a plan as archived and changes nothing else; it is still shown',
    source: '§2.10',
  },
  async (api) => {
    for (const [body, type] of unreadBodies) {
      const plan = await createPlan(api, { max_amount: 1 })
      const before = await readPlan(api, plan)
      demandSuccess(api, await api.post(`${plan.path}archive/`, body, { type }))
      const row = await demandChanged(api, plan, before, { archived: true })
      api.demandEqual(row['is_active'], true, 'is_active')
      await demandShownAlike(api, plan)
    }
  },
)

planContract(
  {
    id: 'archive.twice',
    demand: 'an archived plan cannot be archived again, however it became archived',
    source: '§2.10',
  },
  async (api) => {
    const plan = await createPlan(api)
    demandSuccess(api, await api.post(`${plan.path}archive/`))
    for (const archived of [plan, await createPlan(api, { archived: true })]) {
      const before = await readPlan(api, archived)
      for (const [body, type] of unreadBodies) {
        const exchange = await api.post(`${archived.path}archive/`, body, { type })
        demandRefusal(api, exchange, ['Plan is already archived.'])
      }
      await demandUnchanged(api, archived, before)
    }
  },
)

planContract(
  {
    id: 'archive.stays',
    demand: 'an archived plan stays archived whatever else is written to it',
    source: '§2.10',
  },
  async (api) => {
    const plan = await createPlan(api)
    const other = await createPlan(api)
    demandSuccess(api, await api.post(`${plan.path}archive/`))
    const writes = [
      () => api.patch(plan.path, { name: 'Patched' }),
      () => api.patch(plan.path, {}),
      () => api.put(plan.path, { name: 'Put' }),
      () => api.post(`${plan.path}update_prices/`, { prices: {} }),
      () => api.post(`${plan.path}update_quotas/`, { quotas: {} }),
      () => api.post(`${plan.path}update_discounts/`, { discounts: {} }),
      () => updateGroups(api, plan, { organization_groups: [] }),
      () => api.post(`${plan.path}delete_organization_groups/`),
    ]
    for (const write of writes) {
      const exchange = await write()
      demandSuccess(api, exchange)
      api.demandEqual((await readPlan(api, plan))['archived'], true, 'archived', exchange)
    }
    api.demandEqual((await readPlan(api, other))['archived'], false, 'archived of another plan')
    await demandShownAlike(api, plan)
  },
)
