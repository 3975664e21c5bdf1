import type {
  ComponentType,
  Count,
  Country,
  Name,
  Named,
  Positive,
  Schedule,
  Time,
  Url,
  Uuid,
  Whole,
} from './scalars.ts'
import type { SoftwareCatalog } from './clusterRows.ts'
import type { Partition } from './clusterRows.ts'

/** A shelf of the marketplace */
export interface Category {
  readonly uuid: Uuid
  /**
   * @minLength 1
   * @maxLength 255
   */
  readonly title: string
  /** @default "" */
  readonly description: string
  /** A row of category_groups */
  readonly group?: Uuid | null
}

/** Shelves that stand together */
export interface CategoryGroup {
  readonly uuid: Uuid
  /**
   * @minLength 1
   * @maxLength 255
   */
  readonly title: string
  /** @default "" */
  readonly description: string
}

/** Questions of compliance */
export interface Checklist extends Named {
  /** @default "" */
  readonly description: string
  /** @default [] */
  readonly questions: readonly string[]
}

/** A stored file. Images are drawn from their title, documents are their text */
export interface Medium {
  readonly uuid: Uuid
  readonly kind: 'image' | 'thumbnail' | 'document'
  readonly title: string
  /**
   * The content of a document
   * @default ""
   */
  readonly text: string
}

/** What a provider offers */
export interface Offering extends Named {
  /**
   * @minLength 1
   * @maxLength 100
   * @default "Marketplace.Booking"
   */
  readonly type: string
  /** @default "Active" */
  readonly state: 'Draft' | 'Active' | 'Paused' | 'Archived' | 'Unavailable'
  /** Default: the moment of as_of */
  readonly created: Time
  /**
   * Default: 8 characters of the name and a number
   * @title letters, digits, _ and - only
   * @maxLength 50
   * @pattern ^[-a-zA-Z0-9_]+$
   * @examples ["cryo-tem-1"]
   */
  readonly slug: string
  /**
   * @maxLength 4096
   * @default ""
   */
  readonly description: string
  /**
   * HTML
   * @default ""
   */
  readonly full_description: string
  /** @default "" */
  readonly privacy_policy_link: Url
  /** @default "" */
  readonly access_url: Url
  /**
   * HTML
   * @default ""
   */
  readonly vendor_details: string
  /**
   * HTML
   * @default ""
   */
  readonly getting_started: string
  /**
   * HTML
   * @default ""
   */
  readonly integration_guide: string
  /** @default "" */
  readonly paused_reason: string
  /**
   * @maxLength 255
   * @default ""
   */
  readonly datacite_doi: string
  /**
   * -1: never looked up
   * @asType integer
   * @minimum -1
   * @maximum 2147483647
   * @default -1
   */
  readonly citation_count: number
  /**
   * @minimum -90
   * @maximum 90
   * @default null
   */
  readonly latitude: number | null
  /**
   * @minimum -180
   * @maximum 180
   * @default null
   */
  readonly longitude: number | null
  /** @default "" */
  readonly country: Country
  /**
   * @maxLength 255
   * @default ""
   */
  readonly backend_id: string
  /** @default true */
  readonly shared: boolean
  /**
   * false: not in usage_stats
   * @default true
   */
  readonly billable: boolean
  /** @default 0 */
  readonly order_count: Count
  /** The provider */
  readonly customer: Uuid | null
  /** @default null */
  readonly project: Uuid | null
  readonly category: Uuid
  /**
   * The offering whose components this one shares
   * @default null
   */
  readonly parent: Uuid | null
  /** @default [] */
  readonly organization_groups: readonly Uuid[]
  /** @default null */
  readonly compliance_checklist: Uuid | null
  /**
   * A row of media
   * @default null
   */
  readonly thumbnail: Uuid | null
  /**
   * A row of media
   * @default null
   */
  readonly image: Uuid | null
  /**
   * Attributes of the category, and the windows of a bookable facility
   * @default {}
   */
  readonly attributes: {
    readonly schedules?: readonly Schedule[]
    readonly [more: string]: unknown
  }
  /**
   * Fields of the order form
   * @default {"order":[],"options":{}}
   */
  readonly options: object
  /**
   * Fields of the form of a resource
   * @default {"order":[],"options":{}}
   */
  readonly resource_options: object
  /**
   * Settings of the type
   * @default {}
   */
  readonly plugin_options: object
  /**
   * Whatever the backend says
   * @default {}
   */
  readonly backend_metadata: object
  /** @default [] */
  readonly components: readonly OfferingComponent[]
  /** @default [] */
  readonly endpoints: readonly Endpoint[]
  /**
   * Roles that users may get in a resource
   * @default []
   */
  readonly roles: readonly OfferingRole[]
  /** @default [] */
  readonly screenshots: readonly Screenshot[]
  /** @default [] */
  readonly files: readonly OfferingFile[]
  /** @default [] */
  readonly software_catalogs: readonly SoftwareCatalog[]
  /** @default [] */
  readonly partitions: readonly Partition[]
}

export type BillingType = 'fixed' | 'usage' | 'limit' | 'one' | 'few'

/** Something that is measured and priced */
export interface OfferingComponent {
  /** Default: made from offering and type */
  readonly uuid: Uuid
  readonly billing_type: BillingType
  readonly type: ComponentType
  readonly name: Name
  /**
   * @maxLength 4096
   * @default ""
   */
  readonly description: string
  /**
   * @maxLength 30
   * @default ""
   */
  readonly measured_unit: string
  /** @default 1 */
  readonly unit_factor: Count
  /** @default null */
  readonly limit_period: 'month' | 'quarterly' | 'annual' | 'total' | '' | null
  /** @default null */
  readonly limit_amount: Whole | null
  /**
   * @maxLength 30
   * @default ""
   */
  readonly article_code: string
  /** @default null */
  readonly max_value: Whole | null
  /** @default null */
  readonly min_value: Whole | null
  /** @default null */
  readonly max_available_limit: Whole | null
  /** @default false */
  readonly is_boolean: boolean
  /** @default null */
  readonly default_limit: Whole | null
  /** @default false */
  readonly is_prepaid: boolean
  /**
   * A component of the same offering
   * @default null
   */
  readonly overage_component: Uuid | null
  /** @default null */
  readonly min_prepaid_duration: Positive | null
  /** @default null */
  readonly max_prepaid_duration: Positive | null
}

/** An address of the service */
export interface Endpoint {
  /** Default: made from offering and name */
  readonly uuid: Uuid
  readonly name: Name
  /**
   * @title an http, https, ssh, rdp or ldap address in ASCII
   * @maxLength 255
   * @pattern ^(?:https?|ssh|rdp|ldaps?)://[!-~]+$
   * @examples ["https://lab.example.org/"]
   */
  readonly url: string
}

/** A role in a resource */
export interface OfferingRole {
  /** Default: made from offering and name */
  readonly uuid: Uuid
  readonly name: Name
}

/** A picture of the offering */
export interface Screenshot {
  /** Default: made from offering and name */
  readonly uuid: Uuid
  readonly name: Name
  /**
   * @maxLength 4096
   * @default ""
   */
  readonly description: string
  /** A row of media */
  readonly image: Uuid
  /**
   * A row of media
   * @default null
   */
  readonly thumbnail: Uuid | null
  /** Default: that of the offering */
  readonly created: Time
}

/** A file of the offering */
export interface OfferingFile {
  readonly name: Name
  /** Default: that of the offering */
  readonly created: Time
  /** A row of media */
  readonly file: Uuid
}
