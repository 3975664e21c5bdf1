import type { Fixture, SparseRows } from './rows/tables.ts'
import { AS_OF, rowUuid } from './scenarios/market.ts'
import type { Market } from './scenarios/market.ts'
import { mediaOf, offeringRow } from './rows/offeringRow.ts'
import {
  categories,
  checklists,
  customers,
  groups,
  projects,
  projectUuid,
  strangerUuid,
} from './rows/organisations.ts'
import { personas } from './rows/personas.ts'
import { planRow, sellerAt } from './rows/planRow.ts'
import type { Seller } from './rows/planRow.ts'
import { calendarOf, purchases } from './rows/purchase.ts'

/** A marketplace drawn from a seed. Large tables are drawn while they are written. */
export const drawn = (market: Market): Fixture => ({
  as_of: AS_OF,
  users: users(market),
  customers: customers(market),
  projects: projects(market),
  categories: categories(market),
  organization_groups: groups(market),
  checklists: checklists(market),
  media: eachOffering(market, mediaOf),
  offerings: eachOffering(market, (_, place) => [offeringRow(market, place)]),
  plans: plans(market),
  resources: resources(market),
  calendars: eachOffering(market, calendarOf),
})

/** The people of the demo, with the same tokens and rights. */
function users(market: Market): SparseRows['users'][] {
  const provider = (place: number) => rowUuid(market, 'provider', place)
  const offering = (place: number) => rowUuid(market, 'offering', place)
  return personas({
    own: [provider(0), provider(1)],
    secondOwn: [provider(2)],
    stranger: [strangerUuid(market)],
    project: [projectUuid(market, 0)],
    offering: [offering(0)],
    consents: [[offering(0)], [offering(0)], [offering(0)]],
  })
}

function* eachOffering<Row>(
  market: Market,
  rowsAt: (market: Market, place: number) => readonly Row[],
): Generator<Row> {
  for (let place = 0; place < market.offerings; place++) yield* rowsAt(market, place)
}

function* plans(market: Market): Generator<SparseRows['plans']> {
  const sellers: Seller[] = []
  for (const [place, slot] of slots(market)) {
    const seller = (sellers[place] ??= sellerAt(market, place))
    yield planRow(market, seller, slot)
  }
}

function* resources(market: Market): Generator<SparseRows['resources']> {
  for (const [place, slot] of slots(market)) yield* purchases(market, place, slot)
}

/** Every offering gets its first plan before any gets a second. */
function* slots({
  plans,
  offerings,
}: Market): Generator<readonly [offering: number, slot: number]> {
  for (let count = 0; count < plans; count++)
    yield [count % offerings, Math.floor(count / offerings)]
}
