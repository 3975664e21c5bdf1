import {
  addAllowedCustomer,
  getChosenUuid,
  listCustomers,
  readNestedPlans,
  readOwnedOffering,
} from '../access/readNestedPlans.ts'
import type { Api } from '../harness/api.ts'
import {
  BOOKINGS,
  createPlan,
  inventUuid,
  PLANS,
  readAllRows,
} from '../harness/ownPlans/createPlan.ts'
import { readBookings, readBookingsOrNone, toHex, toRows, toText } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSuccess, planContract } from '../plans/planContract.ts'

/** A plan of ours, and the groups that it is restricted to. */
interface RestrictedPlan {
  readonly uuid: string
  readonly path: string
  readonly groups: readonly string[]
}

type GroupSets = readonly (readonly string[])[]

planContract(
  {
    id: 'booking.restricted-plans',
    demand: 'groups of a plan decide at once who is shown it inside the offering',
    source: '§2.12',
    roles: ['staff', 'owner'],
  },
  async (api: Api) => {
    const path = await findOfferingPath(api)
    const plans = await createRestrictedPlans(api, await readGroupLinks(api))
    const every = plans.map(({ groups }) => groups)
    api.demandEqual(await readGroupSets(api, plans, path, 'staff'), every, 'what staff sees')
    const seen = await readGroupSets(api, plans, path, 'owner')
    api.demandEqual(seen, selectSets(every, listSingles(seen)), 'what the owner sees')
    const theirs = await readAllowedGroups(api, plans, { path, seen })
    api.demandEqual(
      exclude(theirs, listSingles(seen)),
      [],
      'groups of own customers that are hidden',
    )
    const isOpen = exclude(listSingles(every), listSingles(seen)).length === 0
    const others = exclude(listSingles(every), theirs)
    api.demand(!isOpen || others.length === 0, 'plans of the groups of others to be hidden', seen)
    // Last, since servers fail at it (§2.12), and all else is to be held before.
    const nobodys = await readGroupSets(api, plans, addAllowedCustomer(path, inventUuid()), 'owner')
    api.demandEqual(nobodys, [[]], 'what the owner sees for an unknown customer')
  },
)

/** Every group that some customer of the owner has; both parameters and roles narrow the plans. */
async function readAllowedGroups(
  api: Api,
  plans: readonly RestrictedPlan[],
  { path, seen }: { path: string; seen: GroupSets },
): Promise<string[]> {
  const own = await listCustomers(api, await readBookings(api, 'owner'))
  const theirs = new Set<string>()
  for (const customer of new Set([...own, ...(await readProviders(api)).slice(0, 20)])) {
    // Staff is not narrowed (§2.12), so the owner asks.
    const allowed = await readGroupSets(api, plans, addAllowedCustomer(path, customer), 'owner')
    const wanted = allowed.filter((set) => seen.includes(set))
    api.demandEqual(allowed, wanted, 'what the owner sees with allowed_customer_uuid')
    if (own.includes(customer)) for (const group of listSingles(allowed)) theirs.add(group)
  }
  return [...theirs]
}

const readProviders = async (api: Api): Promise<(string | null)[]> => {
  const rows = await readBookingsOrNone(api, 'staff')
  return [...new Set(rows.map((row) => toHex(row['customer_uuid'])))]
}

/** The address whose plans are ours: the chosen offering, when the owner sees it. */
async function findOfferingPath(api: Api): Promise<string> {
  const offering = await readOwnedOffering(api)
  if (toHex(offering['parent_uuid']) !== null)
    throw new Inapplicable('the chosen offering shows the plans of its parent')
  return `${BOOKINGS}${getChosenUuid()}/`
}

/** Links of the groups and parent groups that are visible, six at most. */
async function readGroupLinks(api: Api): Promise<string[]> {
  const rows = [...(await readAllRows(api, PLANS)), ...(await readBookingsOrNone(api, 'staff'))]
  const groups = rows.flatMap((row) => toRows(row['organization_groups']))
  const links = groups.flatMap(({ url, parent }: Row) => [toText(url), toText(parent)])
  const known = new Map(links.filter(Boolean).map((link) => [toHex(link), link]))
  if (known.size === 0) throw new Inapplicable('no organization group is visible')
  return [...known.values()].slice(0, 6)
}

/** One plan for all, one for each group, and one for all groups together. */
async function createRestrictedPlans(
  api: Api,
  links: readonly string[],
): Promise<RestrictedPlan[]> {
  const sets = [[], ...links.map((link) => [link]), ...(links.length > 1 ? [links] : [])]
  const plans: RestrictedPlan[] = []
  for (const set of sets) {
    const { uuid, path } = await createPlan(api)
    const body = { organization_groups: set }
    demandSuccess(api, await api.post(`${path}update_organization_groups/`, body))
    plans.push({ uuid, path, groups: set.map((link) => toHex(link) ?? '') })
  }
  return plans
}

/** The group sets of those of our plans that are shown. */
async function readGroupSets(
  api: Api,
  plans: readonly RestrictedPlan[],
  path: string,
  role: Role,
): Promise<GroupSets> {
  const shown = (await readNestedPlans(api, path, role)).map(({ uuid }) => toHex(uuid))
  return plans.filter(({ uuid }) => shown.includes(uuid)).map(({ groups }) => groups)
}

/** The sets that whoever has these groups sees: open ones, and those that share one. */
const selectSets = (every: GroupSets, groups: readonly string[]): GroupSets =>
  every.filter((set) => set.length === 0 || set.some((group) => groups.includes(group)))

/** Groups that are known to be the caller's: a plan for one of them alone is shown. */
const listSingles = (sets: GroupSets): string[] =>
  sets.flatMap((set) => (set.length === 1 ? set : []))

const exclude = (groups: readonly string[], others: readonly string[]): string[] =>
  groups.filter((group) => !others.includes(group))

planContract(
  {
    id: 'booking.nested-plan-life',
    demand: 'a plan is inside its offering from create to delete, archived or not',
    source: '§2.0 row 27',
    roles: ['staff', 'owner'],
  },
  async (api: Api) => {
    const path = await findOfferingPath(api)
    const [link = ''] = await readGroupLinks(api).catch(() => [])
    const plan = await createPlan(api, { name: 'Nested plan' })
    const one: RestrictedPlan = { ...plan, groups: [] }
    const isShownTo = async (role: Role) =>
      (await readGroupSets(api, [one], path, role)).length === 1
    for (const role of ['staff', 'owner'] as const)
      api.demandEqual(await isShownTo(role), true, `a new plan shown to ${role}`)
    demandSuccess(api, await api.post(`${plan.path}archive/`))
    for (const role of ['staff', 'owner'] as const)
      api.demandEqual(await isShownTo(role), true, `an archived plan shown to ${role}`)
    const rows = await readNestedPlans(api, path, 'owner')
    const row = rows.find(({ uuid }) => toHex(uuid) === plan.uuid)
    api.demandEqual([row?.['archived'], row?.['name']], [true, 'Nested plan'], 'archived and name')
    if (link) {
      const body = { organization_groups: [link] }
      demandSuccess(api, await api.post(`${plan.path}update_organization_groups/`, body))
      demandSuccess(api, await api.post(`${plan.path}delete_organization_groups/`))
      api.demandEqual(
        await isShownTo('owner'),
        true,
        'a plan shown to the owner without its groups',
      )
    }
    const deleted = await api.delete(plan.path, { role: 'staff' })
    if (deleted.response.status >= 300) return
    for (const role of ['staff', 'owner'] as const)
      api.demandEqual(await isShownTo(role), false, `a deleted plan shown to ${role}`)
  },
)

planContract(
  {
    id: 'booking.owner-finds-own',
    demand: 'who may change the plans of an offering as its owner finds and lists the offering',
    source: '§2.1',
    roles: ['staff', 'owner'],
  },
  async (api: Api) => {
    const row = (await readBookings(api, 'staff')).find(
      ({ uuid }) => toHex(uuid) === getChosenUuid(),
    )
    if (!row) throw new Inapplicable('the chosen offering is no booking offering')
    const plan = await createPlan(api)
    const changed = await api.patch(plan.path, {}, { role: 'owner' })
    if (changed.response.status !== 200) throw new Inapplicable('the owner does not own it')
    api.demandStatus(await api.get(`${BOOKINGS}${getChosenUuid()}/`, { role: 'owner' }), 200)
    const listed = (await readBookingsOrNone(api, 'owner')).map(({ uuid }) => toHex(uuid))
    api.demand(listed.includes(getChosenUuid()), 'the offering in the list of its owner', listed)
  },
)
