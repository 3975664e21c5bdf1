import { NOT_QUICK } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { BudgetSpent } from './ends.ts'
import type { Request } from './exchange.ts'

/** Milliseconds that an answer gets at least, however little time is left. */
const SHORTEST = 1000

/** Requests that a quick run keeps back to make calendars what they were; any other run takes what that needs. */
export const RESTORING = 20

/** How many requests are sent, how fast, and until when. */
export class Pace {
  readonly #settings: Settings
  readonly #pause: (milliseconds: number) => Promise<void>
  #sent = 0
  #next = 0
  /** Milliseconds since 1970 until which the server wants to be left alone. */
  #until = 0
  /** Requests that a gateway answered in place of the server. */
  #refused = 0
  /** Plans that are still to be taken away: requests for that are kept back. */
  readonly #toCleanUp = new Set<string>()

  constructor(settings: Settings, pause: (milliseconds: number) => Promise<void>) {
    this.#settings = settings
    this.#pause = pause
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

  /** Requests that it may take to be rid of a plan: DELETE, archive where that is refused, and retries where they count. */
  get #cleanUpCost(): number {
    const { quick, retries } = this.#settings
    return 2 * (quick ? 1 : 1 + retries)
  }

  /** Waits until a request may be sent, and counts it. What takes plans away has time without end, and what brings back a budget, too. */
  async waitForTurn(request: Request, isRestoring: boolean): Promise<void> {
    const { budget, rate } = this.#settings
    if (!isRestoring && !isRemoving(request)) this.demandTime()
    const cost = isCreating(request) ? 1 + this.#cleanUpCost : 1
    const kept = this.#toCleanUp.size * this.#cleanUpCost
    const most = (budget ?? Infinity) + (isRestoring ? this.#restoringCost : 0)
    if (this.#spent + kept + cost > most) throw new BudgetSpent(this.#describeSpent())
    this.#sent++
    if (this.#until > Date.now()) await this.#pause(this.#until - Date.now())
    if (rate === null) return
    const now = Date.now()
    this.#next = Math.max(now, this.#next + 1000 / rate)
    if (this.#next > now) await this.#pause(this.#next - now)
  }

  get #restoringCost(): number {
    return this.#settings.quick ? RESTORING : Infinity
  }

  /** A quick run has a number of answers to get; a budget that somebody gives is one of requests. */
  get #spent(): number {
    return this.#sent - (this.#settings.quick ? this.#refused : 0)
  }

  /** A gateway has answered in place of the server; for so long nothing is sent, by nobody. */
  noteRefusal(milliseconds: number): void {
    this.#refused++
    this.#until = Math.max(this.#until, Date.now() + milliseconds)
  }

  #describeSpent(): string {
    return this.#settings.quick ? NOT_QUICK : 'the requests that --budget allows are spent'
  }

  demandTime(): void {
    if (this.#left <= 0) throw new BudgetSpent('the minutes that --minutes allows are over')
  }

  /** Milliseconds that an answer may take: not much longer than the run has. */
  limitTime(timeout: number): number {
    return Math.min(timeout, Math.max(SHORTEST, this.#left))
  }

  get #left(): number {
    const { deadline } = this.#settings
    return deadline === null ? Infinity : deadline - Date.now()
  }
}

const isCreating = ({ method, path }: Request): boolean =>
  method === 'POST' && /^\/api\/marketplace-plans\/?(\?|$)/.test(path)

const isRemoving = ({ method, path }: Request): boolean =>
  method === 'DELETE' || (method === 'POST' && path.endsWith('/archive/'))
