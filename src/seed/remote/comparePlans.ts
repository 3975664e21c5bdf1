import type { Ledger } from './ledger.ts'
import type { ServerPlan } from './serverPlan.ts'
import type { TargetOffering } from './targetOffering.ts'
import { listHindrances, listSteps } from './listSteps.ts'
import type { Operation, Step } from './listSteps.ts'
import { listWantedPlans } from './wantedPlan.ts'
import type { SeedOrder, WantedPlan } from './wantedPlan.ts'

/** A wish beside what the server has of it. */
export interface Comparison {
  readonly wanted: WantedPlan
  /** What the plan says, or is to say, in its identity field. */
  readonly tag: string
  readonly plan: ServerPlan | null
  readonly steps: readonly Step[]
  readonly notes: readonly string[]
}

export type Action = 'create' | 'change' | 'keep' | 'leave'

export const chooseAction = ({ plan, steps, notes }: Comparison): Action =>
  !plan ? 'create' : steps.length > 0 ? 'change' : notes.length > 0 ? 'leave' : 'keep'

export interface Compared {
  readonly offering: TargetOffering
  readonly order: SeedOrder
  readonly ledger: Ledger
  /** What the server can't be asked for: it is no difference. */
  readonly lacking: ReadonlySet<Operation>
}

/** Every wish, and how it stands. A plan that this ledger did not make is left as it is. */
export function comparePlans({ offering, order, ledger, lacking }: Compared): Comparison[] {
  const byTag = new Map(offering.plans.map((plan) => [plan[order.identity], plan]))
  return listWantedPlans(offering, order).map((wanted) => {
    const tag = findLivingTag(wanted.tag, ledger)
    const plan = byTag.get(tag) ?? null
    if (!plan) return { wanted, tag, plan, steps: [], notes: [] }
    const isOurs = isMadeBy(ledger, tag, plan.uuid)
    const steps = listSteps(wanted, plan).filter(({ operation }) => !lacking.has(operation))
    if (isOurs) return { wanted, tag, plan, steps, notes: listHindrances(wanted, plan) }
    const notes = steps.length > 0 ? ['made by another run, and different'] : []
    return { wanted, tag, plan, steps: [], notes }
  })
}

const isMadeBy = (ledger: Ledger, tag: string, uuid: string): boolean =>
  ledger.unsure().has(tag) || ledger.has(uuid)

/** What was archived instead of deleted keeps its tag: the next plan in its place has another. */
function findLivingTag(tag: string, ledger: Ledger): string {
  const lives = ledger.archivedTimes(tag)
  return lives === 0 ? tag : `${tag}.${lives + 1}`
}
