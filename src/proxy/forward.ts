import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { createProxyServer } from 'httpxy'
import type { ProxyServer } from 'httpxy'

interface Forwarded {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly body: Uint8Array
}

/** What a server behind is asked with; `insecure`: whatever its certificate. */
export const createForwarder = (target: string, insecure = false): ProxyServer =>
  createProxyServer({
    target,
    changeOrigin: true,
    selfHandleResponse: true,
    secure: !insecure,
    proxyTimeout: 60_000,
  })

/** The answer of the server behind; rejects when there is none. */
export const forward = (proxy: ProxyServer, { req, res, body }: Forwarded) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const hear = (answer: IncomingMessage, of: IncomingMessage) => {
      if (of !== req) return
      proxy.off('proxyRes', hear)
      resolve(answer)
    }
    proxy.on('proxyRes', hear)
    proxy.web(req, res, { buffer: Readable.from([body]) }).catch((error: unknown) => {
      proxy.off('proxyRes', hear)
      reject(error)
    })
  })

/** Of this connection alone; the rest is passed on letter by letter. */
const HOPS = /^(?:connection|keep-alive|transfer-encoding|proxy-.*|te|trailer|upgrade)$/i

export function withoutHops(raw: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    if (!HOPS.test(raw[at] ?? '')) kept.push(raw[at] ?? '', raw[at + 1] ?? '')
  }
  return kept
}
