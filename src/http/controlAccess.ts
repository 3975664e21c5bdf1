import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { makeRefusal } from '../control/handleControl.ts'
import { isLoopback, isOwnName } from './ownName.ts'
import type { ApiRequest } from '../pipeline/request.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiResponse } from '../pipeline/response.ts'

/** Who may use /__mock. `cors`: an origin whose pages may; without it no page of another origin can. */
export interface ControlSettings {
  readonly token?: string
  readonly cors?: string
}

/** Null: the caller may use the control. Otherwise what it is answered. */
export function checkControlAccess(
  req: IncomingMessage,
  { token, cors }: ControlSettings,
): ApiResponse | null {
  const isAllowed = cors !== undefined && req.headers.origin === cors
  if (isFromOtherOrigin(req) && !isAllowed) return makeRefusal(403, OTHER_ORIGIN)
  if (isAllowed && req.method === 'OPTIONS') return makePreflight(cors)
  if (token === undefined) return isFromThisMachine(req) ? null : makeRefusal(403, OTHER_MACHINE)
  return isSame(req.headers['x-mock-control'], token) ? null : makeRefusal(403, WRONG_TOKEN)
}

/** Whether it only asks if the mock is up, as a container's probe does: anybody may know that. */
export const isProbe = ({ method, target }: Pick<ApiRequest, 'method' | 'target'>): boolean =>
  (method === 'GET' || method === 'HEAD') && /^\/__mock\/health(?=\?|$)/.test(target)

/** What a probe is told: that it is up, and nothing of what it holds. */
export const makeProbeAnswer = (): ApiResponse =>
  makeResponse({ status: 200, json: { status: 'ok' } }, { 'Cache-Control': 'no-store' })

/** A page of another origin has sent it. */
function isFromOtherOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host = '' } = headers
  return (
    (origin !== undefined && !isSameHost(origin, host)) ||
    ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']))
  )
}

/** Null: the caller may open a sandbox. Pages of other sites can send images, thousands of them. */
export function checkOpening(
  { headers }: IncomingMessage,
  { cors }: ControlSettings,
): ApiResponse | null {
  const { origin, host = '' } = headers
  if (cors !== undefined && origin === cors) return null
  const site = headers['sec-fetch-site']
  const isOther = origin !== undefined && nameIn(origin) !== nameIn(`http://${host}`)
  const isOtherSite = site === undefined ? isOther : site === 'cross-site'
  return isOtherSite ? makeRefusal(403, OTHER_SITE) : null
}

const nameIn = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).hostname : null

/** From this machine, and under a name that no other machine's page can have (DNS rebinding). */
const isFromThisMachine = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopback(socket.remoteAddress) && isOwnName(headers.host)

const OTHER_SITE =
  'Pages of other sites open no sandbox. Open it first: POST /__mock/sandboxes, or start the mock with --control-cors <origin>.'
const OTHER_ORIGIN =
  'The control is not for pages of other origins. Start the mock with --control-cors <origin> to let one in.'
const WRONG_TOKEN = 'The control needs the token of --control-token, as the header X-Mock-Control.'
const OTHER_MACHINE =
  'The control answers this machine only, as localhost or 127.0.0.1. Start the mock with --control-token <token> to use it from elsewhere.'

const isSameHost = (origin: string, host: string): boolean =>
  origin === `http://${host}` || origin === `https://${host}`

/** Digests are equally long, so that comparing them takes equally long. */
const isSame = (given: string | string[] | undefined, token: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(token))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const makePreflight = (cors: string): ApiResponse => ({
  status: 204,
  body: new Uint8Array(),
  headers: {
    ...allowOrigin(cors),
    'Access-Control-Allow-Methods': 'DELETE, GET, PATCH, POST, PUT',
    'Access-Control-Allow-Headers':
      'Content-Type, X-Mock-Control, X-Mock-Sandbox, X-Mock-Snapshot, X-Mock-Release',
  },
})

const allowOrigin = (cors: string) => ({ 'Access-Control-Allow-Origin': cors, Vary: 'Origin' })

/** An answer of the control, readable by the pages that may read it. */
export const makeReadable = (response: ApiResponse, { cors }: ControlSettings): ApiResponse =>
  cors === undefined
    ? response
    : { ...response, headers: { ...response.headers, ...allowOrigin(cors) } }

/** Headers of the event stream. */
export const makeStreamHeaders = ({ cors }: ControlSettings): Record<string, string> => ({
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  ...(cors !== undefined && allowOrigin(cors)),
})
