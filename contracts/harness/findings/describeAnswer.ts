import { cleanLine } from '../../../src/remote/clean.ts'
import type { Exchange } from '../transport/exchange.ts'

/** What a server has answered, in one line: its page of an error is only named. */
export const describeAnswer = ({ status, text }: Exchange['response']): string =>
  `${status} ${cleanLine(text)}`.trim()
