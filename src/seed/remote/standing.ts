import type { Ledger } from './ledger.ts'
import type { ShownPlan } from './plan.ts'
import type { Shop } from './shop.ts'
import { hindrances, stepsFor } from './difference.ts'
import type { Step } from './difference.ts'
import { wishesFor } from './wish.ts'
import type { Order, Wish } from './wish.ts'

/** A wish beside what the server has of it. */
export interface Standing {
  readonly wish: Wish
  /** What the plan says, or is to say, in its identity field. */
  readonly tag: string
  readonly plan: ShownPlan | null
  readonly steps: readonly Step[]
  readonly notes: readonly string[]
}

export type Verdict = 'create' | 'change' | 'keep' | 'leave'

export const verdictOf = ({ plan, steps, notes }: Standing): Verdict =>
  !plan ? 'create' : steps.length > 0 ? 'change' : notes.length > 0 ? 'leave' : 'keep'

/** Every wish, and how it stands. A plan that this ledger did not make is left as it is. */
export function standings(shop: Shop, order: Order, ledger: Ledger): Standing[] {
  const byTag = new Map(shop.plans.map((plan) => [plan[order.identity], plan]))
  return wishesFor(shop, order).map((wish) => {
    const tag = livingTag(wish.tag, ledger)
    const plan = byTag.get(tag) ?? null
    if (!plan) return { wish, tag, plan, steps: [], notes: [] }
    const isOurs = isMadeBy(ledger, tag, plan.uuid)
    const steps = stepsFor(wish, plan)
    if (isOurs) return { wish, tag, plan, steps, notes: hindrances(wish, plan) }
    const notes = steps.length > 0 ? ['made by another run, and different'] : []
    return { wish, tag, plan, steps: [], notes }
  })
}

const isMadeBy = (ledger: Ledger, tag: string, uuid: string): boolean =>
  ledger.unsure().has(tag) || ledger.has(uuid)

/** What was archived instead of deleted keeps its tag: the next plan in its place has another. */
function livingTag(tag: string, ledger: Ledger): string {
  const lives = ledger.archivedTimes(tag)
  return lives === 0 ? tag : `${tag}.${lives + 1}`
}
