import type { OperationId } from '../../src/document/operations.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock, MockSettings } from '../../src/doors/index.ts'
import { behaviours } from '../../src/pipeline/behaviours.ts'
import type { Behaviour, Behaviours } from '../../src/pipeline/behaviours.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'

export const classes = [
  'schema',
  'status',
  'state',
  'paging',
  'filter',
  'order',
  'permission',
  'money',
  'time',
  'headers',
  'concurrency',
] as const

export type MutantClass = (typeof classes)[number]

/** An implementation with one defect, and what the defect is. */
export interface Mutant {
  readonly class: MutantClass
  readonly defect: string
  readonly mock: () => Pick<Mock, 'answer'>
}

const settings: Partial<MockSettings> = { calendarJobs: { delay: 0.05 } }

/** A mutant with one row of the behaviours table broken. */
export const mutateBehaviour = (
  kind: MutantClass,
  defect: string,
  [id, change]: readonly [OperationId, (row: Behaviour) => Behaviour],
): Mutant => ({
  class: kind,
  defect,
  mock: () => {
    const table: Behaviours = { ...behaviours, [id]: change(behaviours[id]) }
    return createMock({ ...settings, behaviours: table })
  },
})

/** A mutant that changes calls on their way in, or answers on their way out. */
export const mutateMock = (
  kind: MutantClass,
  defect: string,
  wrap: (inner: Mock) => (call: ApiRequest) => ApiResponse,
): Mutant => ({
  class: kind,
  defect,
  mock: () => {
    const inner = createMock(settings)
    return { ...inner, answer: wrap(inner) }
  },
})

/** Rewrites the JSON of answers to some calls; `change` may change the value in place. */
export const changeJson =
  (
    isMeant: (call: ApiRequest, sent: ApiResponse) => boolean,
    change: (json: never, call: ApiRequest) => unknown,
  ) =>
  (inner: Mock) =>
  (call: ApiRequest): ApiResponse => {
    const sent = inner.answer(call)
    if (sent.body.length === 0 || !isMeant(call, sent)) return sent
    const json: unknown = JSON.parse(new TextDecoder().decode(sent.body))
    const body = new TextEncoder().encode(JSON.stringify(change(json as never, call) ?? json))
    return { ...sent, body, headers: { ...sent.headers, 'Content-Length': String(body.length) } }
  }
