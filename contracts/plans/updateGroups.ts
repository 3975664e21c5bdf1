import type { Api } from '../harness/api.ts'
import { BOOKINGS, PLANS } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandShownAlike, demandSuccess, readPlan } from './planContract.ts'
import type { Row } from './planContract.ts'

export const updateGroups = (api: Api, { path }: NewPlan, body: unknown) =>
  api.post(`${path}update_organization_groups/`, body)

/** Bodies that an action which takes none must not even read (§1.4). */
export const unreadBodies = [
  [undefined, 'application/json'],
  [{ organization_groups: ['nonsense'] }, 'application/json'],
  ['{"malformed', 'application/json'],
  ['text', 'text/plain'],
] as const

/** Links of the organization groups that plans and offerings show, parents too; at least `most`. */
export async function readGroupLinks(
  api: Api,
  most: number,
): Promise<readonly [string, ...string[]]> {
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

export const readGroupUuids = (row: Row): (string | null)[] =>
  (row['organization_groups'] as Row[]).map(({ uuid }) => findUuid(String(uuid))).sort()

export async function demandReplaced(
  api: Api,
  plan: NewPlan,
  links: readonly string[],
): Promise<void> {
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
