import type { Country, Named, Positive, Time, Uuid } from './scalars.ts'

/** Who may call, with which token */
export interface User extends Named {
  /**
   * @title visible ASCII characters without blanks
   * @maxLength 255
   * @pattern ^[!-~]+$
   * @examples ["owner-token"]
   */
  readonly token: string
  /**
   * May do everything
   * @default false
   */
  readonly is_staff: boolean
  /** @default false */
  readonly is_support: boolean
  /**
   * false: the token is refused
   * @default true
   */
  readonly is_active: boolean
  /**
   * Seconds of idleness after which the token expires; null: never
   * @default null
   */
  readonly token_lifetime: Positive | null
  /**
   * When the token was last used; null: it has not expired
   * @default null
   */
  readonly token_used: Time | null
  /** @default [] */
  readonly roles: readonly Role[]
  /**
   * Offerings whose terms the user has accepted
   * @default []
   */
  readonly consents: readonly Uuid[]
  /**
   * The name to log in with, by the password demo; absent: made from the name
   * @minLength 1
   * @maxLength 128
   */
  readonly username?: string
  /**
   * Absent: made from the user name
   * @maxLength 320
   */
  readonly email?: string
}

export type RoleName =
  | 'CUSTOMER.OWNER'
  | 'CUSTOMER.MANAGER'
  | 'CUSTOMER.SUPPORT'
  | 'PROJECT.ADMIN'
  | 'PROJECT.MANAGER'
  | 'PROJECT.MEMBER'
  | 'OFFERING.MANAGER'

/** A role in a customer, project or offering */
export interface Role {
  readonly role: RoleName
  /** The customer, project or offering that the first word of the role says */
  readonly scope: Uuid
}

/** An organisation that sells or buys */
export interface Customer extends Named {
  /**
   * @maxLength 12
   * @default ""
   */
  readonly abbreviation: string
  /** @default "" */
  readonly country: Country
  /**
   * @maxLength 320
   * @default ""
   */
  readonly email: string
  /** @default [] */
  readonly organization_groups: readonly Uuid[]
  /** @default false */
  readonly is_service_provider: boolean
  /**
   * Calendar actions need both tokens
   * @default null
   */
  readonly google_credentials: {
    readonly calendar_token: string
    readonly calendar_refresh_token: string
  } | null
}

/** A project of a customer */
export interface Project extends Named {
  readonly customer: Uuid
  /** @default "" */
  readonly description: string
}

/** Organisations that share prices */
export interface OrganizationGroup extends Named {
  /** @default null */
  readonly parent: Uuid | null
}
