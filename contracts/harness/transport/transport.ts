import { setTimeout as wait } from 'node:timers/promises'
import { TooLarge } from '../../../src/remote/bounded.ts'
import { chooseWait } from '../../../src/remote/patience.ts'
import type { Exchange, Request, Response } from './exchange.ts'
import { Guard, isRead } from './guard.ts'
import type { Settings } from '../settings.ts'
import { sendOverWire } from './wire.ts'

const NEVER = new AbortController().signal

/** Milliseconds that an answer may take once somebody wants the run to end, and a write to be told of. */
const PATIENCE = 5000
const MOMENT = 800

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

/** Somebody has ended the run: what was under way is cut off, and nothing else is sent. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** The only way out of this machine: guarded, paced, counted, retried when the server asks for it. */
export class Transport {
  readonly guard: Guard
  readonly #settings: Settings
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()
  #sent = 0
  #next = 0
  #restoring = 0
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

  /** Cuts off what is under way, writes a moment later; whoever sends or waits meets `Stopped`. */
  stop(): void {
    this.#stop.abort()
    setTimeout(() => this.#cut.abort(), MOMENT)
  }

  /** What brings back something that is not ours goes on when the run is ended. */
  async restore<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#restoring++
    try {
      return await work()
    } finally {
      this.#restoring--
    }
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
    this.#demandGoing()
    for (let attempt = 0; ; attempt++) {
      await this.#waitForTurn(isCreating(request) ? 1 + this.#cleanUpCost : 1)
      const response = await this.#send(request)
      const busy = response.status === 429 || response.status === 503
      if (!busy || attempt >= this.#settings.retries) return { request, response }
      const { status, headers } = response
      await this.#pause(chooseWait({ status, retryAfter: headers['retry-after'] ?? null }, attempt))
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
    if (this.#next > now) await this.#pause(this.#next - now)
  }

  async #send(request: Request): Promise<Response> {
    const { baseUrl, answerLimit, insecure } = this.#settings
    const timeout = this.#isStopped
      ? Math.min(this.#settings.timeout, PATIENCE)
      : this.#settings.timeout
    const late = AbortSignal.timeout(timeout)
    try {
      const received = await sendOverWire({
        url: `${baseUrl}${request.path}`,
        method: request.method,
        headers: this.#createHeaders(request),
        body: request.body === undefined ? undefined : formatBody(request.body),
        insecure,
        most: answerLimit,
        signal: AbortSignal.any([late, this.#stopOf(request)]),
      })
      return { ...received, json: parseJson(received.text) }
    } catch (error) {
      this.#demandGoing()
      const reason = late.aborted ? describeLate(timeout) : describeReason(error, answerLimit)
      throw new NoAnswer(request, reason)
    }
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  /** What ends a request: nothing, while something is brought back; a write gets a moment to be answered. */
  #stopOf({ method }: Request): AbortSignal {
    if (this.#restoring > 0) return NEVER
    return isRead(method) ? this.#stop.signal : this.#cut.signal
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stop
    await wait(milliseconds, undefined, this.#restoring > 0 ? {} : { signal }).catch(
      () => undefined,
    )
    this.#demandGoing()
  }

  #demandGoing(): void {
    if (this.#isStopped && this.#restoring === 0) throw new Stopped('the run was ended before')
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

const describeLate = (timeout: number): string =>
  `it was not whole within ${timeout / 1000} s (--timeout)`

const describeReason = (error: unknown, most: number): string =>
  error instanceof TooLarge
    ? `it is larger than ${most / 1_000_000} MB (--answer-limit)`
    : error instanceof Error
      ? error.message
      : String(error)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
