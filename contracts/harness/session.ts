import type { AnswerMismatch } from './findings/finding.ts'
import { findOperation } from './findings/findDocumentMismatches.ts'
import type { DocumentMismatch } from './findings/findDocumentMismatches.ts'
import type { Exchange } from './transport/exchange.ts'
import { Transport } from './transport/transport.ts'
import { Turns } from './hold/turns.ts'
import type { Settings } from './settings.ts'

/** What one run knows: its settings, its way out, what was seen and what was wrong with it. */
export interface Session {
  /** As they are now: a token may have been renewed. */
  readonly settings: Settings
  readonly transport: Transport
  readonly turns: Turns
  /** The first mismatch with openapi.yaml of each kind, and the contract during which it was seen. */
  readonly documentMismatches: Map<string, DocumentMismatch>
  /** The first answer of each kind that was not as every answer has to be. */
  readonly answerMismatches: Map<string, AnswerMismatch>
  /** Operations that the server does not have. */
  readonly missing: Set<string>
  /** Filters of plans that the server does not know. */
  readonly ignored: Set<string>
  readonly coverage: Coverage
  /** What the plans and offerings of others looked like when the run last saw them; null: not yet. */
  world: World | null
  /** The uuids of what others were seen to change. */
  readonly movers: Set<string>
  /** Have plans or offerings of others come or gone? */
  hasTraffic: boolean
  /** The number of the second look that is being taken; null: none is. */
  look: number | null
  /** Why the run ended before its time, once it has. */
  lost: string | null
}

/** Digests of the plans and offerings of others, by uuid: what they can change, and nothing that moves by itself. */
export type World = ReadonlyMap<string, string>

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

/** Where several contracts are held at once, what must be held alone comes last, unless the first finding ends the run. */
export const isPatient = ({ workers, failFast }: Settings): boolean => workers > 1 && !failFast

/** Begins a session, in place of an earlier one. */
export function openSession(settings: Settings): Session {
  const transport = new Transport(settings)
  current = {
    get settings() {
      return transport.settings
    },
    transport,
    turns: new Turns({ most: settings.workers, isPatient: isPatient(settings) }),
    documentMismatches: new Map(),
    answerMismatches: new Map(),
    missing: new Set<string>(),
    ignored: new Set<string>(),
    coverage: { requests: 0, statuses: {}, parameters: {}, fields: {} },
    world: null,
    movers: new Set<string>(),
    hasTraffic: false,
    look: null,
    lost: null,
  }
  return current
}

/** Counts what an exchange has shown of the document. */
export function countExchange(exchange: Exchange): void {
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
