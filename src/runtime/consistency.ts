import type { Schedule } from '../domain/state.ts'
import type { Draft, DraftOffering, DraftPlan } from './draft.ts'
import { Misfit, shown } from './misfit.ts'
import type { Key } from './misfit.ts'
import { nearest } from './nearest.ts'

type Index = ReadonlyMap<string, DraftOffering>

/** Refuses rows that fit one by one but not together. Links are known to lead somewhere. */
export function assertConsistent(draft: Draft): void {
  const offerings: Index = new Map(draft.offerings.map((row) => [row.uuid, row]))
  for (const [index, row] of draft.offerings.entries()) assertOffering(row, ['offerings', index])
  assertNoCircle(draft, 'offerings')
  assertNoCircle(draft, 'organization_groups')
  for (const [index, plan] of draft.plans.entries())
    assertPlan(plan, componentsFor(plan, offerings), ['plans', index])
  assertResources(draft, offerings)
}

/** A child offering is sold in the components of its parent (§2.12). */
export function componentsFor(plan: DraftPlan, offerings: Index): DraftOffering['components'] {
  const offering = offerings.get(plan.offering)
  const parent = offering?.parent ? offerings.get(offering.parent) : undefined
  return (parent ?? offering)?.components ?? []
}

function assertOffering(offering: DraftOffering, at: readonly Key[]): void {
  assertSchedules(offering.attributes.schedules ?? [], [...at, 'attributes', 'schedules'])
  assertTypesDiffer(offering.components, [...at, 'components'])
  const uuids = new Set(offering.components.map((component) => component.uuid))
  for (const [index, { overage_component: uuid }] of offering.components.entries())
    if (uuid && !uuids.has(uuid)) {
      const where = [...at, 'components', index, 'overage_component']
      const what = 'is the uuid of no component of this offering'
      throw new Misfit(where, what, 'write the uuid of another component of it, or null')
    }
}

function assertPlan(
  plan: DraftPlan,
  offered: DraftOffering['components'],
  at: readonly Key[],
): void {
  if (!plan.components) return
  assertTypesDiffer(plan.components, [...at, 'components'])
  for (const [index, component] of plan.components.entries()) {
    if (!offered.some(({ type }) => type === component.type)) {
      const types = offered.map(({ type }) => type)
      throw stranger([...at, 'components', index, 'type'], component.type, types)
    }
    if ((component.discount_threshold === null) !== (component.discount_rate === null)) {
      const what = 'has one of discount_threshold and discount_rate'
      throw new Misfit([...at, 'components', index], what, 'add the other, or remove both')
    }
  }
}

function stranger(at: readonly Key[], type: string, types: readonly string[]): Misfit {
  const guess = nearest(type, types)
  const cure = guess ? `write ${shown(guess)}` : 'write one of these or add it to the offering'
  const has = types.length > 0 ? types.slice(0, 20).join(', ') : 'no components'
  return new Misfit(at, `must be a component of the offering (${has}), not ${shown(type)}`, cure)
}

function assertTypesDiffer(components: readonly { type: string }[], at: readonly Key[]): void {
  const types = new Set<string>()
  for (const [index, { type }] of components.entries()) {
    if (types.has(type))
      throw new Misfit([...at, index, 'type'], `is there twice: ${shown(type)}`, 'remove one')
    types.add(type)
  }
}

function assertResources(draft: Draft, offerings: Index): void {
  const plans = new Map(draft.plans.map((plan) => [plan.uuid, plan]))
  for (const [index, { offering, plan, schedules = [] }] of draft.resources.entries()) {
    const at = ['resources', index]
    assertSchedules(schedules, [...at, 'schedules'])
    const seller = plans.get(plan)?.offering
    if (!offering || offering === seller || offerings.get(offering)?.parent === seller) continue
    const what = 'is not the offering of the plan'
    throw new Misfit([...at, 'offering'], what, `write ${seller}, or remove the key`)
  }
}

function assertSchedules(schedules: readonly Schedule[], at: readonly Key[]): void {
  for (const [index, { start, end }] of schedules.entries())
    if (Date.parse(start) >= Date.parse(end))
      throw new Misfit([...at, index, 'end'], 'must be later than start', 'write a later time')
}

/** Follows every chain of parents to its end once; `done` are the rows whose chain is known to end. */
function assertNoCircle(draft: Draft, table: 'offerings' | 'organization_groups'): void {
  const rows: readonly { uuid: string; parent: string | null }[] = draft[table]
  const parents = new Map(rows.map(({ uuid, parent }) => [uuid, parent]))
  const done = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const chain = new Set<string>()
    let uuid: string | null = row.uuid
    while (uuid && !done.has(uuid)) {
      if (chain.has(uuid)) {
        const what = 'leads back to the row itself'
        throw new Misfit([table, index, 'parent'], what, 'write another parent or null')
      }
      chain.add(uuid)
      uuid = parents.get(uuid) ?? null
    }
    for (const seen of chain) done.add(seen)
  }
}
