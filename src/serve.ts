import express from 'express'
import type { Express, Request, RequestHandler as Middleware } from 'express'
import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { callOf, refusedBody, send, withPlainForm } from './http.ts'
import type { Mock } from './mock.ts'
import { EMPTY } from './wire.ts'

/** `bodyLimit`: the largest request body in bytes; a larger one is answered 413. */
export interface ServeSettings {
  readonly bodyLimit?: number
}

const BODY_LIMIT = 1_048_576

/** Paths that the mock answers; a proxy may send the whole address. */
const OURS = /^(?:https?:\/\/[^/?#]*)?\/(?:api|calendar|__mock)(?=[/?]|$)/i

/** The mock as Express middleware. It answers what is under /api, /calendar and /__mock. */
export function mockRouter(mock: Mock, { bodyLimit = BODY_LIMIT }: ServeSettings = {}): Middleware {
  const readBody = express.raw({ type: () => true, limit: bodyLimit })
  return (req, res, next) => {
    if (!OURS.test(req.url)) return next()
    if (hasNoBody(req)) return send(req, res, mock.answer(callOf(req, EMPTY)))
    readBody(req, res, (error?: unknown) => {
      if (error) return send(req, res, refusedBody(error, bodyLimit))
      withPlainForm(callOf(req, req.body))
        .then((call) => send(req, res, mock.answer(call)))
        .catch(next)
    })
  }
}

const hasNoBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'

/** An Express app with nothing but what is given to it. */
export function plainApp(...handlers: Middleware[]): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  for (const handler of handlers) app.use(handler)
  return app
}

/**
 * An HTTP server for an app. Express gives each request another prototype, after which every
 * property of it is slow; here requests are born with the right one, so that nothing changes.
 */
export function serverOf(app: Express): Server {
  function BornRequest(this: IncomingMessage, socket: Socket) {
    Reflect.apply(IncomingMessage as unknown as () => void, this, [socket])
  }
  function BornResponse(this: ServerResponse, ...args: unknown[]) {
    Reflect.apply(ServerResponse as unknown as () => void, this, args)
  }
  BornRequest.prototype = app.request
  BornResponse.prototype = app.response
  const born = { IncomingMessage: BornRequest, ServerResponse: BornResponse }
  return createServer(born as never, app)
}
