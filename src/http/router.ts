import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { crashed, routeNotFound } from '../errors.ts'
import { readRequest, send } from './response.ts'
import { isControl, makeRefusal } from '../control/handleControl.ts'
import type { Mock } from '../control/addControls.ts'
import { createStreams } from './events.ts'
import {
  checkControlAccess,
  checkOpening,
  makeReadable,
  makeStreamHeaders,
} from './controlAccess.ts'
import type { ControlSettings } from './controlAccess.ts'
import { readAddress } from '../mock/sandboxes.ts'
import { checkName } from './ownName.ts'
import { readBody, makeBodyRefusal } from './readBody.ts'
import { answerUnknownMethod } from './unknownMethod.ts'
import { MAIN } from '../mock/owner.ts'
import { EMPTY } from '../pipeline/bytes.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiRequest } from '../pipeline/request.ts'

/** `bodyLimit`: the largest request body in bytes; a larger one is answered 413. */
export interface ServeSettings {
  readonly bodyLimit?: number
  readonly control?: ControlSettings
}

/** What node:http calls, and what Express takes as middleware. */
export type Handler = (req: IncomingMessage, res: ServerResponse, next: Next) => void

type Next = (fault?: unknown) => void

const BODY_LIMIT = 1_048_576

/** Paths that the mock answers; a proxy may send the whole address. */
const OURS = /^(?:https?:\/\/[^/?#]*)?\/(?:s\/[^/?#]+\/)?(?:api|calendar|__mock)(?=[/?]|$)/i

/** The mock as Express middleware. It answers what is under /api, /calendar, /__mock and /s. */
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
    if (denial) return send(req, res, denial)
    if (!isStream(inside)) return send(req, res, makeReadable(mock.answer(request), control))
    const stream = { res, sandbox: name, headers: makeStreamHeaders(control) }
    if (!streams(stream)) send(req, res, makeRefusal(503, TOO_MANY_STREAMS))
  }
  return (req, res, next) => {
    if (!OURS.test(req.url ?? '')) return next()
    if (hasNoBody(req)) return answer(req, res, readRequest(req, EMPTY))
    readBody(req, bodyLimit)
      .then(
        (body) => answer(req, res, readRequest(req, body)),
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

/** `names`: besides those of this machine; without it any name is answered. */
interface ServerSettings extends Pick<ServeSettings, 'bodyLimit'> {
  readonly names?: readonly string[]
}

/** An HTTP server for the mock. What it leaves to others is loaded when somebody asks for it. */
export function createMockServer(
  mock: Handler,
  others = async (): Promise<Handler> => pass,
  { bodyLimit = BODY_LIMIT, names }: ServerSettings = {},
): Server {
  let loaded: Promise<Handler> | undefined
  const listen = (req: IncomingMessage, res: ServerResponse) => {
    const refusal = names && checkName(req, names)
    if (refusal) return send(req, res, refusal)
    const end = ending(req, res)
    const next = (fault?: unknown) => {
      if (fault) return end(fault)
      loaded ??= others()
      loaded.then((handle) => handle(req, res, end)).catch(end)
    }
    try {
      mock(req, res, next)
    } catch (fault) {
      end(fault)
    }
  }
  const server = createServer(PATIENCE, listen)
  server.on('clientError', answerUnknownMethod(listen))
  return server.on('checkContinue', (req, res) => {
    const isTooLarge = Number(req.headers['content-length'] ?? 0) > bodyLimit
    if (isTooLarge) return send(req, res, makeBodyRefusal({ status: 413 }, bodyLimit))
    res.writeContinue()
    server.emit('request', req, res)
  })
}

/** Milliseconds: clients that do other work for some seconds find their connection still open. */
const PATIENCE = { keepAliveTimeout: 65_000, headersTimeout: 70_000, requestTimeout: 300_000 }

const pass: Handler = (_req, _res, next) => next()

/** Nobody has answered, or somebody has failed. */
const ending =
  (req: IncomingMessage, res: ServerResponse): Next =>
  (fault) => {
    const { reply } = fault ? crashed() : routeNotFound()
    if (res.headersSent) res.destroy()
    else send(req, res, makeResponse(reply, {}))
  }
