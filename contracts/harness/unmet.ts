import type { DocumentMismatch } from './findings/findDocumentMismatches.ts'
import type { Mismatch } from './findings/finding.ts'
import type { Exchange } from './transport/exchange.ts'

/** A demand was not met: ends the contract that it is of. */
export class UnmetDemand extends Error implements Mismatch {
  override name = 'UnmetDemand'
  readonly expected: string
  readonly seen: string
  readonly exchange: Pick<Exchange, 'request'> | null
  readonly compared: string

  constructor(
    expected: string,
    seen: string,
    exchange: Pick<Exchange, 'request'> | null,
    compared = seen,
  ) {
    super(`expected ${expected}, but saw ${seen}`)
    this.compared = compared
    this.expected = expected
    this.seen = seen
    this.exchange = exchange
  }
}

/** Ends a run that stops at its first finding: an answer was not as openapi.yaml declares it. */
export class UnmetDocument extends Error {
  override name = 'UnmetDocument'
  readonly mismatch: DocumentMismatch

  constructor(mismatch: DocumentMismatch) {
    super(`${mismatch.operation} is not as openapi.yaml declares it`)
    this.mismatch = mismatch
  }
}

/** Leaves a contract out while it runs, for want of something that the server does not have. */
export class Inapplicable extends Error {
  override name = 'Inapplicable'
}

/** Leaves a contract out because the server has no such operation, which is a finding of its own. */
export class MissingOperation extends Error {
  override name = 'MissingOperation'
}
