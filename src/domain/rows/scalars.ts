// What values of rows are made of. fixtures/schema.json is generated from these comments.

/**
 * @title a uuid (32 hexadecimal digits, dashes allowed)
 * @pattern ^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$
 * @examples ["4c1f0d7e9b8a4f27a6d35b90c2e8f611"]
 */
export type Uuid = string

/**
 * @title an amount of money as text, with at most 12 digits before and 10 after the point
 * @pattern ^\d{1,12}(?:\.\d{1,10})?$
 * @examples ["85.00"]
 */
export type Money = string

/**
 * @title a moment with its time zone
 * @pattern ^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$
 * @examples ["2026-03-02T08:00:00Z"]
 */
export type Time = string

/**
 * @title a year and a month
 * @pattern ^\d{4}-(?:0[1-9]|1[0-2])$
 * @examples ["2026-03"]
 */
export type Month = string

/**
 * @minLength 1
 * @maxLength 150
 */
export type Name = string

/**
 * @asType integer
 * @minimum 0
 * @maximum 2147483647
 */
export type Count = number

/**
 * @asType integer
 * @minimum 1
 * @maximum 2147483647
 */
export type Positive = number

/**
 * @asType integer
 * @minimum 1
 * @maximum 32767
 */
export type SmallPositive = number

/**
 * @asType integer
 * @minimum 0
 * @maximum 100
 */
export type Percent = number

/**
 * @asType integer
 * @minimum -2147483648
 * @maximum 2147483647
 */
export type Whole = number

/**
 * @title an http or https address in ASCII, or empty
 * @maxLength 200
 * @pattern ^(?:https?://[!-~]+)?$
 * @examples ["https://lab.example.org/"]
 */
export type Url = string

/**
 * @title a country code of two capitals, EU or empty
 * @pattern ^(?:[A-Z]{2})?$
 * @examples ["EE"]
 */
export type Country = string

/**
 * @title letters, digits and _ - / : only
 * @maxLength 50
 * @pattern ^[a-zA-Z0-9_\-/:]+$
 * @examples ["beam_hours"]
 */
export type ComponentType = string

/** Rows keep links as uuids (32 hex), money as decimal text and times as ISO 8601. */
export interface Named {
  readonly uuid: Uuid
  readonly name: Name
}

/** A window of time; keys besides start and end are free */
export interface Schedule {
  readonly start: Time
  readonly end: Time
  readonly [more: string]: unknown
}
