import type { Counts } from './apply.ts'
import type { Seen, Status } from './seedRun.ts'
import { verdictOf } from './standing.ts'
import type { Standing, Verdict } from './standing.ts'
import type { Removed } from './undo.ts'

const SIGNS: Readonly<Record<Verdict, string>> = { create: '+', change: '~', keep: '=', leave: '!' }

/** What apply would do, one line a plan, as terraform says it. */
export function planText({ shop, all }: Seen): string {
  const counts = counted(all)
  return [
    `${shop}:`,
    ...all.flatMap(lines),
    '',
    `${counts.create} to create, ${counts.change} to change, ${counts.keep} to keep${leftText(counts.leave)}. Nothing was sent but GET.`,
  ].join('\n')
}

function lines(standing: Standing): string[] {
  const { wish, tag, steps, notes } = standing
  const verdict = verdictOf(standing)
  const terms = verdict === 'create' ? `  ${wish.fields.unit}: ${pricesOf(standing)}` : ''
  const head = `  ${SIGNS[verdict]} ${verdict.padEnd(7)}${tag.padEnd(12)} ${wish.fields.name}${terms}`
  return [head, ...[...steps.map(({ says }) => says), ...notes].map((text) => `        ${text}`)]
}

const pricesOf = ({ wish }: Standing): string =>
  Object.entries(wish.prices)
    .map(([type, price]) => `${type} ${price}`)
    .join(', ')

function counted(all: readonly Standing[]): Record<Verdict, number> {
  const counts = { create: 0, change: 0, keep: 0, leave: 0 }
  for (const standing of all) counts[verdictOf(standing)]++
  return counts
}

const leftText = (left: number): string => (left > 0 ? `, ${left} to leave as they are` : '')

export const applyText = ({ made, changed, kept, left }: Counts): string =>
  `${made} plans made, ${changed} changed, ${kept} kept${left > 0 ? `, ${left} left as they are` : ''}.`

export function undoText({ delete: deleted, archive, others }: Removed): string {
  if (deleted + archive + others === 0) return 'Nothing is left of what was made.'
  const gone = others > 0 ? `, ${others} were gone already` : ''
  return `${deleted} plans deleted, ${archive} archived${gone}.`
}

/** The ledger beside the server. */
export function statusText({ shop, order, all, unsure, made }: Status): string {
  const counts = counted(all)
  const broken =
    unsure > 0 ? [`${unsure} may have been made when a run broke off: apply finds them again.`] : []
  return [
    `${shop}: ${order.plans} plans of ${order.scenario}, seed ${order.seed}, known by ${order.identity}.`,
    `${made} of this ledger are there: ${counts.keep} as wished, ${counts.change} differ, ${counts.create} are missing${leftText(counts.leave)}.`,
    ...broken,
  ].join('\n')
}

/** Only what is not as wished. */
export function verifyText(seen: Seen): string {
  const wrong = differing(seen)
  if (wrong.length === 0) return `All ${seen.all.length} plans are as wished.`
  return [...wrong.flatMap(lines), '', `${wrong.length} of ${seen.all.length} plans differ.`].join(
    '\n',
  )
}

export const differing = ({ all }: Seen): Standing[] =>
  all.filter((standing) => verdictOf(standing) !== 'keep')
