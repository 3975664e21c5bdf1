import { UsageError } from '../../errors.ts'
import { readWithin, TooLarge } from '../../remote/bounded.ts'
import { cleanLine } from '../../remote/clean.ts'
import { explainFault } from '../../remote/explainFault.ts'
import { chooseFetch } from '../../remote/fetchThrough.ts'
import { isCutOff, persist, Unanswered } from '../../remote/patience.ts'
import type { Attempted } from '../../remote/patience.ts'
import { createMasker } from '../../remote/secrets.ts'
import { withinTime } from '../../remote/withinTime.ts'
import { readObject, readText } from './json.ts'

/** What a server said. `json` is undefined when the body is none. */
export interface ServerResponse extends Attempted {
  readonly headers: Headers
  readonly json: unknown
  readonly text: string
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** What a write says, and how it is seen that it has happened when no answer told of it. */
export interface Writing {
  readonly body?: object
  readonly happened?: () => Promise<ServerResponse | null>
}

/** One server, asked with one token: paced, patient, and never following a redirect with the token. */
export interface WaldurClient {
  readonly target: string
  readonly ask: (method: Method, path: string, writing?: Writing) => Promise<ServerResponse>
  /** The same without the token. */
  readonly askOpenly: (path: string) => Promise<ServerResponse>
  /** The server's own time as it last said it. */
  readonly time: () => number
  /** A text of the server in one harmless line, without the token, whatever the server has put into it. */
  readonly clean: (text: string) => string
}

export interface ServerSettings {
  readonly target: string
  readonly token: string
  /** Requests a second, at most. */
  readonly rate: number
  /** How often a request is tried again. */
  readonly retries?: number
  /** Seconds until an answer must have come as a whole. */
  readonly timeout?: number
  /** Megabytes that the server may send in all. */
  readonly readLimit?: number
  readonly fetch?: typeof fetch
}

export const TIMEOUT_S = 60
export const READ_LIMIT_MB = 64
const RETRIES = 5

export function createWaldurClient(settings: ServerSettings): WaldurClient {
  const { token, rate, retries = RETRIES } = settings
  const target = readAddress(settings.target)
  const mask = createMasker([token])
  const clean = (text: string) => cleanLine(mask(text))
  const wire = createWire(target, settings, clean)
  const waitForTurn = createPacer(rate)
  const ask = (path: string, init: RequestInit, happened?: Writing['happened']) =>
    persist(() => waitForTurn().then(() => wire.send(path, init)), {
      retries,
      isRead: init.method === undefined || init.method === 'GET',
      happened,
      pause,
    }).catch((error: unknown) => {
      throw error instanceof Unanswered ? new UsageError(error.message) : error
    })
  return {
    target,
    clean,
    time: wire.time,
    askOpenly: (path) => ask(path, { headers: { Accept: 'application/json' } }),
    ask: async (method, path, { body, happened } = {}) => {
      const answer = await ask(path, { method, ...makeInit(token, body) }, happened)
      if (answer.status === 401) throw explainRefusal(target, clean(readDetail(answer.json)))
      return answer
    },
  }
}

/** At any time: a token may expire, and what it does not see any more is not therefore gone. */
const explainRefusal = (target: string, reason: string): UsageError =>
  new UsageError(`${target} refuses the token: ${reason} Copy it again from your profile there.`)

const readDetail = (json: unknown): string => readText(readObject(json)['detail']) || '401.'

const makeInit = (token: string, body: object | undefined): RequestInit => ({
  headers: {
    Accept: 'application/json',
    Authorization: `Token ${token}`,
    ...(body && { 'Content-Type': 'application/json' }),
  },
  ...(body && { body: JSON.stringify(body) }),
})

const dropSlashes = (text: string): string => text.replace(/(?<!\/)\/+$/, '')

/** Scheme, host and mount path, without what people copy along with them. */
function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol))
    return dropSlashes(dropSlashes(`${url.origin}${url.pathname}`).replace(/\/api$/, ''))
  throw new UsageError(`"${text}" is no address. Give one like https://waldur.example.`)
}

/** Sends one request, and reads of all answers together no more than is allowed. */
function createWire(target: string, settings: ServerSettings, clean: WaldurClient['clean']) {
  const { timeout = TIMEOUT_S, readLimit = READ_LIMIT_MB } = settings
  let left = readLimit * 1_000_000
  const fetched = settings.fetch ?? chooseFetch(target, left)
  let date = ''
  const receive = async (path: string, init: RequestInit): Promise<ServerResponse> => {
    const { status, headers, body } = await fetched(target + path, { ...init, redirect: 'manual' })
    const chunks = body as AsyncIterable<Uint8Array> | null
    const bytes = chunks ? await readWithin(chunks, left) : new Uint8Array()
    left -= bytes.byteLength
    date = headers.get('date') ?? ''
    const text = new TextDecoder().decode(bytes)
    return { status, headers, text, retryAfter: headers.get('retry-after'), json: parseJson(text) }
  }
  const send = async (path: string, init: RequestInit): Promise<ServerResponse> => {
    try {
      return await withinTime(timeout * 1000, (signal) => receive(path, { ...init, signal }))
    } catch (error) {
      if (error instanceof TooLarge)
        throw new UsageError(
          `${target} has sent more than ${readLimit} MB, most lately for ${path.split('?')[0]}. Is it the right server? --read-limit <megabytes> lets it send more.`,
        )
      throw explainNoAnswer(error, `${target} gives no answer`, { timeout, clean })
    }
  }
  return { send, time: () => Date.parse(date) || Date.now() }
}

/** An error of ours that stops a run as a kill would keeps its name. */
function explainNoAnswer(
  error: unknown,
  what: string,
  { timeout, clean }: { readonly timeout: number; readonly clean: WaldurClient['clean'] },
): unknown {
  if (!(error instanceof Error) || error.name === 'Killed') return error
  const isLate = error.name === 'TimeoutError'
  const cause = (error.cause ?? error) as { readonly code?: string }
  const reason = isLate ? `none within ${timeout} s, see --timeout` : clean(explainFault(cause))
  const cure = /certificate/.test(reason)
    ? 'Name whom to trust by NODE_EXTRA_CA_CERTS=<file>'
    : 'Check the address and the network'
  const text = `${what} (${reason}). ${cure}, and run the same command again: it goes on where it stopped.`
  return isLate || isCutOff(cause.code ?? '') ? new Unanswered(text) : new UsageError(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Waits until the next request may be sent. */
function createPacer(rate: number): () => Promise<void> {
  let next = 0
  return async () => {
    const now = Date.now()
    next = Math.max(now, next + 1000 / rate)
    if (next - now >= 1) await pause(next - now)
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
