import type { Exchange } from '../transport/exchange.ts'
import type { Source } from './source.ts'

/** What was demanded, what came instead, and how to see it again. */
export interface Finding extends Source {
  /** The same fault has the same id in every run: `verify --replay <id>` shows it again. */
  readonly id: string
  readonly contract: string
  readonly demand: string
  readonly operation: string
  readonly expected: string
  readonly seen: string
  readonly curl: string
  readonly seed: number
  /** The command that shows it again. */
  readonly replay: string
  /** The contract whose requests have shown it, when that is another one. */
  readonly during?: string
  /** The deviation that explains it, if it is a known one. */
  readonly known?: string
}

/** What was demanded and what came instead, before it is known whether that is a finding. */
export interface Mismatch {
  readonly expected: string
  readonly seen: string
  /** All that was compared, at full length: what it is about, and the same text for the same fault. */
  readonly compared?: string
  /** The request that showed it. */
  readonly exchange: Pick<Exchange, 'request'> | null
  /** The contract that sent it, when that is not the one that is broken. */
  readonly during?: string
  /** A field that the document does not have, and where: no client breaks on it. */
  readonly added?: string
}

/** One way in which an answer is not as every answer has to be, whatever was asked for. */
export interface AnswerMismatch extends Mismatch {
  readonly contract: 'answers.headers' | 'answers.refusals' | 'answers.pages'
  /** The first of a kind is kept in a run. */
  readonly kind: string
}

/** What is demanded of an answer: where, whether it holds, what was expected, what was seen. */
export type AnswerDemand = readonly [place: string, holds: boolean, expected: string, seen: unknown]
