import { inject } from 'vitest'
import { Breached, isNews } from './breach.ts'
import { breachesOf, operationOf } from './document.ts'
import type { Breach } from './document.ts'
import type { Settings } from '../run/settings.ts'
import { Transport } from './transport.ts'
import type { Exchange, Request } from './transport.ts'

/** What one run knows: its settings, its way out, what was seen and what was wrong with it. */
export interface Session {
  readonly settings: Settings
  readonly transport: Transport
  /** Breaches of openapi.yaml by their kind, with the first exchange that showed it. */
  readonly breaches: Map<string, SeenBreach>
  /** The id of the contract that is held at the moment. */
  held: string
  readonly coverage: Coverage
}

/** A breach of openapi.yaml, and during which contract it was seen first. */
export interface SeenBreach {
  readonly breach: Breach
  readonly exchange: Exchange
  readonly during: string
}

/** How often which operation answered which status, and which query and body fields were sent. */
export interface Coverage {
  requests: number
  readonly statuses: Record<string, number>
  readonly parameters: Record<string, number>
  readonly fields: Record<string, number>
}

const KEY = Symbol.for('waldur-mock.session')

/** One session a process: contract files run one after another in the same worker. */
export function session(): Session {
  const shared = globalThis as { [KEY]?: Session }
  shared[KEY] ??= opened(inject('settings'))
  return shared[KEY]
}

const opened = (settings: Settings): Session => ({
  settings,
  transport: new Transport(settings),
  breaches: new Map(),
  held: '',
  coverage: { requests: 0, statuses: {}, parameters: {}, fields: {} },
})

/** Sends a request and holds the answer to openapi.yaml; breaches are kept for the contract on them. */
export async function exchanged(request: Request): Promise<Exchange> {
  const exchange = await session().transport.exchange(request)
  seen(exchange)
  for (const breach of breachesOf(exchange)) keep(breach, exchange)
  return exchange
}

/** The first breach of its kind is kept; it ends a run that stops at the first finding. */
function keep(breach: Breach, exchange: Exchange): void {
  const { settings, breaches, held: during } = session()
  const { operation, status, what } = breach
  const kind = `${operation} ${status} ${what}`
  if (breaches.has(kind)) return
  const seen = { breach, exchange, during }
  breaches.set(kind, seen)
  const broken = new Breached(seen)
  if (settings.failFast && isNews(broken, operation, settings)) throw broken
}

/** Counts what an exchange has shown of the document. */
function seen(exchange: Exchange): void {
  const { coverage, transport } = session()
  coverage.requests = transport.sent
  const id = operationOf(exchange)?.id
  if (id === undefined) return
  const { request, response } = exchange
  count(coverage.statuses, `${id} ${response.status}`)
  const query = new URLSearchParams(request.path.split('?')[1] ?? '')
  for (const name of new Set(query.keys())) count(coverage.parameters, `${id} ${name}`)
  const row: unknown = Array.isArray(response.json) ? response.json[0] : response.json
  if (response.status >= 300 || typeof row !== 'object' || row === null) return
  for (const name of Object.keys(row)) count(coverage.fields, `${id} ${name}`)
}

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}
