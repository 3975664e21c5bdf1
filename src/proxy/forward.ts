import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { createProxyServer } from 'httpxy'
import type { ProxyServer } from 'httpxy'

interface Forwarded {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly body: Uint8Array
}

/** What a server behind is asked with; `insecure`: whatever its certificate. Each call listens while it lasts. */
export function createForwarder(target: string, insecure = false): ProxyServer {
  const settings = { changeOrigin: true, selfHandleResponse: true, proxyTimeout: 60_000 }
  const proxy = createProxyServer({ ...settings, target, secure: !insecure })
  proxy.setMaxListeners(0)
  return proxy
}

/** The answer of the server behind; rejects when there is none. */
export const forward = (proxy: ProxyServer, { req, res, body }: Forwarded) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const watch = (sent: ClientRequest, of: IncomingMessage) => {
      // Node ends the connection without an error when the other side changes to another protocol.
      if (of === req) sent.once('close', () => end(() => reject(new Error(ENDED))))
    }
    const hear = (answer: IncomingMessage, of: IncomingMessage) => {
      if (of === req) end(() => resolve(answer))
    }
    const end = (settle: () => void) => {
      proxy.off('proxyRes', hear).off('proxyReq', watch)
      settle()
    }
    proxy.on('proxyRes', hear).on('proxyReq', watch)
    proxy
      .web(req, res, { buffer: Readable.from([body]) })
      .catch((error: unknown) => end(() => reject(error)))
  })

const ENDED = 'it ended the connection, or changed to another protocol'

/** Of this connection alone; the rest is passed on letter by letter. */
const HOPS = /^(?:connection|keep-alive|transfer-encoding|proxy-.*|te|trailer|upgrade)$/i

export function withoutHops(raw: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    if (!HOPS.test(raw[at] ?? '')) kept.push(raw[at] ?? '', raw[at + 1] ?? '')
  }
  return kept
}
