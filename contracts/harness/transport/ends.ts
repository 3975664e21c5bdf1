import type { Exchange, Request } from './exchange.ts'

/** The server gave no whole answer: refused, cut off, too slow, or broken on the wire. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  readonly exchange: Pick<Exchange, 'request'>
  /** It may have come later: that says nothing of what it would have been. */
  readonly isLate: boolean

  constructor(request: Request, reason: string, isLate = false) {
    super(`none came: ${reason}`)
    this.exchange = { request }
    this.isLate = isLate
  }
}

/** The run has used up the requests that `--budget` allows, or its time. */
export class BudgetSpent extends Error {
  override name = 'BudgetSpent'
}

/** Somebody has ended the run: what was under way is cut off, and nothing else is sent. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** It is not the server any more that the run began with: there is nothing left to hold. */
export class Lost extends Error {
  override name = 'Lost'
}
