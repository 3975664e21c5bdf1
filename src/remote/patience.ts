/** What trying again depends on: how an answer ended, and how long its server asks to wait. */
export interface Attempted {
  readonly status: number
  readonly retryAfter: string | null
}

export interface Patience<Answer> {
  /** How often it is tried again, at most. */
  readonly retries: number
  /** May it be sent twice without a second thought? */
  readonly isRead: boolean
  /** Looks whether a write has happened after all: what it would have answered, or null. */
  readonly happened?: (() => Promise<Answer | null>) | undefined
  readonly pause: (milliseconds: number) => Promise<void>
}

/** No whole answer came: whether the server has acted is not known. */
export class Unanswered extends Error {
  override name = 'Unanswered'
}

/**
 * Asks until there is an answer to keep. A server that is busy (429, 503) has not acted, so anything is asked
 * again; after 502, 504, a reset connection or a time-out a read is, and a write only when it can be seen that
 * it has not happened.
 */
export async function persist<Answer extends Attempted>(
  attempt: () => Promise<Answer>,
  { retries, isRead, happened, pause }: Patience<Answer>,
): Promise<Answer> {
  for (let nth = 0; ; nth++) {
    const outcome = await attempt().catch(explainSilence)
    const isLast = nth >= retries || !isToRepeat(outcome)
    if (!isLast && (isRead || isBusy(outcome))) {
      await pause(chooseWait(outcome, nth))
      continue
    }
    if (isLast || !happened) return orThrow(outcome)
    await pause(chooseWait(outcome, nth))
    const found = await happened()
    if (found) return found
  }
}

type Outcome<Answer> = Answer | Unanswered

function explainSilence(error: unknown): Unanswered {
  if (error instanceof Unanswered) return error
  throw error
}

function orThrow<Answer>(outcome: Outcome<Answer>): Answer {
  if (outcome instanceof Unanswered) throw outcome
  return outcome
}

const statusOf = (outcome: Outcome<Attempted>): number =>
  outcome instanceof Unanswered ? 0 : outcome.status

/** Is a server busy, and has not acted? */
export const isBusy = (outcome: Outcome<Attempted>): boolean =>
  [429, 503].includes(statusOf(outcome))

const isToRepeat = (outcome: Outcome<Attempted>): boolean =>
  [0, 429, 502, 503, 504].includes(statusOf(outcome)) && !isEndless(outcome)

const MINUTE = 60_000

/** Who asks for more milliseconds than all attempts together would wait is not asked again. */
const LONGEST = 5 * MINUTE

/** Does a server ask for more time than anybody gives it? */
export const isEndless = (outcome: Outcome<Attempted>): boolean => readWait(outcome) > LONGEST

/** Milliseconds that a server asks for (seconds or a date), else a growing pause; a minute at most. */
export function chooseWait(outcome: Outcome<Attempted>, nth: number): number {
  const wanted = readWait(outcome)
  return Math.min(Number.isNaN(wanted) ? 100 * 4 ** nth : Math.max(0, wanted), MINUTE)
}

/** NaN: it does not say how long. */
function readWait(outcome: Outcome<Attempted>): number {
  const asked = outcome instanceof Unanswered ? '' : (outcome.retryAfter ?? '')
  return /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now()
}

/** Does an error of a connection mean that nobody knows what became of the request? */
export const isCutOff = (code: string): boolean =>
  /^(?:ECONNRESET|EPIPE|ETIMEDOUT|UND_ERR_SOCKET|UND_ERR_\w+_TIMEOUT|TimeoutError)$/.test(code)
