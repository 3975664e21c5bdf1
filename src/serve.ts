import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { crashed, routeNotFound } from './errors.ts'
import { callOf, send } from './http.ts'
import type { Mock } from './mock.ts'
import { received, refusedBody, withPlainForm } from './receive.ts'
import { EMPTY, sendingOf } from './wire.ts'

/** `bodyLimit`: the largest request body in bytes; a larger one is answered 413. */
export interface ServeSettings {
  readonly bodyLimit?: number
}

/** What node:http calls, and what Express takes as middleware. */
export type Handler = (req: IncomingMessage, res: ServerResponse, next: Next) => void

type Next = (fault?: unknown) => void

const BODY_LIMIT = 1_048_576

/** Paths that the mock answers; a proxy may send the whole address. */
const OURS = /^(?:https?:\/\/[^/?#]*)?\/(?:api|calendar|__mock)(?=[/?]|$)/i

/** The mock as Express middleware. It answers what is under /api, /calendar and /__mock. */
export function mockRouter(mock: Mock, { bodyLimit = BODY_LIMIT }: ServeSettings = {}): Handler {
  return (req, res, next) => {
    if (!OURS.test(req.url ?? '')) return next()
    if (hasNoBody(req)) return send(req, res, mock.answer(callOf(req, EMPTY)))
    received(req, bodyLimit)
      .then(
        async (body) => mock.answer(await withPlainForm(callOf(req, body))),
        (error: unknown) => refusedBody(error, bodyLimit),
      )
      .then((sent) => send(req, res, sent))
      .catch(next)
  }
}

const hasNoBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'

/** An HTTP server for the mock. What it leaves to others is loaded when somebody asks for it. */
export function serverOf(mock: Handler, others = async (): Promise<Handler> => pass): Server {
  let loaded: Promise<Handler> | undefined
  return createServer((req, res) => {
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
  })
}

const pass: Handler = (_req, _res, next) => next()

/** Nobody has answered, or somebody has failed. */
const ending =
  (req: IncomingMessage, res: ServerResponse): Next =>
  (fault) => {
    const { reply } = fault ? crashed() : routeNotFound()
    if (res.headersSent) res.destroy()
    else send(req, res, sendingOf(reply, {}))
  }
