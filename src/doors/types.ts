// All types by the names that the mock and Waldur have for them.
import type { BasePublicPlan, Offering, operations, ProviderPlanDetails } from '../api.gen.ts'

export type * from '../api.gen.ts'
/** A plan as its provider sees it. */
export type Plan = ProviderPlanDetails
/** A plan as an offering shows it. */
export type PublicPlan = BasePublicPlan
export type BookingOffering = Offering

interface Json<Body> {
  readonly content: { readonly 'application/json': Body }
}
/** The body that an operation takes: `RequestBody<'marketplace_plans_create'>`. */
export type RequestBody<Id extends keyof operations> = operations[Id] extends {
  requestBody?: Json<infer Body>
}
  ? Body
  : never
/** The JSON that an operation answers when it is done: `Answer<'marketplace_plans_list'>`. */
export type Answer<Id extends keyof operations> =
  | AnswerOf<operations[Id], 200>
  | AnswerOf<operations[Id], 201>
type AnswerOf<Operation, Status extends number> = Operation extends {
  responses: Record<Status, Json<infer Body>>
}
  ? Body
  : never

export type { OperationId } from '../document/operations.ts'
export type { Mock, SandboxControls } from '../control/addControls.ts'
export type { Fetch } from '../control/answerFetch.ts'
export type { ClockReading, Controls, TimelineSummary } from '../control/controls.ts'
export type { RowDiff } from '../control/compareStates.ts'
export type { JournalQuery, Order } from '../control/matchesQuery.ts'
export type { ExchangeSummary } from '../control/summariseExchange.ts'
export type { ExchangeDetails, ExchangeExplanation } from '../control/describeExchange.ts'
export type { AdversaryState } from '../mock/adversary/adversary.ts'
export type { ClockChange } from '../mock/clock.ts'
export type { Fault, Latency } from '../mock/faults/fault.ts'
export type { Limits, MockSettings, Store } from '../mock/owner.ts'
export type { CalendarJobs } from '../domain/context.ts'
export type { DialectName } from '../dialect.ts'
export type { State } from '../domain/state.ts'
export type { Api as Release } from '../document/api.ts'
export type { ApiRequest } from '../pipeline/reading/request.ts'
export type { ApiResponse, Delivery } from '../pipeline/response.ts'
