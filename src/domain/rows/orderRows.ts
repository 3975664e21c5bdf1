import type { Count, Money, Time, Uuid } from './scalars.ts'

export type OrderState =
  | 'pending-consumer'
  | 'pending-provider'
  | 'pending-project'
  | 'pending-start-date'
  | 'executing'
  | 'done'
  | 'erred'
  | 'canceled'
  | 'rejected'

/** What a buyer asks for: that a resource is made, or ended */
export interface Order {
  readonly uuid: Uuid
  /** @default "Create" */
  readonly type: 'Create' | 'Update' | 'Terminate'
  /** @default "done" */
  readonly state: OrderState
  /** Default: the moment of as_of */
  readonly created: Time
  /** The last change; absent: none since */
  readonly modified?: Time
  readonly resource: Uuid
  /** Default: that of the resource */
  readonly offering: Uuid
  /** Default: that of the resource */
  readonly project: Uuid
  /** Default: that of the resource */
  readonly plan: Uuid | null
  /**
   * What was filled in, and the time to book
   * @default {}
   */
  readonly attributes: { readonly [name: string]: unknown }
  /**
   * Amounts by type of component
   * @default {}
   */
  readonly limits: { readonly [type: string]: unknown }
  /** @default null */
  readonly cost: Money | null
  /** @default null */
  readonly created_by: Uuid | null
  /** @default null */
  readonly consumer_reviewed_by: Uuid | null
  /** @default null */
  readonly consumer_reviewed_at: Time | null
  /** @default null */
  readonly provider_reviewed_by: Uuid | null
  /** @default null */
  readonly provider_reviewed_at: Time | null
  /** @default null */
  readonly completed_at: Time | null
  /** @default "" */
  readonly error_message: string
  /** @default "" */
  readonly request_comment: string
}

/** Time that is taken in the Google calendar of an offering by something else than a booking */
export interface BusySlot {
  readonly uuid: Uuid
  readonly offering: Uuid
  readonly start: Time
  readonly end: Time
}

/** Wrong passwords for a user name, one after the other */
export interface LoginFailure {
  readonly uuid: Uuid
  readonly username: string
  readonly count: Count
  readonly last: Time
}
