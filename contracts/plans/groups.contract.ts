import type { Api } from '../harness/api.ts'
import { BOOKINGS, createPlan, inventUuid, PLANS } from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import { findUuid } from '../harness/guard.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  demandChanged,
  demandRefusal,
  demandShownAlike,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from './planContract.ts'
import type { Row } from './planContract.ts'

/** Links of the organization groups that plans and offerings show, parents too; at least `most`. */
async function readGroupLinks(api: Api, most: number): Promise<readonly [string, ...string[]]> {
  const links = new Set<string>()
  for (const path of [`${PLANS}?page_size=300`, `${BOOKINGS}?field=organization_groups`]) {
    const groups = api
      .readRows(await api.get(path))
      .flatMap((row) => row['organization_groups'] ?? [])
    for (const { url, parent } of groups as Row[]) {
      for (const link of [url, parent]) if (typeof link === 'string') links.add(link)
    }
  }
  const [first, ...others] = links
  if (first === undefined || links.size < most) {
    throw new Inapplicable(`plans and offerings show ${links.size} organization groups`)
  }
  return [first, ...others]
}

const readGroupUuids = (row: Row): (string | null)[] =>
  (row['organization_groups'] as Row[]).map(({ uuid }) => findUuid(String(uuid))).sort()

const updateGroups = (api: Api, { path }: NewPlan, body: unknown) =>
  api.post(`${path}update_organization_groups/`, body)

async function demandReplaced(api: Api, plan: NewPlan, links: readonly string[]): Promise<void> {
  const before = await readPlan(api, plan)
  const exchange = await updateGroups(api, plan, { organization_groups: links })
  demandSuccess(api, exchange)
  const after = await readPlan(api, plan)
  const wanted = [...new Set(links.map(findUuid))].sort()
  api.demandEqual(readGroupUuids(after), wanted, 'the groups of the plan', exchange)
  const { organization_groups } = after
  api.demandEqual(after, { ...before, organization_groups }, 'the rest of the plan', exchange)
  await demandShownAlike(api, plan)
}

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
    id: 'groups.links',
    demand: 'a group may be named by its path, with any host, in any spelling; twins count once',
    source: '§1.12',
  },
  async (api) => {
    const [link] = await readGroupLinks(api, 1)
    const hex = findUuid(link) ?? ''
    const root = '/api/organization-groups/'
    const plan = await createPlan(api)
    const spellings = [link, `${root}${hex}/`, `https://elsewhere.example${root}${hex}/`]
    for (const spelling of [...spellings, `${root}${hex.toUpperCase()}/`]) {
      await demandReplaced(api, plan, [])
      await demandReplaced(api, plan, [spelling])
    }
    await demandReplaced(api, plan, [link, link, ...spellings])
  },
)

planContract(
  {
    id: 'groups.first-bad-link-decides',
    demand: 'one bad link refuses the whole list with its reason, the first of several',
    source: '§2.9',
  },
  async (api) => {
    const [good] = await readGroupLinks(api, 1)
    const plan = await createPlan(api)
    demandSuccess(api, await updateGroups(api, plan, { organization_groups: [good] }))
    const before = await readPlan(api, plan)
    const [nowhere, unknown, number] = createBadLinks()
    for (const [first, second] of [
      [nowhere, unknown],
      [unknown, nowhere],
      [number, nowhere],
      [unknown, number],
    ] as const) {
      const lists = [
        [first.link, second.link],
        [good, first.link, second.link],
        [first.link, good],
      ]
      for (const links of lists) {
        const exchange = await updateGroups(api, plan, { organization_groups: links })
        demandRefusal(api, exchange, { organization_groups: [first.error] })
        await demandUnchanged(api, plan, before)
      }
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

/** Bodies that an action which takes none must not even read (§1.4). */
const unreadBodies = [
  [undefined, 'application/json'],
  [{ organization_groups: ['nonsense'] }, 'application/json'],
  ['{"malformed', 'application/json'],
  ['text', 'text/plain'],
] as const

const createBadLinks = () =>
  [
    {
      link: `${getSession().settings.baseUrl}/nowhere/`,
      error: 'Invalid hyperlink - No URL match.',
    },
    {
      link: `/api/organization-groups/${inventUuid()}/`,
      error: 'Invalid hyperlink - Object does not exist.',
    },
    { link: 5, error: 'Incorrect type. Expected URL string, received int.' },
  ] as const

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
