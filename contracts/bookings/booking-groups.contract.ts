import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { allowing, chosen, customersOf, owned, plansShown } from '../access/audience.ts'
import { allRows, BOOKINGS, newPlan, nobodysUuid, PLANS } from '../harness/given.ts'
import { bookings, bookingsOrNone, hex, listOf, textOf } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import type { Role } from '../run/settings.ts'
import { done, writing } from '../plans/writing.ts'

/** A plan of ours, and the groups that it is restricted to. */
interface Restricted {
  readonly uuid: string
  readonly path: string
  readonly groups: readonly string[]
}

type GroupSets = readonly (readonly string[])[]

writing(
  {
    id: 'booking.restricted-plans',
    demand: 'groups of a plan decide at once who is shown it inside the offering',
    source: '§2.12',
    roles: ['staff', 'owner'],
  },
  async (api: Api) => {
    const path = await placeOfPlans(api)
    const plans = await restrictedPlans(api, await groupLinks(api))
    const every = plans.map(({ groups }) => groups)
    api.equal(await seenAt(api, plans, path, 'staff'), every, 'what staff sees')
    const nobodys = await seenAt(api, plans, allowing(path, nobodysUuid()), 'staff')
    api.equal(nobodys, [[]], 'what an unknown customer is allowed')
    const seen = await seenAt(api, plans, path, 'owner')
    api.equal(seen, withAny(every, singles(seen)), 'what the owner sees')
    const theirs = await allowedOfCustomers(api, plans, { path, seen })
    api.equal(without(theirs, singles(seen)), [], 'groups of own customers that are hidden')
    const isOpen = without(singles(every), singles(seen)).length === 0
    const foreign = without(singles(every), theirs)
    api.demand(!isOpen || foreign.length === 0, 'plans of foreign groups to be hidden', seen)
  },
)

/** Every group that some customer of the owner has; both parameters and roles narrow the plans. */
async function allowedOfCustomers(
  api: Api,
  plans: readonly Restricted[],
  { path, seen }: { path: string; seen: GroupSets },
): Promise<string[]> {
  const every = plans.map(({ groups }) => groups)
  const own = await customersOf(api, await bookings(api, 'owner'))
  const theirs = new Set<string>()
  for (const customer of new Set([...own, ...(await providers(api)).slice(0, 20)])) {
    const allowed = await seenAt(api, plans, allowing(path, customer), 'staff')
    api.equal(allowed, withAny(every, singles(allowed)), 'what a customer is allowed')
    const both = await seenAt(api, plans, allowing(path, customer), 'owner')
    const wanted = allowed.filter((set) => seen.includes(set))
    api.equal(both, wanted, 'what the owner sees with allowed_customer_uuid')
    if (own.includes(customer)) for (const group of singles(allowed)) theirs.add(group)
  }
  return [...theirs]
}

const providers = async (api: Api): Promise<(string | null)[]> => {
  const rows = await bookingsOrNone(api, 'staff')
  return [...new Set(rows.map((row) => hex(row['customer_uuid'])))]
}

/** The address whose plans are ours: the chosen offering, when the owner sees it. */
async function placeOfPlans(api: Api): Promise<string> {
  const offering = await owned(api)
  if (hex(offering['parent_uuid']) !== null)
    throw new Inapplicable('the chosen offering shows the plans of its parent')
  return `${BOOKINGS}${chosen()}/`
}

/** Links of the groups and parent groups that are visible, six at most. */
async function groupLinks(api: Api): Promise<string[]> {
  const rows = [...(await allRows(api, PLANS)), ...(await bookingsOrNone(api, 'staff'))]
  const groups = rows.flatMap((row) => listOf(row['organization_groups']))
  const links = groups.flatMap(({ url, parent }: Row) => [textOf(url), textOf(parent)])
  const known = new Map(links.filter(Boolean).map((link) => [hex(link), link]))
  if (known.size === 0) throw new Inapplicable('no organization group is visible')
  return [...known.values()].slice(0, 6)
}

/** One plan for all, one for each group, and one for all groups together. */
async function restrictedPlans(api: Api, links: readonly string[]): Promise<Restricted[]> {
  const sets = [[], ...links.map((link) => [link]), ...(links.length > 1 ? [links] : [])]
  const plans: Restricted[] = []
  for (const set of sets) {
    const { uuid, path } = await newPlan(api)
    const body = { organization_groups: set }
    done(api, await api.post(`${path}update_organization_groups/`, body))
    plans.push({ uuid, path, groups: set.map((link) => hex(link) ?? '') })
  }
  return plans
}

/** The group sets of those of our plans that are shown. */
async function seenAt(
  api: Api,
  plans: readonly Restricted[],
  path: string,
  role: Role,
): Promise<GroupSets> {
  const shown = (await plansShown(api, path, role)).map(({ uuid }) => hex(uuid))
  return plans.filter(({ uuid }) => shown.includes(uuid)).map(({ groups }) => groups)
}

/** The sets that whoever has these groups sees: open ones, and those that share one. */
const withAny = (every: GroupSets, groups: readonly string[]): GroupSets =>
  every.filter((set) => set.length === 0 || set.some((group) => groups.includes(group)))

/** Groups that are known to be the caller's: a plan for one of them alone is shown. */
const singles = (sets: GroupSets): string[] => sets.flatMap((set) => (set.length === 1 ? set : []))

const without = (groups: readonly string[], others: readonly string[]): string[] =>
  groups.filter((group) => !others.includes(group))

writing(
  {
    id: 'booking.nested-plan-life',
    demand: 'a plan is inside its offering from create to delete, archived or not',
    source: '§2.0 row 27',
    roles: ['staff', 'owner'],
  },
  async (api: Api) => {
    const path = await placeOfPlans(api)
    const [link = ''] = await groupLinks(api).catch(() => [])
    const plan = await newPlan(api, { name: 'Nested plan' })
    const one: Restricted = { ...plan, groups: [] }
    const shownTo = async (role: Role) => (await seenAt(api, [one], path, role)).length === 1
    for (const role of ['staff', 'owner'] as const)
      api.equal(await shownTo(role), true, `a new plan shown to ${role}`)
    done(api, await api.post(`${plan.path}archive/`))
    for (const role of ['staff', 'owner'] as const)
      api.equal(await shownTo(role), true, `an archived plan shown to ${role}`)
    const rows = await plansShown(api, path, 'owner')
    const row = rows.find(({ uuid }) => hex(uuid) === plan.uuid)
    api.equal([row?.['archived'], row?.['name']], [true, 'Nested plan'], 'archived and name')
    if (link) {
      const body = { organization_groups: [link] }
      done(api, await api.post(`${plan.path}update_organization_groups/`, body))
      done(api, await api.post(`${plan.path}delete_organization_groups/`))
      api.equal(await shownTo('owner'), true, 'a plan shown to the owner without its groups')
    }
    const deleted = await api.delete(plan.path, { role: 'staff' })
    if (deleted.response.status >= 300) return
    for (const role of ['staff', 'owner'] as const)
      api.equal(await shownTo(role), false, `a deleted plan shown to ${role}`)
  },
)

writing(
  {
    id: 'booking.owner-finds-own',
    demand: 'who may change the plans of an offering as its owner finds and lists the offering',
    source: '§2.1',
    roles: ['staff', 'owner'],
  },
  async (api: Api) => {
    const row = (await bookings(api, 'staff')).find(({ uuid }) => hex(uuid) === chosen())
    if (!row) throw new Inapplicable('the chosen offering is no booking offering')
    const plan = await newPlan(api)
    const changed = await api.patch(plan.path, {}, { role: 'owner' })
    if (changed.response.status !== 200) throw new Inapplicable('the owner does not own it')
    api.status(await api.get(`${BOOKINGS}${chosen()}/`, { role: 'owner' }), 200)
    const listed = (await bookingsOrNone(api, 'owner')).map(({ uuid }) => hex(uuid))
    api.demand(listed.includes(chosen()), 'the offering in the list of its owner', listed)
  },
)
