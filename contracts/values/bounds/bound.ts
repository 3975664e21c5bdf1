/** Texts by field, or by what lies inside it, as Django REST framework answers them. */
export type Messages = readonly string[] | { readonly [name: string]: Messages }

/** One value on one side of a boundary of a field. */
export interface Bound {
  /** The keyword of openapi.yaml, or the rule of §1.4, that is at its boundary. */
  readonly keyword: string
  /** The value as JSON text; null when the field is left out. */
  readonly json: string | null
  /** What is wrong with it; null when it is accepted. */
  readonly errors: Messages | null
  /** What is read back of an accepted value. */
  readonly stored?: unknown
}

export const refuse = (keyword: string, value: unknown, ...errors: string[]): Bound => ({
  keyword,
  json: JSON.stringify(value),
  errors,
})

export const accept = (keyword: string, value: unknown, stored = value): Bound => ({
  keyword,
  json: JSON.stringify(value),
  errors: null,
  stored,
})

export const acceptJson = (keyword: string, json: string, stored: unknown): Bound => ({
  keyword,
  json,
  errors: null,
  stored,
})
