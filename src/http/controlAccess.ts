import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { makeRefusal } from '../control/handleControl.ts'
import { nameOrigin, OWN_REQUEST_HEADERS } from '../pipeline/openToPages.ts'
import { isLoopback, isOwnName } from './ownName.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiResponse } from '../pipeline/response.ts'

/** Who may use /__mock. `cors`: origins whose pages may; without them no page of another origin can. */
export interface ControlSettings {
  readonly token?: string
  readonly cors?: string | readonly string[]
}

/** Null: the caller may use the control. Otherwise what it is answered. */
export function checkControlAccess(
  req: IncomingMessage,
  settings: ControlSettings,
): ApiResponse | null {
  const { token } = settings
  const isAllowed = isFromAllowed(req, settings)
  if (isFromOtherOrigin(req) && !isAllowed) return makeRefusal(403, OTHER_ORIGIN)
  if (isAllowed && req.method === 'OPTIONS') return PREFLIGHT
  if (token === undefined) return isFromThisMachine(req) ? null : makeRefusal(403, OTHER_MACHINE)
  return isSame(req.headers['x-mock-control'], token) ? null : makeRefusal(403, WRONG_TOKEN)
}

/** Whether it only asks if the mock is up, as a container's probe does: anybody may know that. */
export const isProbe = ({ method, target }: Pick<ApiRequest, 'method' | 'target'>): boolean =>
  (method === 'GET' || method === 'HEAD') && /^\/__mock\/health(?=\?|$)/.test(target)

/** What a probe is told: that it is up, and nothing of what it holds. */
export const makeProbeAnswer = (): ApiResponse =>
  makeResponse({ status: 200, json: { status: 'ok' } }, { 'Cache-Control': 'no-store' })

/** Origins of which any page may use the mock as its own does. */
export const listOrigins = ({ cors = [] }: ControlSettings): readonly string[] => [cors].flat()

const isFromAllowed = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  settings: ControlSettings,
): boolean => listOrigins(settings).includes(headers.origin ?? '')

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
  settings: ControlSettings,
): ApiResponse | null {
  const { host = '' } = headers
  if (isFromAllowed({ headers }, settings)) return null
  const site = headers['sec-fetch-site']
  // An old browser names the page of an image in Referer alone.
  const page = headers.origin ?? headers.referer
  const isOther = page !== undefined && nameIn(page) !== nameIn(`http://${host}`)
  const isOtherSite = site === undefined ? isOther : site === 'cross-site'
  return isOtherSite ? makeRefusal(403, OTHER_SITE) : null
}

const nameIn = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).hostname : null

/** From this machine, and under a name that no other machine's page can have (DNS rebinding). */
const isFromThisMachine = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopback(socket.remoteAddress) && isOwnName(headers.host)

const OTHER_SITE =
  'Pages of other sites open no sandbox. Open it first: POST /__mock/sandboxes, or start the mock with --cors <origin>.'
const OTHER_ORIGIN =
  'The control is not for pages of other origins. Start the mock with --cors <origin> to let one in.'
const WRONG_TOKEN = 'The control needs the token of --control-token, as the header X-Mock-Control.'
const OTHER_MACHINE =
  'The control answers this machine only, as localhost or 127.0.0.1. Start the mock with --control-token <token> to use it from elsewhere.'

const isSameHost = (origin: string, host: string): boolean =>
  origin === `http://${host}` || origin === `https://${host}`

/** Digests are equally long, so that comparing them takes equally long. */
const isSame = (given: string | string[] | undefined, token: string): boolean =>
  typeof given === 'string' && given !== '' && timingSafeEqual(digest(given), digest(token))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const PREFLIGHT: ApiResponse = {
  status: 204,
  body: new Uint8Array(),
  headers: {
    'Access-Control-Allow-Methods': 'DELETE, GET, PATCH, POST, PUT',
    'Access-Control-Allow-Headers': `Content-Type, ${OWN_REQUEST_HEADERS}`,
  },
}

/** An answer of the control, a refusal too, readable by the pages that may read it. */
export function makeReadable(
  response: ApiResponse,
  { headers: { origin } }: IncomingMessage,
  settings: ControlSettings,
): ApiResponse {
  const allowed = origin === undefined || !listOrigins(settings).includes(origin) ? null : origin
  if (allowed === null) return response
  return { ...response, headers: { ...response.headers, ...nameOrigin(allowed) } }
}

/** The head of the event stream. */
export const makeStreamStart = (): ApiResponse => ({
  status: 200,
  body: new Uint8Array(),
  headers: {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  },
})
