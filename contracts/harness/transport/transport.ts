import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import {
  chooseWait,
  isBusy,
  isCutOff,
  isEndless,
  persist,
  Unanswered,
} from '../../../src/remote/patience.ts'
import type { Attempted } from '../../../src/remote/patience.ts'
import type { Settings } from '../settings.ts'
import type { Exchange, Request, Response } from './exchange.ts'
import { Guard, isRead, UUID_PATTERN } from './guard.ts'
import { chooseMainRole, createHeaders } from './headers.ts'
import { NoAnswer, Stopped } from './ends.ts'
import { Pace } from './pace.ts'
import { renewToken } from './renewToken.ts'
import { isTrouble, TROUBLES } from './trouble.ts'
import { describeReason, sendOverWire, TooLate } from '../../../src/remote/wire.ts'

const NEVER = new AbortController().signal

/** Milliseconds that an answer may take once somebody wants the run to end, and a write to be told of. */
const PATIENCE = 5000
const MOMENT = 800

/** A server that sends a body to HEAD does so from the first one on. */
const WATCHED = 2

/** How often an answer may be late before the request is given up. */
const MOST_LATE = 2

type Attempt = Response & Attempted

/** The only way out of this machine: guarded, paced, counted, asked again when the line was disturbed. */
export class Transport {
  readonly guard: Guard
  readonly pace: Pace
  #settings: Settings
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()
  #restoring = 0
  #heads = 0
  #isChatty = false
  /** Requests that ended in nothing but the same trouble, by method, path and status. */
  readonly #hopeless = new Set<string>()
  /** How often the line was disturbed: gateways without a server, connections cut, answers late. */
  #troubles = 0
  /** Writes that were sent again though they may have been done. */
  #repeated = 0

  constructor(settings: Settings) {
    this.#settings = settings
    setMaxListeners(Infinity, NEVER, this.#stop.signal, this.#cut.signal)
    this.guard = new Guard(settings)
    this.pace = new Pace(settings, (milliseconds) => this.#pause(milliseconds))
  }

  /** As they are now: a token may have been renewed. */
  get settings(): Settings {
    return this.#settings
  }

  get tokens(): Settings['tokens'] {
    return this.#settings.tokens
  }

  get sent(): number {
    return this.pace.sent
  }

  get troubles(): number {
    return this.#troubles
  }

  get repeated(): number {
    return this.#repeated
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

  async exchange(request: Request): Promise<Exchange> {
    this.guard.demand(request)
    this.#demandGoing()
    const response = await this.#ask(request)
    if (response.status !== 401 || !this.#canRenew(request)) return { request, response }
    const used = this.#settings
    this.#settings = await renewToken(used, request.role as keyof Settings['tokens'])
    return { request, response: this.#settings === used ? response : await this.#ask(request) }
  }

  /** Only a refusal of the token that all contracts rest on says that it has expired. */
  #canRenew({ role, headers }: Request): boolean {
    const { tokenCommand } = this.#settings
    return (
      tokenCommand !== null &&
      role === chooseMainRole(this.#settings) &&
      headers?.['Authorization'] === undefined
    )
  }

  /** Whatever was made is the run's own: a request of it may be sent twice. */
  async #ask(request: Request): Promise<Response> {
    let late = 0
    const { troubles } = this
    const attempt = async (): Promise<Attempt> => {
      await this.pace.waitForTurn(request, this.#restoring > 0)
      const answer = await this.#send(request).catch((error: unknown) => {
        if (error instanceof Unanswered) this.#troubles++
        if (error instanceof NoAnswer && ++late < MOST_LATE && this.#settings.retries > 0)
          throw new Unanswered(error.message)
        throw error
      })
      if (isTrouble(answer)) this.#noteRefusal(answer)
      return answer
    }
    const pause = (milliseconds: number) => this.#pause(milliseconds)
    const retries = this.#isHopeless(request) ? 0 : this.#settings.retries
    const { retryAfter: _, ...response } = await persist(attempt, {
      retries,
      isRead: true,
      pause,
    }).catch((error: unknown) => {
      if (!(error instanceof Unanswered)) throw error
      throw new NoAnswer(request, error.message)
    })
    if (isTrouble(response)) this.#noteTrouble(request, response)
    else if (this.troubles > troubles && !isRead(request.method)) this.#repeated++
    return response
  }

  /** Who is busy has not acted, and wants to be left alone for a while; behind another gateway nobody knows. */
  #noteRefusal(answer: Attempt): void {
    const isKnown = isBusy(answer)
    if (!isKnown) this.#troubles++
    this.pace.noteRefusal(isKnown && !isEndless(answer) ? chooseWait(answer, 0) : 0)
  }

  #noteTrouble(request: Request, { status }: Response): void {
    this.#troubles++
    this.#hopeless.add(`${formatKind(request)} ${status}`)
  }

  /** What was answered so each time will be again: nobody waits for it any more. */
  #isHopeless(request: Request): boolean {
    return TROUBLES.some((status) => this.#hopeless.has(`${formatKind(request)} ${status}`))
  }

  async #send(request: Request): Promise<Attempt> {
    const settings = this.#settings
    const { timeout: whole } = settings
    const timeout = this.pace.limitTime(this.#isStopped ? Math.min(whole, PATIENCE) : whole)
    try {
      const received = await sendOverWire({
        ...settings,
        url: `${settings.baseUrl}${request.path}`,
        method: request.method,
        headers: createHeaders(settings, request),
        body: request.body === undefined ? undefined : formatBody(request.body),
        isWatched: request.method === 'HEAD' && (this.#isChatty || this.#heads++ < WATCHED),
        most: settings.answerLimit,
        timeout,
        signal: this.#stopOf(request),
      })
      this.#isChatty ||= received.hasStrayBody ?? false
      const retryAfter = received.headers['retry-after'] ?? null
      return { ...received, json: parseJson(received.text), retryAfter }
    } catch (error) {
      this.#demandGoing()
      if (error instanceof TooLate) throw this.#explainLate(request, timeout)
      throw this.#explain(request, error)
    }
  }

  #explainLate(request: Request, timeout: number): NoAnswer {
    this.pace.demandTime()
    this.#troubles++
    return new NoAnswer(request, describeLate(timeout), true)
  }

  /** A connection that was cut says nothing of the answer, and the request is sent again; another fault stays. */
  #explain(request: Request, error: unknown): NoAnswer | Unanswered {
    const reason = describeReason(error, this.#settings.answerLimit)
    const { code = '' } = error as { code?: string }
    return isCutOff(code) ? new Unanswered(reason) : new NoAnswer(request, reason)
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
}

const formatKind = ({ method, path }: Request): string =>
  `${method} ${(path.split('?')[0] ?? '').replaceAll(UUID_PATTERN, 'uuid')}`

const formatBody = (body: unknown): string =>
  typeof body === 'string' ? body : JSON.stringify(body)

const describeLate = (timeout: number): string =>
  `it was not whole within ${timeout / 1000} s (--timeout)`

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
