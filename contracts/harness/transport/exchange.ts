import type { Role } from '../settings.ts'

/** What is asked. `body` is sent as JSON, unless it is a text: then as it is, with `type`. */
export interface Request {
  readonly method: string
  /** Path and query, from the first slash. */
  readonly path: string
  readonly role: Role | 'nobody'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly type?: string
}

export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The parsed body of a JSON answer; undefined when there is none or it can't be parsed. */
  readonly json: unknown
  /** A HEAD was answered with a body. */
  readonly hasStrayBody?: true
}

export interface Exchange {
  readonly request: Request
  readonly response: Response
}

/** Did a DELETE leave nothing behind? */
export const isDeleted = ({ response: { status } }: Exchange): boolean =>
  (status >= 200 && status < 300) || status === 404

/** Is a plan archived, now or before? */
export const isArchived = ({ response: { status, text } }: Exchange): boolean =>
  (status >= 200 && status < 300) || (status === 400 && /already archived/.test(text))
