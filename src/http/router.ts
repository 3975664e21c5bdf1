import type { IncomingMessage, ServerResponse } from 'node:http'
import { readRequest } from './request.ts'
import { send } from './response.ts'
import { isControl, makeRefusal } from '../control/handleControl.ts'
import type { Mock } from '../control/addControls.ts'
import { createStreams } from './events.ts'
import {
  checkControlAccess,
  checkOpening,
  isProbe,
  makeProbeAnswer,
  listOrigins,
  makeReadable,
  makeStreamStart,
} from './controlAccess.ts'
import type { ControlSettings } from './controlAccess.ts'
import { readAddress } from '../mock/sandboxes/sandboxes.ts'
import { readBody, makeBodyRefusal } from './readBody.ts'
import { MAIN } from '../mock/owner.ts'
import { EMPTY } from '../pipeline/bytes.ts'
import { openToPages } from '../pipeline/openToPages.ts'
import { isPreflight } from '../pipeline/reading/parseRequest.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import { preflight } from '../pipeline/response.ts'
import type { ApiResponse } from '../pipeline/response.ts'

/** `bodyLimit`: the largest request body in bytes; a larger one is answered 413. */
export interface ServeSettings {
  readonly bodyLimit?: number
  readonly control?: ControlSettings
  /** Asks another server before the mock answers from it what it does not know itself. */
  readonly fetchRest?: ((incoming: Incoming) => Promise<void>) | null
}

/** What Express takes as middleware. */
export type Handler = (req: IncomingMessage, res: ServerResponse, next: Next) => void

export type Next = (fault?: unknown) => void

export const BODY_LIMIT = 1_048_576

/** Paths that the mock answers; a proxy may send the whole address, a careless client a slash too many. */
const OURS =
  /^(?:https?:\/\/[^/?#]*)?\/(?:\/+api|(?:s\/[^/?#]+\/)?(?:api|api-auth|calendar|health-check|__mock))(?=[/?]|$)/i

/** A request on its way: what Node has of it, and as plain data. */
export interface Incoming {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly request: ApiRequest
}

/** The mock as Express middleware. It answers what is under /api, /api-auth, /calendar, /health-check, /__mock and /s. */
export function mockRouter(mock: Mock, settings: ServeSettings = {}): Handler {
  const { bodyLimit = BODY_LIMIT, control = {}, fetchRest = null } = settings
  const answer = answerWith(mock, control)
  const refuse = ({ req, res, request }: Incoming, refusal: ApiResponse) =>
    send(req, res, openToPages(refusal, request, listOrigins(control)))
  const reply = (incoming: Incoming): Promise<void> | void => {
    if (!fetchRest) return answer(incoming)
    const { request } = readAddress(incoming.request)
    if (isPreflight(request) || isControl(request) || mock.answersItself(request))
      return answer(incoming)
    return fetchRest({ ...incoming, request }).then(() => answer(incoming))
  }
  /** Only what opens a sandbox as a release that nobody has loaded yet has to wait. */
  const respond = (incoming: Incoming) => {
    const loading = mock.prepare(incoming.request)
    if (loading === null) return reply(incoming)
    return loading.then((refusal) => (refusal ? refuse(incoming, refusal) : reply(incoming)))
  }
  return (req, res, next) => {
    if (!OURS.test(req.url ?? '')) return next()
    const incoming = { req, res, request: readRequest(req, EMPTY) }
    if (hasNoBody(req)) return void respond(incoming)?.catch(next)
    readBody(req, bodyLimit)
      .then(
        (body) => respond({ ...incoming, request: readRequest(req, body) }),
        (error: unknown) => refuse(incoming, makeBodyRefusal(error, bodyLimit)),
      )
      .catch(next)
  }
}

function answerWith(mock: Mock, control: ControlSettings) {
  const operate = operateWith(mock, control)
  const origins = listOrigins(control)
  return (incoming: Incoming): void => {
    const { req, res, request } = incoming
    const { sandbox, request: inside } = readAddress(request)
    const name = sandbox ?? MAIN
    const isOpen = name === MAIN || mock.sandboxes.has(name)
    const refusal = isOpen ? null : checkOpening(req, control)
    if (!refusal && isControl(inside)) return operate({ ...incoming, sandbox: name, inside })
    const refused = refusal && isPreflight(request) ? preflight() : refusal
    send(req, res, openToPages(refused ?? mock.answer(request, 'apart'), request, origins))
  }
}

/** Answers requests of the control, and streams its events. */
function operateWith(mock: Mock, control: ControlSettings) {
  const streams = createStreams(mock)
  return (incoming: Incoming & { readonly sandbox: string; readonly inside: ApiRequest }): void => {
    const { req, res, request, sandbox, inside } = incoming
    const reply = (response: ApiResponse) => send(req, res, makeReadable(response, req, control))
    const denial = checkControlAccess(req, control)
    if (denial) return reply(isProbe(inside) ? makeProbeAnswer() : denial)
    if (!isStream(inside)) return reply(mock.answer(request))
    const { headers } = makeReadable(makeStreamStart(), req, control)
    if (!streams({ res, sandbox, headers })) reply(makeRefusal(503, TOO_MANY_STREAMS))
  }
}

const TOO_MANY_STREAMS = 'There are too many event streams already. Close one first.'

const isStream = ({ method, target }: ApiRequest): boolean =>
  method === 'GET' && /^\/__mock\/events(?=\?|$)/.test(target)

const hasNoBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
