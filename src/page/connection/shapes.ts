/** What the page reads of the API's answers. The adversary may leave anything out, or null. */
export interface Component {
  readonly type?: string
  readonly name?: string | null
  readonly measured_unit?: string | null
  readonly price?: string | number | null
  readonly future_price?: string | number | null
  readonly discount_threshold?: number | null
  readonly discount_rate?: number | null
  readonly amount?: number | null
}

export interface Plan {
  readonly uuid?: string
  readonly name?: string | null
  readonly description?: string | null
  readonly archived?: boolean | null
  readonly max_amount?: number | null
  readonly resources_count?: number | null
  readonly unit?: string | null
  readonly components?: readonly Component[] | null
  readonly offering?: string | null
}

export interface Schedule {
  readonly start?: string
  readonly end?: string
  readonly extendedProps?: {
    readonly config?: {
      readonly slotDuration?: string
      readonly businessHours?: {
        readonly startTime?: string
        readonly endTime?: string
        readonly daysOfWeek?: readonly number[]
      }
    }
  }
}

export interface Offering {
  readonly uuid?: string
  readonly name?: string | null
  readonly description?: string | null
  readonly full_description?: string | null
  readonly customer_name?: string | null
  readonly category_title?: string | null
  readonly state?: string | null
  readonly paused_reason?: string | null
  readonly attributes?: { readonly schedules?: readonly Schedule[] | null } | null
  readonly plans?: readonly Plan[] | null
  readonly googlecalendar?: {
    readonly backend_id?: string | null
    readonly public?: boolean
    readonly http_link?: string | null
  } | null
}

/** A list of the API, whatever was answered. */
export const readList = <T>(value: unknown): readonly T[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
