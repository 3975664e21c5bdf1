import type { OperationId } from '../../../src/document/operations.ts'
import type { Context } from '../../../src/domain/context.ts'
import { findRow, listRows } from '../../../src/domain/table.ts'
import { putAll } from '../../../src/domain/state.ts'
import type { Plan, PlanComponent } from '../../../src/domain/state.ts'
import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import { mutateBehaviour } from '../mutant.ts'
import type { Mutant, MutantClass } from '../mutant.ts'
import { changeRows, getPath, isBooking, isPlanAnswer } from '../tools.ts'
import { mutateJson, mutateRequest, toBytes } from '../tools.ts'

export type Fields = Record<string, unknown>

export const isAction = (name: string) => (call: ApiRequest) =>
  call.method === 'POST' && getPath(call).endsWith(`/${name}/`)
export const isCreate = (call: ApiRequest): boolean =>
  call.method === 'POST' && getPath(call) === '/api/marketplace-plans/'
export const isUpdate = (call: ApiRequest): boolean => ['PUT', 'PATCH'].includes(call.method)
export const isPlanWrite = (call: ApiRequest): boolean => isCreate(call) || isUpdate(call)

export const isRole = (name: string) => (call: ApiRequest) =>
  call.headers['authorization'] === `Token ${name}-token`

/** A caller is taken for staff. */
export const promoteCaller = (defect: string, isMeant: (call: ApiRequest) => boolean): Mutant =>
  mutateRequest('permission', defect, (call) =>
    isMeant(call)
      ? { ...call, headers: { ...call.headers, authorization: 'Token YOUR_API_TOKEN' } }
      : call,
  )

/** A JSON body is understood to be another one. */
export const mutateBody = (
  [kind, defect]: readonly [MutantClass, string],
  isMeant: (call: ApiRequest) => boolean,
  change: (body: Fields) => Fields,
): Mutant =>
  mutateRequest(kind, defect, (call) => {
    const body = isMeant(call) ? readObject(call) : null
    return body === null ? call : { ...call, body: toBytes(change(body)) }
  })

export function readObject({ body, headers }: ApiRequest): Fields | null {
  if (!headers['content-type']?.includes('json')) return null
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body))
    return typeof json === 'object' && json && !Array.isArray(json) ? (json as Fields) : null
  } catch {
    return null
  }
}

/** A text that a body brings is kept as another one. */
export const mutateText = (
  [field, defect]: readonly [string, string],
  isMeant: (call: ApiRequest) => boolean,
  change: (text: string) => string,
): Mutant =>
  mutateBody(['state', defect], isMeant, (body) => {
    const text = body[field]
    return typeof text === 'string' ? { ...body, [field]: change(text) } : body
  })

/** A write changes another plan, too. */
export const mutateOthers = (
  defect: string,
  [id, isMeant, change]: readonly [
    OperationId,
    (other: Plan, subject: Plan) => boolean,
    (other: Plan, subject: Plan) => Plan,
  ],
): Mutant =>
  mutateBehaviour('state', defect, [
    id,
    (row) => ({
      ...row,
      act: (turn: Context<Plan, never>) => {
        const result = row.act(turn as never)
        if (!('state' in result)) return result
        const now = findRow(result.state.plans, turn.subject.uuid) ?? turn.subject
        const others = listRows(result.state.plans).filter(
          (other) => other.uuid !== now.uuid && isMeant(other, now),
        )
        const changed = others.map((other) => change(other, now))
        return { ...result, state: putAll(result.state, 'plans', changed) }
      },
    }),
  ])

export const mapComponents = (
  plan: Plan,
  change: (component: PlanComponent) => Partial<PlanComponent>,
): Plan => ({ ...plan, components: plan.components.map((one) => ({ ...one, ...change(one) })) })

/** The plans inside an offering are shown otherwise than by themselves. */
export const mutateNested = (
  [kind, defect]: readonly [MutantClass, string],
  change: (plan: Fields, index: number) => void,
): Mutant =>
  mutateJson(kind, defect, [
    isBooking,
    changeRows((row) => {
      for (const [index, plan] of ((row['plans'] ?? []) as unknown as Fields[]).entries())
        change(plan, index)
    }),
  ])

export const mutatePlans = (
  [kind, defect]: readonly [MutantClass, string],
  change: (plan: Fields) => void,
): Mutant => mutateJson(kind, defect, [isPlanAnswer, changeRows(change)])

export const mutateOfferings = (
  [kind, defect]: readonly [MutantClass, string],
  change: (offering: Fields) => void,
): Mutant => mutateJson(kind, defect, [isBooking, changeRows(change)])

/** Changes a text of a row, if it is there. */
export const changeText = (row: Fields, name: string, change: (text: string) => string): void => {
  const text = row[name]
  if (typeof text === 'string') row[name] = change(text)
}
