import { isNews } from '../findings/documentDemand.ts'
import { findAnswerMismatches } from '../findings/findAnswerMismatches.ts'
import type { AnswerMismatch } from '../findings/finding.ts'
import { findDocumentMismatches } from '../findings/findDocumentMismatches.ts'
import type { DocumentMismatch } from '../findings/findDocumentMismatches.ts'
import { demandExists, demandNotMissing } from '../missing.ts'
import { countExchange, getSession } from '../session.ts'
import type { Exchange, Request } from './exchange.ts'
import { UnmetDocument } from '../unmet.ts'

/** Sends a request of a contract and holds the answer to openapi.yaml; what is not so is kept for the contract on it. */
export async function sendRequest(request: Request, during: string): Promise<Exchange> {
  demandNotMissing(request)
  const exchange = await getSession().transport.exchange(request)
  countExchange(exchange)
  await demandExists(exchange, during)
  for (const mismatch of findDocumentMismatches(exchange)) keepMismatch({ ...mismatch, during })
  for (const mismatch of findAnswerMismatches(exchange)) keepAnswer(mismatch)
  return exchange
}

/** A server may answer with fields without an end. */
const MOST_KINDS = 1000

/** The first of its kind is kept; it ends a run that stops at the first finding. */
function keepMismatch(mismatch: DocumentMismatch): void {
  const { settings, documentMismatches } = getSession()
  if (documentMismatches.has(mismatch.kind)) return
  if (mismatch.added !== undefined && documentMismatches.size >= MOST_KINDS) return
  documentMismatches.set(mismatch.kind, mismatch)
  if (settings.failFast && isNews(mismatch, settings)) throw new UnmetDocument(mismatch)
}

function keepAnswer(mismatch: AnswerMismatch): void {
  const { answerMismatches } = getSession()
  if (!answerMismatches.has(mismatch.kind)) answerMismatches.set(mismatch.kind, mismatch)
}
