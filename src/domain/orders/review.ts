import { ApiError, denied, wrongState } from '../../errors.ts'
import type { Context, Result } from '../context.ts'
import { isAllowed } from '../people/permissions.ts'
import type { Permission } from '../people/permissions.ts'
import { rule } from '../rule.ts'
import type { Rule } from '../rule.ts'
import { drop } from '../state.ts'
import type { Order, OrderState, State } from '../state.ts'
import { findRow } from '../table.ts'
import { BOOKING } from '../bookings/booking.ts'
import { changeOrder, changeResource, findBuyer, isBooking } from './orders.ts'
import { approveForConsumer, approveForProvider } from './process.ts'

type Reviewing = Context<Order, unknown>

/** On the buyer's side: in the project, or in its organisation. */
const demandBuyer = (permission: Permission) =>
  rule(
    `Staff, and who has ${permission} in the project.`,
    '§2.1',
    ({ state, user, subject }: Reviewing) => {
      if (!isAllowed(user, permission, [subject.project, findBuyer(state, subject)])) throw denied()
    },
  )

const demandProvider = rule(
  'Staff, and who looks after the offering.',
  '§2.1',
  ({ state, user, subject }: Reviewing) => {
    const offering = findRow(state.offerings, subject.offering)
    if (!isAllowed(user, 'OFFERING.UPDATE', [offering?.uuid, offering?.customer])) throw denied()
  },
)

const demandState = (...states: OrderState[]) =>
  rule(`The order is ${states.join(' or ')}.`, '§1.4', ({ subject }: Reviewing) => {
    if (!states.includes(subject.state)) throw wrongState(states.join(', '))
  })

interface Review {
  readonly authorise: Rule
  readonly guards: readonly Rule[]
  readonly act: (context: Reviewing) => Result
}

export const approveByConsumer: Review = {
  authorise: demandBuyer('ORDER.APPROVE'),
  guards: [demandState('pending-consumer')],
  act: (context) => ({
    state: approveForConsumer(context, context.subject),
    reply: { status: 200, json: { detail: 'Order has been approved.' } },
  }),
}

/** What was rejected or deleted leaves a resource that ended before it began. */
const turnDown = (context: Reviewing, change: Partial<Order>): State =>
  changeResource(changeOrder(context, context.subject, change), context.subject.resource, {
    state: 'Terminated',
  })

export const rejectByConsumer: Review = {
  authorise: demandBuyer('ORDER.REJECT'),
  guards: [demandState('pending-consumer')],
  act: (context) => ({
    state: turnDown(context, {
      state: 'rejected',
      consumer_reviewed_by: context.user.uuid,
      consumer_reviewed_at: context.now.toISOString(),
    }),
    reply: { status: 200 },
  }),
}

export const approveByProvider: Review = {
  authorise: demandProvider,
  guards: [demandState('pending-provider')],
  act: (context) => ({
    state: approveForProvider(context, context.subject),
    reply: { status: 200 },
  }),
}

export const rejectByProvider: Review = {
  authorise: demandProvider,
  guards: [demandState('pending-provider')],
  act: (context) => ({
    state: turnDown(context, {
      state: 'rejected',
      provider_reviewed_by: context.user.uuid,
      provider_reviewed_at: context.now.toISOString(),
    }),
    reply: { status: 200 },
  }),
}

/** Waldur's words, which name the kind of the offering in place of a method. */
const NOT_FOR_BOOKINGS = `Method "The order's offering with ${BOOKING} type does not support this action" not allowed.`

/** What the buyer can still call off. */
const UNFINISHED: readonly OrderState[] = ['pending-consumer', 'pending-provider', 'executing']

export const canCancel = (state: State, { state: stage, offering }: Order): boolean =>
  UNFINISHED.includes(stage) && !isBooking(findRow(state.offerings, offering))

export const cancel: Review = {
  authorise: demandBuyer('ORDER.CANCEL'),
  guards: [demandState(...UNFINISHED)],
  act: (context) => {
    if (isBooking(findRow(context.state.offerings, context.subject.offering))) {
      throw new ApiError(405, { json: { detail: NOT_FOR_BOOKINGS } })
    }
    return { state: turnDown(context, { state: 'canceled' }), reply: { status: 202 } }
  },
}

/** An order that waits goes, and its resource with it. */
export const destroyOrder: Review = {
  authorise: demandBuyer('ORDER.DESTROY'),
  guards: [demandState('pending-consumer', 'pending-provider')],
  act: ({ state, subject }) => {
    const without = drop(state, 'orders', subject.uuid)
    const isOfResource = subject.type === 'Create'
    return {
      state: isOfResource ? drop(without, 'resources', subject.resource) : without,
      reply: { status: 204 },
    }
  },
}
