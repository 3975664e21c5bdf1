import { hexOf } from '../../domain/uuid.ts'
import { uuidFrom } from '../dice.ts'
import { numberIn, textIn } from '../remote/reading.ts'
import type { Json } from '../remote/reading.ts'
import type { SparseRows } from '../tables.ts'
import type { Collection } from './collect.ts'
import { uuidIn } from './reader.ts'

type Resource = SparseRows['resources']

/** Invented buyers: lists show how many there are, and never who. */
export interface Purchases {
  readonly customers: SparseRows['customers'][]
  readonly projects: SparseRows['projects'][]
  readonly resources: Resource[]
}

/** As many resources as plans count, bought by as many customers as offerings count. */
export function purchasesFrom(collection: Collection, plans: readonly Json[]): Purchases {
  const usage = new Map(
    collection.usage.map((row) => [uuidIn(row['plan_uuid']), numberIn(row['usage'])] as const),
  )
  const resources: Resource[] = []
  const live = new Map<string, number>()
  let buyers = 0
  for (const plan of plans) {
    const offering = uuidIn(plan['offering']) ?? ''
    const wanted = buyersOf(collection.offerings.get(offering))
    const known = usage.get(uuidIn(plan['uuid'])) ?? usageIn(collection.offerings.get(offering))
    const { total, used } = countsOf(plan, known)
    for (let place = 0; place < total; place++) {
      const isLive = place < used
      const before = live.get(offering) ?? 0
      const buyer = isLive ? Math.min(before, wanted - 1) : 0
      if (isLive) live.set(offering, before + 1)
      buyers = Math.max(buyers, buyer + 1)
      resources.push(resource(plan, { place, isLive, buyer }))
    }
  }
  const all = Array.from({ length: buyers }, (_, place) => place)
  return { customers: all.map(customer), projects: all.map(project), resources }
}

const buyersOf = (offering: Json | undefined): number =>
  Math.max(1, numberIn(offering?.['total_customers']) ?? 1)

/** An offering without customers has no plan in use. */
const usageIn = (offering: Json | undefined): number | null =>
  offering?.['total_customers'] === 0 ? 0 : null

/** Statistics leave out what is not billed: then a capped plan tells whether it is used up. */
function countsOf(plan: Json, usage: number | null): { total: number; used: number } {
  const total = numberIn(plan['resources_count']) ?? usage ?? 0
  if (usage !== null) return { total: Math.max(total, usage), used: usage }
  const cap = numberIn(plan['max_amount'])
  if (cap === null) return { total, used: total }
  return { total, used: plan['is_active'] === false ? total : Math.min(total, cap - 1) }
}

function resource(
  plan: Json,
  { place, isLive, buyer }: { place: number; isLive: boolean; buyer: number },
): Resource {
  const uuid = hexOf(textIn(plan['uuid'])) ?? ''
  return {
    uuid: uuidFrom('imported resource', uuid, place),
    name: `Resource ${place + 1}`,
    plan: uuid,
    project: project(buyer).uuid,
    ...(!isLive && { state: 'Terminated' as const }),
  }
}

const customer = (place: number): SparseRows['customers'] => ({
  uuid: uuidFrom('imported buyer', place),
  name: `Buyer ${place + 1}`,
})

const project = (place: number): SparseRows['projects'] => ({
  uuid: uuidFrom('imported project', place),
  name: `Project of buyer ${place + 1}`,
  customer: customer(place).uuid,
})
