import type { Role } from './settings.ts'

/** What a contract demands of any implementation, and of whom it asks it. */
export interface Demand {
  /** Topic and name: `lists.pages-are-the-whole`. It never changes once it is published. */
  readonly id: string
  /** One line: what a server owes its callers. */
  readonly demand: string
  /** A pointer into openapi.yaml (`#/paths/…`) or a section of waldur-behaviour.md (`§1.6`). */
  readonly source: string
  /** The operation that a finding is about, when it is not the one of the last request. */
  readonly operation?: string
  /** `write`: it changes plans of its own making or the calendar of the chosen offering. */
  readonly needs?: { readonly write?: boolean; readonly roles?: readonly Role[] }
}
