import type { OperationId } from '../../src/document/operations.ts'
import type { Context } from '../../src/domain/context.ts'
import { put } from '../../src/domain/state.ts'
import type { Plan, State } from '../../src/domain/state.ts'
import { findRow } from '../../src/domain/table.ts'
import type { Mock } from '../../src/doors/index.ts'
import type { Behaviour } from '../../src/pipeline/behaviours.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { changeJson, mutateBehaviour, mutateMock } from './mutant.ts'
import type { Mutant, MutantClass } from './mutant.ts'

export type Json = Record<string, never> & Record<string, unknown>

export const getPath = ({ target }: ApiRequest): string => target.split('?')[0] ?? ''
export const getQuery = ({ target }: ApiRequest): URLSearchParams =>
  new URLSearchParams(target.split('?').slice(1).join('?'))

const LISTS = /^\/api\/(marketplace-plans|marketplace-plans\/usage_stats|booking-offerings)\/$/
const PLAN_DETAIL = /^\/api\/marketplace-plans\/[0-9a-f-]{32,36}\/$/i

export const isOk = ({ status }: ApiResponse): boolean => status >= 200 && status < 300
export const isList = (call: ApiRequest, sent: ApiResponse): boolean =>
  isOk(sent) && LISTS.test(getPath(call))
export const isPlanList = (call: ApiRequest, sent: ApiResponse): boolean =>
  isOk(sent) && call.method === 'GET' && getPath(call) === '/api/marketplace-plans/'
export const isPlanDetail = (call: ApiRequest, sent: ApiResponse): boolean =>
  isOk(sent) && call.method === 'GET' && PLAN_DETAIL.test(getPath(call))
export const isStats = (call: ApiRequest, sent: ApiResponse): boolean =>
  isOk(sent) && getPath(call).endsWith('/usage_stats/')
export const isBooking = (call: ApiRequest, sent: ApiResponse): boolean =>
  isOk(sent) && call.method === 'GET' && getPath(call).startsWith('/api/booking-offerings/')

/** Changes every object of an answer, whether it is one or a list of them. */
export const changeRows =
  (change: (row: Json, index: number) => void) =>
  (json: unknown): unknown => {
    if (Array.isArray(json)) json.forEach((row: Json, index) => change(row, index))
    else change(json as Json, 0)
    return json
  }

/** Plans in plan answers and inside offerings. */
export const isPlanAnswer = (call: ApiRequest, sent: ApiResponse): boolean =>
  isPlanList(call, sent) || isPlanDetail(call, sent)

/** A defect in what an answer says. */
export const mutateJson = (
  kind: MutantClass,
  defect: string,
  [isMeant, change]: readonly [
    (call: ApiRequest, sent: ApiResponse) => boolean,
    (json: never, call: ApiRequest) => unknown,
  ],
): Mutant => mutateMock(kind, defect, changeJson(isMeant, change))

/** A defect in the head of an answer. */
export const mutateResponse = (
  kind: MutantClass,
  defect: string,
  change: (sent: ApiResponse, call: ApiRequest) => ApiResponse,
): Mutant => mutateMock(kind, defect, (inner) => (call) => change(inner.answer(call), call))

/** A defect in what a call is understood to be. */
export const mutateRequest = (
  kind: MutantClass,
  defect: string,
  change: (call: ApiRequest, inner: Mock) => ApiRequest,
): Mutant => mutateMock(kind, defect, (inner) => (call) => inner.answer(change(call, inner)))

/** The headers without one of them, whatever its case. */
export function removeHeader(sent: ApiResponse, name: string): ApiResponse {
  const headers = Object.fromEntries(
    Object.entries(sent.headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase()),
  )
  return { ...sent, headers }
}

export const setHeader = (sent: ApiResponse, name: string, value: string): ApiResponse => ({
  ...sent,
  headers: { ...removeHeader(sent, name).headers, [name]: value },
})

export const toBytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

export function setBody(sent: ApiResponse, value: unknown): ApiResponse {
  const body = toBytes(value)
  return setHeader({ ...sent, body }, 'Content-Length', String(body.length))
}

/** A defect in what an operation does to the plan: it is changed again after the rule. */
export const mutatePlanAfter = (
  kind: MutantClass,
  defect: string,
  [id, change]: readonly [OperationId, (plan: Plan, turn: Context<Plan, never>) => Plan],
): Mutant =>
  mutateBehaviour(kind, defect, [id, (row) => ({ ...row, act: changeResult(row, change) })])

const changeResult =
  (row: Behaviour, change: (plan: Plan, turn: Context<Plan, never>) => Plan) =>
  (turn: Context<Plan, never>) => {
    const result = row.act(turn as never)
    if (!('state' in result)) return result
    return { ...result, state: changePlan(result.state, turn, change) }
  }

function changePlan(
  state: State,
  turn: Context<Plan, never>,
  change: (plan: Plan, turn: Context<Plan, never>) => Plan,
): State {
  const plan = findRow(state.plans, turn.subject.uuid)
  return plan ? put(state, 'plans', change(plan, turn)) : state
}

/** A defect in the table: guards, permission or body rules of a row are others. */
export const mutateRules = (
  kind: MutantClass,
  defect: string,
  [id, change]: readonly [OperationId, Partial<Behaviour>],
): Mutant => mutateBehaviour(kind, defect, [id, (row) => ({ ...row, ...change })])

/** The rows of a list. */
export type Rows = Record<string, unknown>[]

export const hasParameter = (name: string) => (call: ApiRequest, sent: ApiResponse) =>
  isList(call, sent) && getQuery(call).has(name)

/** The call with its query changed. */
export const mutateListQuery = (
  defect: string,
  change: (query: URLSearchParams) => void,
  kind: 'paging' | 'filter' = 'paging',
) =>
  mutateRequest(kind, defect, (call) => {
    const query = getQuery(call)
    change(query)
    return { ...call, target: query.size > 0 ? `${getPath(call)}?${query}` : getPath(call) }
  })
