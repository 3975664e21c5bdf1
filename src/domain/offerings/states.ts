import { invalid } from '../../errors.ts'
import type { Result } from '../context.ts'
import type { Offering } from '../state.ts'
import { writeOffering } from './editing.ts'
import type { Editing } from './editing.ts'

type OfferingState = Offering['state']

/** From which states an action leads to which. */
const moves = {
  activate: { from: ['Draft', 'Paused'], to: 'Active' },
  draft: { from: ['Active', 'Paused', 'Archived', 'Unavailable'], to: 'Draft' },
  pause: { from: ['Active'], to: 'Paused' },
  unpause: { from: ['Paused'], to: 'Active' },
  archive: { from: ['Draft', 'Active', 'Paused', 'Unavailable'], to: 'Archived' },
  make_unavailable: { from: ['Active'], to: 'Unavailable' },
  make_available: { from: ['Unavailable'], to: 'Active' },
} as const satisfies Readonly<
  Record<string, { readonly from: readonly OfferingState[]; readonly to: OfferingState }>
>

export type Move = keyof typeof moves

/** Resources and bookings that are there already are left alone. */
export const moveOffering =
  (move: Move) =>
  (context: Editing<{ readonly paused_reason?: string } | undefined>): Result => {
    const { from, to } = moves[move]
    if (!(from as readonly OfferingState[]).includes(context.subject.state)) {
      throw invalid(['Offering state is invalid.'])
    }
    const reason = to === 'Paused' ? (context.body?.paused_reason ?? '') : ''
    return {
      ...writeOffering(context, { state: to, paused_reason: reason }),
      reply: { status: 200, json: { detail: 'Offering state updated.', state: to } },
    }
  }
