import type { Api } from '../document/api.ts'
import type { Result, Page, Context as DomainContext } from '../domain/context.ts'
import { linkTo } from '../domain/links/links.ts'
import { renderPlan } from '../domain/plans/renderPlan.ts'
import type { Offering, Plan, State } from '../domain/state.ts'
import { representFields, representList, representOffering } from './representation.ts'
import type { Representation } from './representation.ts'

/** What a rule of the domain may look at, and the document of the release. */
export type Context<Subject = undefined, Body = undefined> = DomainContext<Subject, Body> & {
  readonly api: Api
}

/** What an operation answers: a plain reply, something shown already, or a page of that. */
export type Decision =
  | Result
  | { readonly representation: Representation; readonly page?: Page<unknown> }

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

/** A written plan is answered without what only GET returns, if the dialect says so (§2.0, row 5). */
export function replyWithPlan(
  context: Context,
  { state, plan }: { state: State; plan: Plan },
  status: number,
): Decision {
  const row = context.api.shape('ProviderPlanDetails', renderPlan({ ...context, state }, plan))
  const json = without(row, context.as.missingInWriteReplies)
  const headers = status === 201 ? { Location: linkTo(context.style, 'plan', plan.uuid) } : {}
  return { state, reply: { status, json, headers } }
}

const without = (value: object, names: readonly string[]): object =>
  names.length === 0
    ? value
    : Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
