import type { IncomingMessage } from 'node:http'
import type { ApiRequest } from '../pipeline/reading/request.ts'

/** What Express and connect note of where they have mounted a handler. */
interface Mounted {
  /** Express: the path of the mount. */
  readonly baseUrl?: string
  /** Both: the target before the path of the mount was taken off. */
  readonly originalUrl?: string
}

/** A Node request as plain data; where the mock is mounted, or a proxy has put it, is part of the origin of its links. */
export function readRequest(req: IncomingMessage & Mounted, body: Uint8Array): ApiRequest {
  return {
    method: req.method ?? 'GET',
    target: readTarget(req.url ?? '/'),
    origin: readOrigin(req) + readPrefix(req) + readMount(req),
    headers: req.headers as ApiRequest['headers'],
    body,
  }
}

/** Connect, and Vite by it, say the path of the mount by what they have taken off. */
function readMount({ baseUrl, originalUrl = '', url = '' }: IncomingMessage & Mounted): string {
  if (baseUrl !== undefined) return baseUrl
  return originalUrl.endsWith(url) ? originalUrl.slice(0, originalUrl.length - url.length) : ''
}

/** A proxy may send the whole address as target. */
const readTarget = (target: string): string => target.replace(/^https?:\/\/[^/?#]*/i, '') || '/'

const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/** Links are made for the host that the caller used, as the nearest proxy to the caller says it (§1.1). */
function readOrigin({ headers, socket }: IncomingMessage): string {
  const isSecure = readFirst(headers['x-forwarded-proto']) === 'https' || 'encrypted' in socket
  const scheme = isSecure ? 'https' : 'http'
  const hosts = [readFirst(headers['x-forwarded-host']), headers.host ?? '']
  const host = hosts.find((one) => HOST.test(one)) ?? `localhost:${socket.localPort}`
  return `${scheme}://${host}`
}

const PREFIX = /^(?:\/[\w.~-]+)+$/

/** The path under which a proxy shows what it passes on without that path. */
function readPrefix({ headers }: IncomingMessage): string {
  const prefix = readFirst(headers['x-forwarded-prefix']).replace(/\/$/, '')
  return PREFIX.test(prefix) ? prefix : ''
}

/** Each proxy adds its own behind those before it. */
const readFirst = (header: string | readonly string[] | undefined): string =>
  header === undefined ? '' : (String(header).split(',')[0] ?? '').trim()
