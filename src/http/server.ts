import type { Express, Request, Response } from 'express'
import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import type { RequestListener, Server, ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import { crashed, routeNotFound } from '../errors.ts'
import { createApp } from './app.ts'
import { makeBodyRefusal } from './readBody.ts'
import { makeResponse } from '../pipeline/response.ts'
import { send } from './response.ts'
import { BODY_LIMIT } from './router.ts'
import type { Handler, Next } from './router.ts'
import type { AppSettings } from './app.ts'
import { answerUnreadable } from './unreadable.ts'
import type { Exchange } from './unreadable.ts'

/** Makes a server of Node: of HTTPS, with a certificate, where it is not HTTP. */
export type CreateServer = <
  Q extends typeof IncomingMessage = typeof IncomingMessage,
  S extends typeof ServerResponse<InstanceType<Q>> = typeof ServerResponse<InstanceType<Q>>,
>(
  options: ServerOptions<Q, S>,
  listen: RequestListener<Q, S>,
) => Server<Q, S>

/** An HTTP server for the mock: an Express app, its router first. */
export function createMockServer(
  router: Handler,
  { bodyLimit = BODY_LIMIT, create = createServer, ...settings }: ServerSettings = {},
): Server {
  const app = createApp(router, settings)
  const last = new WeakMap<Socket, Exchange>()
  const listen = (req: IncomingMessage, res: ServerResponse) => {
    last.set(req.socket, { req, res })
    app(req as Request, res as Response, endRequest(req, res))
  }
  const server = create({ ...PATIENCE, ...makeBornClasses(app) }, listen)
  server.on(
    'clientError',
    answerUnreadable((socket) => last.get(socket), listen),
  )
  return server.on('checkContinue', (req, res) => {
    const isTooLarge = Number(req.headers['content-length'] ?? 0) > bodyLimit
    if (isTooLarge) return send(req, res, makeBodyRefusal({ status: 413 }, bodyLimit))
    res.writeContinue()
    server.emit('request', req, res)
  })
}

export interface ServerSettings extends AppSettings {
  readonly create?: CreateServer
}

/** Milliseconds: clients that do other work for some seconds find their connection still open. */
const PATIENCE = { keepAliveTimeout: 65_000, headersTimeout: 70_000, requestTimeout: 300_000 }

/**
 * Express gives every request and response the prototype that its app has, and an object whose
 * prototype was changed is slow from then on. These are born with it, so that nothing changes.
 */
function makeBornClasses(app: Express) {
  class BornRequest extends IncomingMessage {}
  class BornResponse extends ServerResponse {}
  app.request = Object.setPrototypeOf(BornRequest.prototype, app.request) as Request
  app.response = Object.setPrototypeOf(BornResponse.prototype, app.response) as Response
  return { IncomingMessage: BornRequest, ServerResponse: BornResponse }
}

/** Nobody has answered, or somebody has failed. */
const endRequest =
  (req: IncomingMessage, res: ServerResponse): Next =>
  (fault) => {
    const { reply } = fault ? crashed() : routeNotFound()
    if (res.headersSent) res.destroy()
    else send(req, res, makeResponse(reply, {}))
  }
