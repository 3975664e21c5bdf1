import type {
  ComponentType,
  Count,
  Money,
  Named,
  Percent,
  Positive,
  Schedule,
  SmallPositive,
  Time,
  Uuid,
} from './scalars.ts'

export type PlanUnit = 'month' | 'quarter' | 'half_month' | 'day' | 'hour' | 'quantity'

/** What an offering costs */
export interface Plan extends Named {
  readonly offering: Uuid
  /**
   * HTML
   * @default ""
   */
  readonly description: string
  /**
   * @maxLength 30
   * @default ""
   */
  readonly article_code: string
  /** @default null */
  readonly max_amount: SmallPositive | null
  /** @default false */
  readonly archived: boolean
  /** @default "0" */
  readonly unit_price: Money
  /** @default "day" */
  readonly unit: PlanUnit
  /**
   * @maxLength 255
   * @default ""
   */
  readonly backend_id: string
  /**
   * Who may buy; empty: everybody
   * @default []
   */
  readonly organization_groups: readonly Uuid[]
  /** Default: every component of the offering, without a price */
  readonly components: readonly PlanComponent[]
  /** How usage and limits are billed, from release 8.1.3 on; absent: as the offering says */
  readonly billing_mode?: 'inherit' | 'limit' | 'usage'
  /** What it was after each change, the oldest first; kept from release 8.0.0 on */
  readonly versions?: readonly PlanVersion[]
}

/** What a plan was after a change */
export interface PlanVersion {
  readonly name: string
  readonly description: string
  readonly unit_price: Money
  readonly unit: PlanUnit
  readonly max_amount: SmallPositive | null
  readonly archived: boolean
  readonly revision_date: Time
  /** Who made the change */
  readonly revision_user: Uuid | null
}

/** Price, amount and discount of one component */
export interface PlanComponent {
  /** A component of the offering */
  readonly type: ComponentType
  /** @default 0 */
  readonly amount: Count
  /** @default "0" */
  readonly price: Money
  /**
   * The price from next month on
   * @default null
   */
  readonly future_price: Money | null
  /** @default null */
  readonly discount_threshold: Positive | null
  /**
   * Percent
   * @default null
   */
  readonly discount_rate: Percent | null
  /** Percent by usage, from release 8.1.2 on; absent: what threshold and rate say */
  readonly discount_formula?: string
  /** Whose usage counts */
  readonly discount_aggregation?: 'resource' | 'customer'
}

/** A purchase that uses a plan */
export interface Resource extends Named {
  readonly plan: Uuid | null
  /** Default: the offering of the plan */
  readonly offering: Uuid
  readonly project: Uuid
  /** @default "OK" */
  readonly state: 'Creating' | 'OK' | 'Erred' | 'Updating' | 'Terminating' | 'Terminated'
  /** Booked slots */
  readonly schedules?: readonly Schedule[]
  /** Default: when it was ordered */
  readonly created?: Time
}

export type CalendarState =
  | 'Creation Scheduled'
  | 'Creating'
  | 'Update Scheduled'
  | 'Updating'
  | 'OK'
  | 'Erred'

export type CalendarAction = 'sync' | 'share' | 'unshare'

/** The Google calendar of an offering. One that is busy without a job stays busy */
export interface Calendar {
  /** The uuid of the offering */
  readonly uuid: Uuid
  /** @default "OK" */
  readonly state: CalendarState
  /**
   * The id at Google
   * @maxLength 255
   * @default null
   */
  readonly backend_id: string | null
  /** @default false */
  readonly public: boolean
  /** @default "" */
  readonly error_message: string
  /**
   * Work that ends at its due time
   * @default null
   */
  readonly job: {
    readonly action: 'sync' | 'share' | 'unshare'
    readonly due: Time
    /** @default false */
    readonly fails: boolean
  } | null
}
