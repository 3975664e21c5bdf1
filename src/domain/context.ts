import type { Dialect } from '../dialect.ts'
import type { Reply } from '../errors.ts'
import type { Style } from './links/links.ts'
import type { State, User } from './state.ts'

/** What a rule may look at: the world, the caller and what was asked, at one moment. */
export interface Context<Subject = undefined, Body = undefined> {
  readonly state: State
  readonly user: User
  readonly subject: Subject
  readonly body: Body
  readonly query: URLSearchParams
  readonly now: Date
  readonly as: Dialect
  readonly style: Style
  /** Whether a server has something at a path: an operation, a list, or what it has at `/`. */
  readonly isRoute: (path: string) => boolean
  /** Only the headers of the answer are sent. */
  readonly isHead: boolean
  readonly calendarJobs: CalendarJobs
  /** A new random uuid, 32 hex digits. */
  readonly newUuid: () => string
}

/** `delay`: seconds until a calendar job is done (the real queue needs at least 2, §4.3). */
export interface CalendarJobs {
  readonly delay: number
  readonly fails: boolean
}

/** A page of rows that are still to be rendered, and what paging headers need. */
export interface Page<R> {
  readonly rows: readonly R[]
  readonly total: number
  readonly number: number
  readonly last: number
}

export interface Result {
  readonly state: State
  readonly reply: Reply
}
