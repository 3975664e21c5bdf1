import { createPlan, PLANS } from '../harness/ownPlans/createPlan.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  demandChanged,
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from './planContract.ts'
import type { Row } from './planContract.ts'
import {
  demandReplaced,
  readGroupLinks,
  readGroupUuids,
  unreadBodies,
  updateGroups,
} from './updateGroups.ts'

planContract(
  {
    id: 'groups.replace',
    demand: 'update_organization_groups replaces the groups of a plan; [] clears them',
    source: '§2.9',
  },
  async (api) => {
    const [one, ...others] = await readGroupLinks(api, 1)
    const plan = await createPlan(api)
    for (const links of [[one], [one], others, [one, ...others], [], []])
      await demandReplaced(api, plan, links)
  },
)

planContract(
  {
    id: 'groups.shown-whole',
    demand: 'a group of a plan is shown as other plans show it',
    source: '§3.2',
  },
  async (api) => {
    await readGroupLinks(api, 1)
    const plans = api.readRows(await api.get(`${PLANS}?page_size=300`))
    const groups = plans.flatMap((row) => (row['organization_groups'] ?? []) as Row[])
    const [group] = groups
    if (!group) throw new Inapplicable('no plan shows an organization group')
    const plan = await createPlan(api)
    demandSuccess(api, await updateGroups(api, plan, { organization_groups: [group['url']] }))
    const row = await readPlan(api, plan)
    api.demandEqual(row['organization_groups'], [group], 'the groups of the plan')
    const known = new Map(groups.map((one) => [findUuid(String(one['uuid'])), one]))
    const links = [...known.values()].map(({ url }) => url)
    for (const list of [links, links.toReversed()]) {
      demandSuccess(api, await updateGroups(api, plan, { organization_groups: list }))
      const seen = (await readPlan(api, plan))['organization_groups'] as Row[]
      for (const one of seen)
        api.demandEqual(one, known.get(findUuid(String(one['uuid']))), 'a group beside others')
    }
  },
)

planContract(
  {
    id: 'groups.kept-by-others',
    demand: 'no other write changes the groups of a plan',
    source: '§2.9',
  },
  async (api) => {
    const links = await readGroupLinks(api, 1)
    const plan = await createPlan(api)
    await demandReplaced(api, plan, links)
    const before = await readPlan(api, plan)
    api.demandStatus(await api.patch(plan.path, { name: 'Patched' }), 200)
    api.demandStatus(await api.put(plan.path, { name: 'Put' }), 200)
    for (const kind of ['prices', 'quotas', 'discounts'])
      demandSuccess(api, await api.post(`${plan.path}update_${kind}/`, { [kind]: {} }))
    demandSuccess(api, await api.post(`${plan.path}archive/`))
    await demandChanged(api, plan, before, { name: 'Put', archived: true })
  },
)

planContract(
  {
    id: 'groups.absent-changes-nothing',
    demand: 'update_organization_groups may be sent nothing, and then changes nothing',
    source: '#/paths/~1api~1marketplace-plans~1{uuid}~1update_organization_groups~1/post',
  },
  async (api) => {
    const links = await readGroupLinks(api, 1)
    const plan = await createPlan(api)
    await demandReplaced(api, plan, links)
    const before = await readPlan(api, plan)
    for (const body of [{}, undefined]) {
      demandSuccess(api, await updateGroups(api, plan, body))
      await demandUnchanged(api, plan, before)
    }
  },
)

planContract(
  {
    id: 'groups.empty-form-clears',
    demand: 'an empty form clears the groups of a plan',
    source: '§2.0',
  },
  async (api) => {
    const links = await readGroupLinks(api, 1)
    const plan = await createPlan(api)
    await demandReplaced(api, plan, links)
    const type = 'application/x-www-form-urlencoded'
    demandSuccess(api, await api.post(`${plan.path}update_organization_groups/`, '', { type }))
    api.demandEqual(readGroupUuids(await readPlan(api, plan)), [], 'the groups of the plan')
  },
)

planContract(
  {
    id: 'groups.delete',
    demand: 'delete_organization_groups clears the groups, twice too, whatever the body is',
    source: '§2.9',
  },
  async (api) => {
    const links = await readGroupLinks(api, 1)
    const plan = await createPlan(api)
    const clear = `${plan.path}delete_organization_groups/`
    for (const [body, type] of unreadBodies) {
      await demandReplaced(api, plan, links)
      const before = await readPlan(api, plan)
      for (const exchange of [
        await api.post(clear, body, { type }),
        await api.post(clear, body, { type }),
      ]) {
        demandSuccess(api, exchange)
        api.demandEqual(exchange.response.text, '', 'the body of the answer', exchange)
      }
      await demandChanged(api, plan, before, { organization_groups: [] })
      await demandShownAlike(api, plan)
    }
  },
)
