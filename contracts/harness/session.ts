import { isNews } from './findings/documentDemand.ts'
import { findDocumentMismatches, findOperation } from './findings/findDocumentMismatches.ts'
import type { DocumentMismatch } from './findings/findDocumentMismatches.ts'
import type { Exchange, Request } from './transport/exchange.ts'
import { Transport } from './transport/transport.ts'
import type { Settings } from './settings.ts'
import { UnmetDocument } from './unmet.ts'

/** What one run knows: its settings, its way out, what was seen and what was wrong with it. */
export interface Session {
  readonly settings: Settings
  readonly transport: Transport
  /** The first mismatch with openapi.yaml of each kind, and the contract during which it was seen. */
  readonly documentMismatches: Map<string, DocumentMismatch>
  /** The id of the contract that is held at the moment. */
  contract: string
  readonly coverage: Coverage
}

/** How often which operation answered which status, and which query and body fields were sent. */
export interface Coverage {
  requests: number
  readonly statuses: Record<string, number>
  readonly parameters: Record<string, number>
  readonly fields: Record<string, number>
}

let current: Session | undefined

/** The session of the run; one process holds one server after another. */
export function getSession(): Session {
  if (!current) throw new Error('No session is open: openSession begins one.')
  return current
}

/** Begins a session, in place of an earlier one. */
export function openSession(settings: Settings): Session {
  current = {
    settings,
    transport: new Transport(settings),
    documentMismatches: new Map(),
    contract: '',
    coverage: { requests: 0, statuses: {}, parameters: {}, fields: {} },
  }
  return current
}

/** Sends a request and holds the answer to openapi.yaml; what is not so is kept for the contract on it. */
export async function sendRequest(request: Request): Promise<Exchange> {
  const exchange = await getSession().transport.exchange(request)
  countExchange(exchange)
  for (const mismatch of findDocumentMismatches(exchange)) keepMismatch(mismatch)
  return exchange
}

/** A server may answer with fields without an end. */
const MOST_KINDS = 1000

/** The first of its kind is kept; it ends a run that stops at the first finding. */
function keepMismatch(seen: DocumentMismatch): void {
  const { settings, documentMismatches, contract: during } = getSession()
  if (documentMismatches.has(seen.kind)) return
  if (seen.added !== undefined && documentMismatches.size >= MOST_KINDS) return
  const mismatch = { ...seen, during }
  documentMismatches.set(seen.kind, mismatch)
  if (settings.failFast && isNews(mismatch, settings)) throw new UnmetDocument(mismatch)
}

/** Counts what an exchange has shown of the document. */
function countExchange(exchange: Exchange): void {
  const { coverage, transport } = getSession()
  coverage.requests = transport.sent
  const id = findOperation(exchange)?.id
  if (id === undefined) return
  const { request, response } = exchange
  increment(coverage.statuses, `${id} ${response.status}`)
  const query = new URLSearchParams(request.path.split('?')[1] ?? '')
  for (const name of new Set(query.keys())) increment(coverage.parameters, `${id} ${name}`)
  const row: unknown = Array.isArray(response.json) ? response.json[0] : response.json
  if (response.status >= 300 || typeof row !== 'object' || row === null) return
  for (const name of Object.keys(row)) increment(coverage.fields, `${id} ${name}`)
}

const increment = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}
