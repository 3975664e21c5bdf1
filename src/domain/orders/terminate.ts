import { denied, wrongState } from '../../errors.ts'
import { writeUuid } from '../links/links.ts'
import { isAllowed } from '../people/permissions.ts'
import { rule } from '../rule.ts'
import { put } from '../state.ts'
import type { Order, Resource } from '../state.ts'
import { findRow } from '../table.ts'
import type { Context, Result } from '../context.ts'
import { changeResource, findBuyer } from './orders.ts'

type Ending = Context<Resource, unknown>

export const demandTerminator = rule(
  'Staff, and who has RESOURCE.TERMINATE in the project, its organisation or that of the provider.',
  '§2.1',
  ({ state, user, subject }: Ending) => {
    const provider = findRow(state.offerings, subject.offering)?.customer
    const places = [subject.project, findBuyer(state, subject), provider]
    if (!isAllowed(user, 'RESOURCE.TERMINATE', places)) throw denied()
  },
)

export const demandEndable = rule('It is there, or has failed.', '§1.4', ({ subject }: Ending) => {
  if (subject.state !== 'OK' && subject.state !== 'Erred') throw wrongState('OK, Erred')
})

/** An order of its own, which is done at once; the one that made the resource stays done. */
export function terminateResource(context: Ending): Result {
  const { state, subject, style } = context
  const order = makeTermination(context)
  const ordered = put(state, 'orders', order)
  const json = { order_uuid: writeUuid(style, order.uuid) }
  return {
    state: changeResource(ordered, subject.uuid, { state: 'Terminated' }),
    reply: { status: 200, json },
  }
}

function makeTermination({ subject, user, now, newUuid }: Ending): Order {
  const moment = now.toISOString()
  return {
    uuid: newUuid(),
    type: 'Terminate',
    state: 'done',
    created: moment,
    resource: subject.uuid,
    offering: subject.offering,
    project: subject.project,
    plan: subject.plan,
    attributes: {},
    limits: {},
    cost: null,
    created_by: user.uuid,
    consumer_reviewed_by: user.uuid,
    consumer_reviewed_at: moment,
    provider_reviewed_by: user.uuid,
    provider_reviewed_at: moment,
    completed_at: moment,
    error_message: '',
    request_comment: '',
  }
}
