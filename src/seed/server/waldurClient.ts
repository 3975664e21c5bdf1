import { UsageError } from '../../errors.ts'

/** What a server said. `json` is undefined when the body is none. */
export interface ServerResponse {
  readonly status: number
  readonly headers: Headers
  readonly json: unknown
  readonly text: string
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** One server, asked with one token: paced, patient, and never following a redirect with the token. */
export interface WaldurClient {
  readonly target: string
  readonly ask: (method: Method, path: string, body?: object) => Promise<ServerResponse>
  /** The same without the token. */
  readonly askOpenly: (path: string) => Promise<ServerResponse>
  /** The server's own time as it last said it. */
  readonly time: () => number
  /** A text for people, without the token, whatever the server has put into it. */
  readonly clean: (text: string) => string
}

export interface ServerSettings {
  readonly target: string
  readonly token: string
  /** Requests a second, at most. */
  readonly rate: number
  readonly fetch?: typeof fetch
}

const PATIENCE_MS = 60_000
const RETRIES = 5

export function createWaldurClient(settings: ServerSettings): WaldurClient {
  const { token, rate, fetch: send = fetch } = settings
  const target = readAddress(settings.target)
  const clean = (text: string) =>
    (token === '' ? text : text.replaceAll(token, '(token)')).slice(0, 300)
  let next = 0
  let time = ''

  const paced = async () => {
    const now = Date.now()
    next = Math.max(now, next + 1000 / rate)
    if (next - now >= 1) await pause(next - now)
  }
  const once = async (path: string, init: RequestInit): Promise<ServerResponse> => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const response = await send(target + path, { ...init, signal, redirect: 'manual' })
    const text = await response.text()
    time = response.headers.get('date') ?? ''
    return { status: response.status, headers: response.headers, text, json: parseJson(text) }
  }
  const asked = async (path: string, init: RequestInit): Promise<ServerResponse> => {
    for (let attempt = 0; ; attempt++) {
      await paced()
      const answer = await once(path, init).catch((error: unknown) => {
        throw explainNoAnswer(error, { target, clean })
      })
      const isBusy = answer.status === 429 || answer.status === 503
      if (!isBusy || attempt >= RETRIES) return answer
      await pause(readWait(answer, attempt))
    }
  }
  return {
    target,
    clean,
    time: () => Date.parse(time) || Date.now(),
    askOpenly: (path) => asked(path, { headers: { Accept: 'application/json' } }),
    ask: (method, path, body) => asked(path, { method, ...makeInit(token, body) }),
  }
}

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

/** An error of ours that stops a run as a kill would keeps its name. */
function explainNoAnswer(
  error: unknown,
  { target, clean }: Pick<WaldurClient, 'target' | 'clean'>,
): unknown {
  if (!(error instanceof Error) || error.name === 'Killed') return error
  const cause = error.cause as { code?: string; message?: string } | undefined
  const reason = cause?.code ?? cause?.message ?? error.message
  return new UsageError(
    `${target} gives no answer (${clean(reason)}). Check the address and the network, and run the same command again: it goes on where it stopped.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds that the server asks for, else a growing pause; a minute at most. */
function readWait({ headers }: ServerResponse, attempt: number): number {
  const asked = headers.get('retry-after') ?? ''
  return Math.min(60_000, /^\d+$/.test(asked) ? Number(asked) * 1000 : 500 * 2 ** attempt)
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
