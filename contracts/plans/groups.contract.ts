import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { BOOKINGS, newPlan, nobodysUuid, PLANS } from '../harness/given.ts'
import type { NewPlan } from '../harness/given.ts'
import { uuidIn } from '../harness/guard.ts'
import { session } from '../harness/session.ts'
import { changed, done, refused, shown, shownAlike, unchanged, writing } from './writing.ts'
import type { Row } from './writing.ts'

/** Links of the organization groups that plans and offerings show, parents too; at least `most`. */
async function groupsSeen(api: Api, most: number): Promise<readonly [string, ...string[]]> {
  const links = new Set<string>()
  for (const path of [`${PLANS}?page_size=300`, `${BOOKINGS}?field=organization_groups`]) {
    const groups = api.rows(await api.get(path)).flatMap((row) => row['organization_groups'] ?? [])
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

const uuidsOf = (row: Row): (string | null)[] =>
  (row['organization_groups'] as Row[]).map(({ uuid }) => uuidIn(String(uuid))).sort()

const update = (api: Api, { path }: NewPlan, body: unknown) =>
  api.post(`${path}update_organization_groups/`, body)

async function replaced(api: Api, plan: NewPlan, links: readonly string[]): Promise<void> {
  const before = await shown(api, plan)
  const exchange = await update(api, plan, { organization_groups: links })
  done(api, exchange)
  const after = await shown(api, plan)
  const wanted = [...new Set(links.map(uuidIn))].sort()
  api.equal(uuidsOf(after), wanted, 'the groups of the plan', exchange)
  const { organization_groups } = after
  api.equal(after, { ...before, organization_groups }, 'the rest of the plan', exchange)
  await shownAlike(api, plan)
}

writing(
  {
    id: 'groups.replace',
    demand: 'update_organization_groups replaces the groups of a plan; [] clears them',
    source: '§2.9',
  },
  async (api) => {
    const [one, ...others] = await groupsSeen(api, 1)
    const plan = await newPlan(api)
    for (const links of [[one], [one], others, [one, ...others], [], []])
      await replaced(api, plan, links)
  },
)

writing(
  {
    id: 'groups.shown-whole',
    demand: 'a group of a plan is shown as other plans show it',
    source: '§3.2',
  },
  async (api) => {
    await groupsSeen(api, 1)
    const plans = api.rows(await api.get(`${PLANS}?page_size=300`))
    const groups = plans.flatMap((row) => (row['organization_groups'] ?? []) as Row[])
    const [group] = groups
    if (!group) throw new Inapplicable('no plan shows an organization group')
    const plan = await newPlan(api)
    done(api, await update(api, plan, { organization_groups: [group['url']] }))
    const row = await shown(api, plan)
    api.equal(row['organization_groups'], [group], 'the groups of the plan')
    const known = new Map(groups.map((one) => [uuidIn(String(one['uuid'])), one]))
    const links = [...known.values()].map(({ url }) => url)
    for (const list of [links, links.toReversed()]) {
      done(api, await update(api, plan, { organization_groups: list }))
      const seen = (await shown(api, plan))['organization_groups'] as Row[]
      for (const one of seen)
        api.equal(one, known.get(uuidIn(String(one['uuid']))), 'a group beside others')
    }
  },
)

writing(
  {
    id: 'groups.links',
    demand: 'a group may be named by its path, with any host, in any spelling; twins count once',
    source: '§1.12',
  },
  async (api) => {
    const [link] = await groupsSeen(api, 1)
    const hex = uuidIn(link) ?? ''
    const root = '/api/organization-groups/'
    const plan = await newPlan(api)
    const spellings = [link, `${root}${hex}/`, `https://elsewhere.example${root}${hex}/`]
    for (const spelling of [...spellings, `${root}${hex.toUpperCase()}/`]) {
      await replaced(api, plan, [])
      await replaced(api, plan, [spelling])
    }
    await replaced(api, plan, [link, link, ...spellings])
  },
)

writing(
  {
    id: 'groups.first-bad-link-decides',
    demand: 'one bad link refuses the whole list with its reason, the first of several',
    source: '§2.9',
  },
  async (api) => {
    const [good] = await groupsSeen(api, 1)
    const plan = await newPlan(api)
    done(api, await update(api, plan, { organization_groups: [good] }))
    const before = await shown(api, plan)
    const [nowhere, unknown, number] = badLinks()
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
        const exchange = await update(api, plan, { organization_groups: links })
        refused(api, exchange, { organization_groups: [first.error] })
        await unchanged(api, plan, before)
      }
    }
  },
)

writing(
  {
    id: 'groups.kept-by-others',
    demand: 'no other write changes the groups of a plan',
    source: '§2.9',
  },
  async (api) => {
    const links = await groupsSeen(api, 1)
    const plan = await newPlan(api)
    await replaced(api, plan, links)
    const before = await shown(api, plan)
    api.status(await api.patch(plan.path, { name: 'Patched' }), 200)
    api.status(await api.put(plan.path, { name: 'Put' }), 200)
    for (const kind of ['prices', 'quotas', 'discounts'])
      done(api, await api.post(`${plan.path}update_${kind}/`, { [kind]: {} }))
    done(api, await api.post(`${plan.path}archive/`))
    await changed(api, plan, before, { name: 'Put', archived: true })
  },
)

writing(
  {
    id: 'groups.absent-changes-nothing',
    demand: 'update_organization_groups may be sent nothing, and then changes nothing',
    source: '#/paths/~1api~1marketplace-plans~1{uuid}~1update_organization_groups~1/post',
  },
  async (api) => {
    const links = await groupsSeen(api, 1)
    const plan = await newPlan(api)
    await replaced(api, plan, links)
    const before = await shown(api, plan)
    for (const body of [{}, undefined]) {
      done(api, await update(api, plan, body))
      await unchanged(api, plan, before)
    }
  },
)

writing(
  {
    id: 'groups.empty-form-clears',
    demand: 'an empty form clears the groups of a plan',
    source: '§2.0',
  },
  async (api) => {
    const links = await groupsSeen(api, 1)
    const plan = await newPlan(api)
    await replaced(api, plan, links)
    const type = 'application/x-www-form-urlencoded'
    done(api, await api.post(`${plan.path}update_organization_groups/`, '', { type }))
    api.equal(uuidsOf(await shown(api, plan)), [], 'the groups of the plan')
  },
)

writing(
  {
    id: 'groups.delete',
    demand: 'delete_organization_groups clears the groups, twice too, whatever the body is',
    source: '§2.9',
  },
  async (api) => {
    const links = await groupsSeen(api, 1)
    const plan = await newPlan(api)
    const clear = `${plan.path}delete_organization_groups/`
    for (const [body, type] of unread) {
      await replaced(api, plan, links)
      const before = await shown(api, plan)
      for (const exchange of [
        await api.post(clear, body, { type }),
        await api.post(clear, body, { type }),
      ]) {
        done(api, exchange)
        api.equal(exchange.response.text, '', 'the body of the answer', exchange)
      }
      await changed(api, plan, before, { organization_groups: [] })
      await shownAlike(api, plan)
    }
  },
)

/** Bodies that an action which takes none must not even read (§1.4). */
const unread = [
  [undefined, 'application/json'],
  [{ organization_groups: ['nonsense'] }, 'application/json'],
  ['{"malformed', 'application/json'],
  ['text', 'text/plain'],
] as const

const badLinks = () =>
  [
    { link: `${session().settings.baseUrl}/nowhere/`, error: 'Invalid hyperlink - No URL match.' },
    {
      link: `/api/organization-groups/${nobodysUuid()}/`,
      error: 'Invalid hyperlink - Object does not exist.',
    },
    { link: 5, error: 'Incorrect type. Expected URL string, received int.' },
  ] as const

writing(
  {
    id: 'archive.once',
    demand: 'archive marks a plan as archived and changes nothing else; it is still shown',
    source: '§2.10',
  },
  async (api) => {
    for (const [body, type] of unread) {
      const plan = await newPlan(api, { max_amount: 1 })
      const before = await shown(api, plan)
      done(api, await api.post(`${plan.path}archive/`, body, { type }))
      const row = await changed(api, plan, before, { archived: true })
      api.equal(row['is_active'], true, 'is_active')
      await shownAlike(api, plan)
    }
  },
)

writing(
  {
    id: 'archive.twice',
    demand: 'an archived plan cannot be archived again, however it became archived',
    source: '§2.10',
  },
  async (api) => {
    const plan = await newPlan(api)
    done(api, await api.post(`${plan.path}archive/`))
    for (const archived of [plan, await newPlan(api, { archived: true })]) {
      const before = await shown(api, archived)
      for (const [body, type] of unread) {
        const exchange = await api.post(`${archived.path}archive/`, body, { type })
        refused(api, exchange, ['Plan is already archived.'])
      }
      await unchanged(api, archived, before)
    }
  },
)

writing(
  {
    id: 'archive.stays',
    demand: 'an archived plan stays archived whatever else is written to it',
    source: '§2.10',
  },
  async (api) => {
    const plan = await newPlan(api)
    const other = await newPlan(api)
    done(api, await api.post(`${plan.path}archive/`))
    const writes = [
      () => api.patch(plan.path, { name: 'Patched' }),
      () => api.patch(plan.path, {}),
      () => api.put(plan.path, { name: 'Put' }),
      () => api.post(`${plan.path}update_prices/`, { prices: {} }),
      () => api.post(`${plan.path}update_quotas/`, { quotas: {} }),
      () => api.post(`${plan.path}update_discounts/`, { discounts: {} }),
      () => update(api, plan, { organization_groups: [] }),
      () => api.post(`${plan.path}delete_organization_groups/`),
    ]
    for (const write of writes) {
      const exchange = await write()
      done(api, exchange)
      api.equal((await shown(api, plan))['archived'], true, 'archived', exchange)
    }
    api.equal((await shown(api, other))['archived'], false, 'archived of another plan')
    await shownAlike(api, plan)
  },
)
