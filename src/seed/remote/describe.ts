import type { Applied } from './applyOrder.ts'
import type { Operation } from './listSteps.ts'
import type { SeedOverview, SeedStatus } from './seedRun.ts'
import { chooseAction } from './comparePlans.ts'
import type { Comparison, Action } from './comparePlans.ts'
import type { Removed } from './undoMade.ts'

const SIGNS: Readonly<Record<Action, string>> = { create: '+', change: '~', keep: '=', leave: '!' }

/** What apply would do, one line a plan, as terraform says it. */
export function describePlan({ offering, all, lacking }: SeedOverview): string {
  const counts = countActions(all)
  return [
    `${offering}:`,
    ...all.flatMap(describeComparison),
    '',
    `${counts.create} to create, ${counts.change} to change, ${counts.keep} to keep${describeLeft(counts.leave)}. Nothing was sent but GET.`,
    ...describeLacking(lacking),
  ].join('\n')
}

function describeComparison(comparison: Comparison): string[] {
  const { wanted, tag, steps, notes } = comparison
  const action = chooseAction(comparison)
  const terms = action === 'create' ? `  ${wanted.fields.unit}: ${describePrices(comparison)}` : ''
  const head = `  ${SIGNS[action]} ${action.padEnd(7)}${tag.padEnd(12)} ${wanted.fields.name}${terms}`
  return [head, ...[...steps.map(({ says }) => says), ...notes].map((text) => `        ${text}`)]
}

const describePrices = ({ wanted }: Comparison): string =>
  Object.entries(wanted.prices)
    .map(([type, price]) => `${type} ${price}`)
    .join(', ')

function countActions(all: readonly Comparison[]): Record<Action, number> {
  const counts = { create: 0, change: 0, keep: 0, leave: 0 }
  for (const comparison of all) counts[chooseAction(comparison)]++
  return counts
}

const describeLeft = (left: number): string => (left > 0 ? `, ${left} to leave as they are` : '')

export const describeApply = ({ made, changed, kept, left, lacking }: Applied): string =>
  [
    `${made} plans made, ${changed} changed, ${kept} kept${left > 0 ? `, ${left} left as they are` : ''}.`,
    ...describeLacking(lacking),
  ].join(' ')

const describeLacking = (lacking: readonly Operation[]): string[] =>
  lacking.length > 0 ? [`Left out, for this server does not have it: ${lacking.join(', ')}.`] : []

export function describeUndo({ delete: deleted, archive, others }: Removed): string {
  if (deleted + archive + others === 0) return 'Nothing is left of what was made.'
  const gone = others > 0 ? `, ${others} were gone already` : ''
  return `${deleted} plans deleted, ${archive} archived${gone}.`
}

/** The ledger beside the server. */
export function describeStatus({
  offering,
  order,
  all,
  unsure,
  made,
  lacking,
}: SeedStatus): string {
  const counts = countActions(all)
  const broken =
    unsure > 0 ? [`${unsure} may have been made when a run broke off: apply finds them again.`] : []
  return [
    `${offering}: ${order.plans} plans of ${order.scenario}, seed ${order.seed}, known by ${order.identity}.`,
    `${made} of this ledger are there: ${counts.keep} as wished, ${counts.change} differ, ${counts.create} are missing${describeLeft(counts.leave)}.`,
    ...broken,
    ...describeLacking(lacking),
  ].join('\n')
}

/** Only what is not as wished. */
export function describeVerify(seen: SeedOverview): string {
  const wrong = listDiffering(seen)
  const sum =
    wrong.length === 0
      ? [`All ${seen.all.length} plans are as wished.`]
      : [
          ...wrong.flatMap(describeComparison),
          '',
          `${wrong.length} of ${seen.all.length} plans differ.`,
        ]
  return [...sum, ...describeLacking(seen.lacking)].join('\n')
}

export const listDiffering = ({ all }: SeedOverview): Comparison[] =>
  all.filter((comparison) => chooseAction(comparison) !== 'keep')
