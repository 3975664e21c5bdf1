import type { Row } from './table.ts'

/** Rows keep links as uuids (32 hex), money as decimal text and times as ISO 8601. */
export interface Named extends Row {
  readonly name: string
}

export type RoleName =
  | 'CUSTOMER.OWNER'
  | 'CUSTOMER.MANAGER'
  | 'CUSTOMER.SUPPORT'
  | 'PROJECT.ADMIN'
  | 'PROJECT.MANAGER'
  | 'PROJECT.MEMBER'
  | 'OFFERING.MANAGER'

/** `scope` is the uuid of the customer, project or offering that the name's first word says. */
export interface Role {
  readonly role: RoleName
  readonly scope: string
}

/** `token_lifetime`: seconds of idleness after which the token expires; null: never. */
export interface User extends Named {
  readonly token: string
  readonly is_staff: boolean
  readonly is_support: boolean
  readonly is_active: boolean
  readonly token_lifetime: number | null
  readonly token_used: string | null
  readonly roles: readonly Role[]
  readonly consents: readonly string[]
}

export interface Customer extends Named {
  readonly abbreviation: string
  readonly country: string
  readonly email: string
  readonly organization_groups: readonly string[]
  readonly is_service_provider: boolean
  /** Google tokens of the provider; the calendar actions need both non-empty (§4.2). */
  readonly google_credentials: {
    readonly calendar_token: string
    readonly calendar_refresh_token: string
  } | null
}

export interface Project extends Named {
  readonly customer: string
  readonly description: string
}

export interface Category extends Row {
  readonly title: string
  readonly description: string
}

export interface OrganizationGroup extends Named {
  readonly parent: string | null
}

export interface Checklist extends Named {
  readonly description: string
  readonly questions: readonly string[]
}

/** A stored file. Images are drawn from `title`; other files are their `text`. */
export interface Medium extends Row {
  readonly kind: 'image' | 'thumbnail' | 'document'
  readonly title: string
  readonly text: string
}

export type BillingType = 'fixed' | 'usage' | 'limit' | 'one' | 'few'

export interface OfferingComponent {
  readonly uuid: string
  readonly billing_type: BillingType
  readonly type: string
  readonly name: string
  readonly description: string
  readonly measured_unit: string
  readonly unit_factor: number
  readonly limit_period: 'month' | 'quarterly' | 'annual' | 'total' | '' | null
  readonly limit_amount: number | null
  readonly article_code: string
  readonly max_value: number | null
  readonly min_value: number | null
  readonly max_available_limit: number | null
  readonly is_boolean: boolean
  readonly default_limit: number | null
  readonly is_prepaid: boolean
  readonly overage_component: string | null
  readonly min_prepaid_duration: number | null
  readonly max_prepaid_duration: number | null
}

/** An availability window of a bookable facility (§3.4). */
export interface Schedule {
  readonly start: string
  readonly end: string
  readonly [more: string]: unknown
}

export interface Screenshot extends Named {
  readonly description: string
  readonly image: string
  readonly thumbnail: string | null
  readonly created: string
}

export interface Offering extends Named {
  readonly type: string
  readonly state: 'Draft' | 'Active' | 'Paused' | 'Archived' | 'Unavailable'
  readonly created: string
  readonly slug: string
  readonly description: string
  readonly full_description: string
  readonly privacy_policy_link: string
  readonly access_url: string
  readonly vendor_details: string
  readonly getting_started: string
  readonly integration_guide: string
  readonly paused_reason: string
  readonly datacite_doi: string
  readonly citation_count: number
  readonly latitude: number | null
  readonly longitude: number | null
  readonly country: string
  readonly backend_id: string
  readonly shared: boolean
  readonly billable: boolean
  readonly order_count: number
  readonly customer: string | null
  readonly project: string | null
  readonly category: string
  readonly parent: string | null
  readonly organization_groups: readonly string[]
  readonly compliance_checklist: string | null
  readonly thumbnail: string | null
  readonly image: string | null
  readonly attributes: { readonly schedules?: readonly Schedule[]; readonly [key: string]: unknown }
  readonly options: object
  readonly resource_options: object
  readonly plugin_options: object
  readonly backend_metadata: object
  readonly components: readonly OfferingComponent[]
  readonly endpoints: readonly {
    readonly uuid: string
    readonly name: string
    readonly url: string
  }[]
  readonly roles: readonly Named[]
  readonly screenshots: readonly Screenshot[]
  readonly files: readonly {
    readonly name: string
    readonly created: string
    readonly file: string
  }[]
  readonly software_catalogs: readonly object[]
  readonly partitions: readonly object[]
}

/** Amount, prices and discount of one component; `type` names the component of the offering. */
export interface PlanComponent {
  readonly type: string
  readonly amount: number
  readonly price: string
  readonly future_price: string | null
  readonly discount_threshold: number | null
  readonly discount_rate: number | null
}

export type PlanUnit = 'month' | 'quarter' | 'half_month' | 'day' | 'hour' | 'quantity'

export interface Plan extends Named {
  readonly offering: string
  readonly description: string
  readonly article_code: string
  readonly max_amount: number | null
  readonly archived: boolean
  readonly unit_price: string
  readonly unit: PlanUnit
  readonly backend_id: string
  readonly organization_groups: readonly string[]
  readonly components: readonly PlanComponent[]
}

/** A purchase that uses a plan; a booking resource keeps its time slots in `schedules`. */
export interface Resource extends Named {
  readonly plan: string
  readonly offering: string
  readonly project: string
  readonly state: 'Creating' | 'OK' | 'Erred' | 'Updating' | 'Terminating' | 'Terminated'
  readonly schedules?: readonly Schedule[]
}

export type CalendarState =
  'Creation Scheduled' | 'Creating' | 'Update Scheduled' | 'Updating' | 'OK' | 'Erred'

export type CalendarAction = 'sync' | 'share' | 'unshare'

/** `uuid` is the offering's. `job` waits for its time; without one a busy calendar stays busy. */
export interface Calendar extends Row {
  readonly state: CalendarState
  readonly backend_id: string | null
  readonly public: boolean
  readonly error_message: string
  readonly job: {
    readonly action: CalendarAction
    readonly due: string
    readonly fails: boolean
  } | null
}
