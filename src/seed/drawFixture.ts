import type { Fixture, SparseRows } from './rows/tables.ts'
import { AS_OF, makeRowUuid } from './scenarios/market.ts'
import type { Market } from './scenarios/market.ts'
import { makeMedia, drawOffering } from './rows/offeringRow.ts'
import {
  makeCategories,
  makeChecklists,
  drawCustomers,
  makeGroups,
  drawProjects,
  makeProjectUuid,
  makeStrangerUuid,
} from './rows/organisations.ts'
import { makeOrder } from './rows/orders.ts'
import { makePersonas, PERSONAS } from './rows/personas.ts'
import { drawPlan, drawSeller } from './rows/planRow.ts'
import type { Seller } from './rows/planRow.ts'
import { drawCalendar, drawPurchases } from './rows/purchase.ts'

/** A marketplace drawn from a seed. Large tables are drawn while they are written. */
export const drawFixture = (market: Market): Fixture => ({
  as_of: AS_OF,
  users: drawUsers(market),
  customers: drawCustomers(market),
  projects: drawProjects(market),
  categories: makeCategories(market),
  organization_groups: makeGroups(market),
  checklists: makeChecklists(market),
  media: drawForEachOffering(market, makeMedia),
  offerings: drawForEachOffering(market, (_, place) => [drawOffering(market, place)]),
  plans: drawPlans(market),
  resources: drawResources(market),
  calendars: drawForEachOffering(market, drawCalendar),
  orders: drawOrders(market),
})

/** The people of the demo, with the same tokens and rights. */
function drawUsers(market: Market): SparseRows['users'][] {
  const provider = (place: number) => makeRowUuid(market, 'provider', place)
  const offering = (place: number) => makeRowUuid(market, 'offering', place)
  return makePersonas({
    own: [provider(0), provider(1)],
    secondOwn: [provider(2)],
    stranger: [makeStrangerUuid(market)],
    project: [makeProjectUuid(market, 0)],
    offering: [offering(0)],
    consents: [[offering(0)], [offering(0)], [offering(0)]],
  })
}

function* drawForEachOffering<Row>(
  market: Market,
  rowsAt: (market: Market, place: number) => readonly Row[],
): Generator<Row> {
  for (let place = 0; place < market.offerings; place++) yield* rowsAt(market, place)
}

function* drawPlans(market: Market): Generator<SparseRows['plans']> {
  const sellers: Seller[] = []
  for (const [place, slot] of listSlots(market)) {
    const seller = (sellers[place] ??= drawSeller(market, place))
    yield drawPlan(market, seller, slot)
  }
}

function* drawResources(market: Market): Generator<SparseRows['resources']> {
  for (const [place, slot] of listSlots(market)) yield* drawPurchases(market, place, slot)
}

/** What waits for the provider's answer waits with its order; what is too late for one has none. */
function* drawOrders(market: Market): Generator<SparseRows['orders']> {
  const soonest = Date.parse(AS_OF) + 8 * 86_400_000
  for (const resource of drawResources(market)) {
    const [first] = resource.schedules ?? []
    const isInTime = first && Date.parse(first.start) > soonest
    if (resource.state === 'Creating' && isInTime) yield makeOrder(resource, PERSONAS.staff)
  }
}

/** Every offering gets its first plan before any gets a second. */
function* listSlots({
  plans,
  offerings,
}: Market): Generator<readonly [offering: number, slot: number]> {
  for (let count = 0; count < plans; count++)
    yield [count % offerings, Math.floor(count / offerings)]
}
