import { findProxy } from './agent.ts'
import { sendOverWire } from './wire.ts'

/** Statuses whose answers have no body. */
const BARE = [204, 205, 304]

/** How an address is asked: through the proxy that the environment names for it, or as usual. `most`: bytes of an answer. */
export function chooseFetch(address: string, most: number): typeof fetch {
  const proxy = findProxy(address)
  if (proxy === null) return fetch
  return async (input, { method = 'GET', headers, body, signal } = {}) => {
    const {
      status,
      headers: said,
      text,
    } = await sendOverWire({
      url: String(input),
      method,
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === 'string' ? body : undefined,
      insecure: false,
      proxy,
      certificates: null,
      isWatched: false,
      most,
      timeout: FOR_EVER,
      signal: signal ?? NEVER,
    })
    return new Response(BARE.includes(status) ? null : text, { status, headers: said })
  }
}

/** Milliseconds, the most that a timer takes: who asks ends it by a signal. */
const FOR_EVER = 2 ** 31 - 1
const NEVER = new AbortController().signal
