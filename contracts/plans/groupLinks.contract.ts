import { createPlan, inventUuid } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { findUuid } from '../harness/transport/guard.ts'
import {
  demandRefusal,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from './planContract.ts'
import { demandReplaced, readGroupLinks, updateGroups } from './updateGroups.ts'

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
