import type { RequestOptions } from 'node:https'
import pactum from 'pactum'
import type { Exchange, Request, Response } from './exchange.ts'
import { Guard } from './guard.ts'
import type { Settings } from './settings.ts'

// Its logger prints whole requests, tokens and all.
pactum.settings.setLogLevel('SILENT')

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
  reserveCleanUp(uuid: string): void {
    this.#toCleanUp.add(uuid)
  }

  releaseCleanUp(uuid: string): void {
    this.#toCleanUp.delete(uuid)
  }

  /** Requests that it may take to be rid of a plan: DELETE, archive where that is refused, and retries. */
  get #cleanUpCost(): number {
    return 2 * (1 + this.#settings.retries)
  }

  async exchange(request: Request): Promise<Exchange> {
    this.guard.demand(request)
    for (let attempt = 0; ; attempt++) {
      await this.#waitForTurn(isCreating(request) ? 1 + this.#cleanUpCost : 1)
      const response = await this.#send(request)
      const busy = response.status === 429 || response.status === 503
      if (!busy || attempt >= this.#settings.retries) return { request, response }
      await pause(readRetryAfter(response, attempt))
    }
  }

  async #waitForTurn(cost: number): Promise<void> {
    const { budget, rate } = this.#settings
    const kept = this.#toCleanUp.size * this.#cleanUpCost
    if (budget !== null && this.#sent + kept + cost > budget) {
      throw new BudgetSpent('the requests that --budget allows are spent')
    }
    this.#sent++
    if (rate === null) return
    const now = Date.now()
    this.#next = Math.max(now, this.#next + 1000 / rate)
    if (this.#next > now) await pause(this.#next - now)
  }

  async #send(request: Request): Promise<Response> {
    const { baseUrl, timeout, insecure } = this.#settings
    const spec = pactum.spec()
    const url = `${baseUrl}${request.path}`
    const sent = spec.withMethod(request.method).withPath(url).withRequestTimeout(timeout)
    const headers = this.#createHeaders(request)
    sent.withHeaders(headers)
    if (insecure) sent.withCore({ rejectUnauthorized: false } as RequestOptions)
    if ('Accept-Encoding' in headers) sent.withCompression()
    if (request.body !== undefined) sent.withBody(formatBody(request.body))
    try {
      return readResponse(await sent.toss())
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new NoAnswer(request, reason)
    }
  }

  #createHeaders({ role, headers, body, type }: Request): Record<string, string> {
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

const formatBody = (body: unknown): string =>
  typeof body === 'string' ? body : JSON.stringify(body)

interface PactumResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly text?: string
  readonly body?: unknown
}

function readResponse(tossed: PactumResponse): Response {
  const headers = Object.fromEntries(
    Object.entries(tossed.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  const text = tossed.text ?? (typeof tossed.body === 'string' ? tossed.body : '')
  return { status: tossed.statusCode, headers, text, json: parseJson(text) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds that the server asks for (seconds or a date), else a growing pause; a minute at most. */
function readRetryAfter({ headers }: Response, attempt: number): number {
  const asked = headers['retry-after'] ?? ''
  const wanted = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now()
  return Math.min(Number.isNaN(wanted) ? 500 * 2 ** attempt : Math.max(0, wanted), 60_000)
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
