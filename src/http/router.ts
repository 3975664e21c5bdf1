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
  makeReadable,
  makeStreamHeaders,
} from './controlAccess.ts'
import type { ControlSettings } from './controlAccess.ts'
import { readAddress } from '../mock/sandboxes.ts'
import { readBody, makeBodyRefusal } from './readBody.ts'
import { MAIN } from '../mock/owner.ts'
import { EMPTY } from '../pipeline/bytes.ts'
import type { ApiRequest } from '../pipeline/request.ts'

/** `bodyLimit`: the largest request body in bytes; a larger one is answered 413. */
export interface ServeSettings {
  readonly bodyLimit?: number
  readonly control?: ControlSettings
}

/** What Express takes as middleware. */
export type Handler = (req: IncomingMessage, res: ServerResponse, next: Next) => void

export type Next = (fault?: unknown) => void

export const BODY_LIMIT = 1_048_576

/** Paths that the mock answers; a proxy may send the whole address, a careless client a slash too many. */
const OURS =
  /^(?:https?:\/\/[^/?#]*)?\/(?:\/+api|(?:s\/[^/?#]+\/)?(?:api|api-auth|calendar|health-check|__mock))(?=[/?]|$)/i

/** The mock as Express middleware. It answers what is under /api, /api-auth, /calendar, /health-check, /__mock and /s. */
export function mockRouter(mock: Mock, settings: ServeSettings = {}): Handler {
  const { bodyLimit = BODY_LIMIT, control = {} } = settings
  const streams = createStreams(mock)
  const answer = (req: IncomingMessage, res: ServerResponse, request: ApiRequest): void => {
    const { sandbox, request: inside } = readAddress(request)
    const name = sandbox ?? MAIN
    const isOpen = name === MAIN || mock.sandboxes.has(name)
    const refusal = isOpen ? null : checkOpening(req, control)
    if (refusal) return send(req, res, refusal)
    if (!isControl(inside)) return send(req, res, mock.answer(request))
    const denial = checkControlAccess(req, control)
    if (denial) return send(req, res, isProbe(inside) ? makeProbeAnswer() : denial)
    if (!isStream(inside)) return send(req, res, makeReadable(mock.answer(request), control))
    const stream = { res, sandbox: name, headers: makeStreamHeaders(control) }
    if (!streams(stream)) send(req, res, makeRefusal(503, TOO_MANY_STREAMS))
  }
  /** Only what opens a sandbox as a release that nobody has loaded yet has to wait. */
  const respond = (req: IncomingMessage, res: ServerResponse, request: ApiRequest) => {
    const loading = mock.prepare(request)
    if (loading === null) return answer(req, res, request)
    return loading.then((refusal) =>
      refusal ? send(req, res, refusal) : answer(req, res, request),
    )
  }
  return (req, res, next) => {
    if (!OURS.test(req.url ?? '')) return next()
    if (hasNoBody(req)) return void respond(req, res, readRequest(req, EMPTY))?.catch(next)
    readBody(req, bodyLimit)
      .then(
        (body) => respond(req, res, readRequest(req, body)),
        (error: unknown) => send(req, res, makeBodyRefusal(error, bodyLimit)),
      )
      .catch(next)
  }
}

const TOO_MANY_STREAMS = 'There are too many event streams already. Close one first.'

const isStream = ({ method, target }: ApiRequest): boolean =>
  method === 'GET' && /^\/__mock\/events(?=\?|$)/.test(target)

const hasNoBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
