import type { RequestOptions } from 'node:https'
import pactum from 'pactum'
import { Guard } from './guard.ts'
import type { Role, Settings } from '../run/settings.ts'

// Its logger prints whole requests, tokens and all.
pactum.settings.setLogLevel('SILENT')

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
}

export interface Exchange {
  readonly request: Request
  readonly response: Response
}

/** The server gave no whole answer: refused, cut off, too slow, or broken on the wire. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  readonly exchange: Pick<Exchange, 'request'>

  constructor(request: Request, reason: string) {
    super(`none came: ${reason}`)
    this.exchange = { request }
  }
}

/** The run has used up the requests that `--budget` allows. */
export class BudgetSpent extends Error {
  override name = 'BudgetSpent'
}

/** The only way out of this machine: guarded, paced, counted, retried when the server asks for it. */
export class Transport {
  readonly guard: Guard
  readonly #settings: Settings
  #sent = 0
  #next = 0
  /** Plans that are still to be taken away: requests for that are kept back. */
  readonly #toCleanUp = new Set<string>()

  constructor(settings: Settings) {
    this.#settings = settings
    this.guard = new Guard(settings)
  }

  get tokens(): Settings['tokens'] {
    return this.#settings.tokens
  }

  get sent(): number {
    return this.#sent
  }

  /** Of the budget, enough is kept back to delete this plan, or to archive it where that is refused. */
  keepForCleanUp(uuid: string): void {
    this.#toCleanUp.add(uuid)
  }

  isCleanedUp(uuid: string): void {
    this.#toCleanUp.delete(uuid)
  }

  /** Requests that it may take to be rid of a plan: DELETE, archive where that is refused, and retries. */
  get #forCleanUp(): number {
    return 2 * (1 + this.#settings.retries)
  }

  async exchange(request: Request): Promise<Exchange> {
    this.guard.demand(request)
    for (let attempt = 0; ; attempt++) {
      await this.#paced(isCreating(request) ? 1 + this.#forCleanUp : 1)
      const response = await this.#once(request)
      const busy = response.status === 429 || response.status === 503
      if (!busy || attempt >= this.#settings.retries) return { request, response }
      await pause(retryAfter(response, attempt))
    }
  }

  async #paced(cost: number): Promise<void> {
    const { budget, rate } = this.#settings
    const kept = this.#toCleanUp.size * this.#forCleanUp
    if (budget !== null && this.#sent + kept + cost > budget) {
      throw new BudgetSpent('the requests that --budget allows are spent')
    }
    this.#sent++
    if (rate === null) return
    const now = Date.now()
    this.#next = Math.max(now, this.#next + 1000 / rate)
    if (this.#next > now) await pause(this.#next - now)
  }

  async #once(request: Request): Promise<Response> {
    const { baseUrl, timeout, insecure } = this.#settings
    const spec = pactum.spec()
    const url = `${baseUrl}${request.path}`
    const sent = spec.withMethod(request.method).withPath(url).withRequestTimeout(timeout)
    const headers = this.#headers(request)
    sent.withHeaders(headers)
    if (insecure) sent.withCore({ rejectUnauthorized: false } as RequestOptions)
    if ('Accept-Encoding' in headers) sent.withCompression()
    if (request.body !== undefined) sent.withBody(bodyText(request.body))
    try {
      return responseOf(await sent.toss())
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new NoAnswer(request, reason)
    }
  }

  #headers({ role, headers, body, type }: Request): Record<string, string> {
    const token = role === 'nobody' ? undefined : this.#settings.tokens[role]
    return {
      Accept: 'application/json',
      ...this.#settings.headers,
      ...(token !== undefined && { Authorization: `Token ${token}` }),
      ...(body !== undefined && { 'Content-Type': type ?? 'application/json' }),
      ...headers,
    }
  }
}

const isCreating = ({ method, path }: Request): boolean =>
  method === 'POST' && /^\/api\/marketplace-plans\/?(\?|$)/.test(path)

const bodyText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))

interface Tossed {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly text?: string
  readonly body?: unknown
}

function responseOf(tossed: Tossed): Response {
  const headers = Object.fromEntries(
    Object.entries(tossed.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  const text = tossed.text ?? (typeof tossed.body === 'string' ? tossed.body : '')
  return { status: tossed.statusCode, headers, text, json: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds that the server asks for (seconds or a date), else a growing pause; a minute at most. */
function retryAfter({ headers }: Response, attempt: number): number {
  const asked = headers['retry-after'] ?? ''
  const wanted = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now()
  return Math.min(Number.isNaN(wanted) ? 500 * 2 ** attempt : Math.max(0, wanted), 60_000)
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
