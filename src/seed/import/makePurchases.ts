import { readUuid } from '../../domain/uuid.ts'
import { makeUuid } from '../random.ts'
import { readNumber, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { SparseRows } from '../rows/tables.ts'
import type { Collection } from './collect.ts'
import { listBookings } from './feed.ts'
import type { FeedEvent } from './feed.ts'
import { findUuid } from './reader.ts'

type Resource = SparseRows['resources']

/** Invented buyers: lists show how many there are, and never who. */
export interface Purchases {
  readonly customers: SparseRows['customers'][]
  readonly projects: SparseRows['projects'][]
  readonly resources: Resource[]
}

/** As many resources as plans count, bought by as many customers as offerings count. */
export function makePurchases(collection: Collection, plans: readonly Json[]): Purchases {
  const usage = new Map(
    collection.usage.map((row) => [findUuid(row['plan_uuid']), readNumber(row['usage'])] as const),
  )
  const counters = new Map<string, Counter>()
  const resources = plans.flatMap((plan) => {
    const uuid = findUuid(plan['offering']) ?? ''
    const offering = collection.offerings.get(uuid)
    const counter = counters.get(uuid) ?? createCounter(collection, uuid)
    counters.set(uuid, counter)
    return makeResources(plan, counter, usage.get(findUuid(plan['uuid'])) ?? readUsage(offering))
  })
  const buyers =
    resources.length === 0 ? 0 : 1 + resources.reduce((most, { buyer }) => Math.max(most, buyer), 0)
  const all = Array.from({ length: buyers }, (_, place) => place)
  return {
    customers: all.map(makeCustomer),
    projects: all.map(makeProject),
    resources: resources.map(({ row }) => row),
  }
}

/** What is still to be told of an offering: its buyers, and the bookings that its calendar shows. */
interface Counter {
  live: number
  readonly buyers: number
  readonly booked: [string, FeedEvent[]][]
}

const createCounter = ({ offerings, feeds }: Collection, uuid: string): Counter => ({
  live: 0,
  buyers: countBuyers(offerings.get(uuid)),
  booked: [...listBookings(feeds.get(uuid) ?? [], uuid)],
})

/** Those in use come first; the last buyer has bought what the others have not. */
function makeResources(plan: Json, counter: Counter, usage: number | null) {
  const { total, used } = countPurchases(plan, usage)
  return Array.from({ length: total }, (_, place) => {
    const isLive = place < used
    const buyer = isLive ? Math.min(counter.live++, counter.buyers - 1) : 0
    const booking = isLive ? counter.booked.shift() : undefined
    return {
      buyer,
      row: { ...makeResource(plan, { place, isLive, buyer }), ...makeBookedTime(booking) },
    }
  })
}

const countBuyers = (offering: Json | undefined): number =>
  Math.max(1, readNumber(offering?.['total_customers']) ?? 1)

/** An offering without customers has no plan in use. */
const readUsage = (offering: Json | undefined): number | null =>
  offering?.['total_customers'] === 0 ? 0 : null

/** Statistics leave out what is not billed: then a capped plan tells whether it is used up. */
function countPurchases(plan: Json, usage: number | null): { total: number; used: number } {
  const total = readNumber(plan['resources_count']) ?? usage ?? 0
  if (usage !== null) return { total: Math.max(total, usage), used: usage }
  const cap = readNumber(plan['max_amount'])
  if (cap === null) return { total, used: total }
  return { total, used: plan['is_active'] === false ? total : Math.min(total, cap - 1) }
}

function makeResource(
  plan: Json,
  { place, isLive, buyer }: { place: number; isLive: boolean; buyer: number },
): Resource {
  const uuid = readUuid(readText(plan['uuid'])) ?? ''
  return {
    uuid: makeUuid('imported resource', uuid, place),
    name: `Resource ${place + 1}`,
    plan: uuid,
    project: makeProject(buyer).uuid,
    ...(!isLive && { state: 'Terminated' as const }),
  }
}

/** A resource that the shared calendar shows keeps its uuid and its slots. */
function makeBookedTime(
  booking: readonly [string, readonly FeedEvent[]] | undefined,
): Partial<Resource> {
  if (!booking) return {}
  const [uuid, events] = booking
  return {
    uuid,
    name: events[0]?.title || `Booking ${uuid.slice(0, 8)}`,
    ...(events.some(({ isRequest }) => isRequest) && { state: 'Creating' as const }),
    schedules: events.map(({ start, end, title }) => ({ start, end, title })),
  }
}

const makeCustomer = (place: number): SparseRows['customers'] => ({
  uuid: makeUuid('imported buyer', place),
  name: `Buyer ${place + 1}`,
})

const makeProject = (place: number): SparseRows['projects'] => ({
  uuid: makeUuid('imported project', place),
  name: `Project of buyer ${place + 1}`,
  customer: makeCustomer(place).uuid,
})
