import type { Api } from '../document/api.ts'
import type { Result, Page, Context as DomainContext } from '../domain/context.ts'
import { linkTo } from '../domain/links/links.ts'
import type { Offering, Plan, State } from '../domain/state.ts'
import type { Reply } from '../errors.ts'
import {
  representFields,
  representList,
  representOffering,
  representWrittenPlan,
} from './representation.ts'
import type { Representation } from './representation.ts'

/** What a rule of the domain may look at, and the document of the release. */
export type Context<Subject = undefined, Body = undefined> = DomainContext<Subject, Body> & {
  readonly api: Api
}

/** What an operation answers: a plain reply, something shown already, or a page of that. */
export type Decision = Result | Shown

interface Shown extends Pick<Partial<Reply>, 'status' | 'headers'> {
  readonly representation: Representation
  readonly page?: Page<unknown>
  /** What a write has made. */
  readonly state?: State
}

/** A page of rows, each of them shown. */
export function listPage<C, R>(
  context: C,
  page: Page<R>,
  show: (context: C, row: R) => Representation,
): Decision {
  return { representation: representList(page.rows.map((row) => show(context, row))), page }
}

/** An offering, or the fields of it that are asked for (§1.9). */
export function representBooking(
  context: Pick<Context, 'query'> & Context<unknown>,
  offering: Offering,
): Representation {
  const fields = context.query.getAll('field')
  const view = { ...context, subject: undefined }
  return fields.length > 0
    ? representFields(view, offering, new Set(fields))
    : representOffering(view, offering)
}

/** What a plan is after a write; a new one says where it is. */
export function replyWithPlan(
  context: Context,
  { state, plan }: { state: State; plan: Plan },
  status: number,
): Decision {
  const headers = status === 201 ? { Location: linkTo(context.style, 'plan', plan.uuid) } : {}
  return {
    representation: representWrittenPlan({ ...context, state }, plan),
    state,
    status,
    headers,
  }
}
