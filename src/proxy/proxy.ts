import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ProxyServer } from 'httpxy'
import { checkName } from '../http/ownName.ts'
import { send } from '../http/response.ts'
import { maskText, SHORTEST } from '../mock/journal/secrets.ts'
import type { Known } from '../mock/journal/secrets.ts'
import { makeResponse } from '../pipeline/response.ts'
import { cleanLine } from '../remote/clean.ts'
import { explainFault } from '../remote/explainFault.ts'
import { checkExchange } from './checkExchange.ts'
import type { Held } from './checkExchange.ts'
import { BodyTooLarge, collectBody, unpack } from './collectBody.ts'
import type { ProxiedExchange, Violation } from './exchange.ts'
import { createForwarder, forward, withoutHops } from './forward.ts'
import { createLog } from './log.ts'
import type { Log } from './log.ts'
import { renderLog } from './page.ts'
import { openTape } from './tape.ts'

export interface ProxySettings extends Held {
  /** The server behind: `https://staging.example`, a prefix is kept. */
  readonly target: string
  readonly port: number
  readonly host: string
  /** Answer 502 in place of what has a violation. */
  readonly errors?: boolean
  readonly insecure?: boolean
  /** Where to record, in the HTTP Archive format. */
  readonly record?: string
  /** Takes a line for each violation. */
  readonly report: (line: string) => void
}

export interface StartedProxy {
  readonly url: string
  readonly log: Log
  readonly stop: () => Promise<void>
}

export const PAGE = '/__mock/violations'

/** A server that passes everything on to another, and holds both directions to the document. */
export async function startProxy(settings: ProxySettings): Promise<StartedProxy> {
  const tokens = new Set<string>()
  const isKnown: Known = (word) => tokens.has(word.toLowerCase())
  const mask = (text: string) => maskText(text, isKnown)
  const log = createLog()
  const tape =
    settings.record === undefined ? null : openTape(settings.record, settings.target, isKnown)
  const hear = (exchange: ProxiedExchange): number => {
    noteTokens(tokens, exchange)
    tape?.write(exchange)
    const violations = checkExchange(settings, exchange)
    const cleaned = violations?.map((one) => ({ ...one, text: cleanLine(mask(one.text)) })) ?? null
    log.add({ ...exchange, target: mask(exchange.target) }, cleaned)
    for (const line of describeViolations(exchange, cleaned ?? [], mask)) settings.report(line)
    return cleaned?.length ?? 0
  }
  const server = createServer(makeListener(settings, log, hear))
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  const stop = async () => {
    await close(server)
    tape?.close()
  }
  return { url: writeUrl(server, settings.host), log, stop }
}

/** Rows that are alike have violations that are alike: the page has all of them. */
const MOST_LINES = 20

function describeViolations(
  { method, status, target }: ProxiedExchange,
  violations: readonly Violation[],
  mask: (text: string) => string,
): string[] {
  const lines = violations.slice(0, MOST_LINES).map(({ direction, operation, text }) => {
    const where = operation ?? cleanLine(mask(target))
    return `${method} ${status} ${direction}: ${where}: ${text}`
  })
  const more = violations.length - lines.length
  return more === 0 ? lines : [...lines, `${method} ${status}: and ${more} more in this call`]
}

function makeListener(
  settings: ProxySettings,
  log: Log,
  hear: (exchange: ProxiedExchange) => number,
) {
  const proxy = createForwarder(settings.target, settings.insecure)
  return (req: IncomingMessage, res: ServerResponse): void => {
    const refusal = checkName(req, [])
    if (refusal) return send(req, res, refusal)
    if ((req.url ?? '').split('?')[0] === PAGE) return sendPage(req, res, log)
    relay({ req, res, proxy, settings, hear }).catch((error: unknown) => sendFault(req, res, error))
  }
}

interface Relayed {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly proxy: ProxyServer
  readonly settings: ProxySettings
  readonly hear: (exchange: ProxiedExchange) => number
}

async function relay({ req, res, proxy, settings, hear }: Relayed): Promise<void> {
  const started = Date.now()
  const body = await collectBody(req)
  const answer = await forward(proxy, { req, res, body })
  const bytes = await collectBody(answer)
  const { statusCode: status = 502, headers } = answer
  const exchange = {
    at: new Date(started).toISOString(),
    duration: Date.now() - started,
    method: req.method ?? 'GET',
    target: req.url ?? '/',
    request: { headers: flatten(req.headers), body },
    status,
    response: {
      headers: flatten(headers),
      body: await unpack(bytes, headers['content-encoding']),
    },
  }
  const violations = hear(exchange)
  if (settings.errors && violations > 0) return send(req, res, makeViolationAnswer(violations))
  res.writeHead(status, [
    ...withoutHops(answer.rawHeaders),
    'X-Mock-Violations',
    String(violations),
  ])
  res.end(req.method === 'HEAD' ? undefined : bytes)
}

const flatten = (headers: IncomingMessage['headers']): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value && [value].flat().join(', ')]),
  )

/** What callers prove themselves with is masked wherever it comes back. */
function noteTokens(tokens: Set<string>, { request }: ProxiedExchange): void {
  const { authorization = '', cookie = '' } = request.headers
  for (const word of `${authorization} ${cookie}`.split(/[\s;=,]+/))
    if (word.length >= SHORTEST && !/^(?:token|bearer|basic)$/i.test(word))
      tokens.add(word.toLowerCase())
}

const makeViolationAnswer = (count: number) => {
  const detail = `${count} violations of the document: see ${PAGE} of this proxy.`
  return makeResponse({ status: 502, json: { detail } }, { 'X-Mock-Violations': String(count) })
}

function sendPage(req: IncomingMessage, res: ServerResponse, log: Log): void {
  const isHtml = /\btext\/html\b/.test(req.headers.accept ?? '')
  const text = { type: 'text/html; charset=utf-8', content: renderLog(log) }
  send(
    req,
    res,
    makeResponse({ status: 200, ...(isHtml ? { text } : { json: log.summarize() }) }, {}),
  )
}

function sendFault(req: IncomingMessage, res: ServerResponse, error: unknown): void {
  if (res.headersSent || res.destroyed) return void res.destroy()
  const isTooLarge = error instanceof BodyTooLarge
  const status = isTooLarge && error.of === 'request' ? 413 : 502
  const detail = isTooLarge
    ? error.message
    : `The server behind this proxy does not answer: ${explainFault(error)}.`
  send(req, res, makeResponse({ status, json: { detail } }, { Connection: 'close' }))
}

async function close(server: Server): Promise<void> {
  server.closeIdleConnections()
  const ended = new Promise((resolve) => server.close(resolve))
  setTimeout(() => server.closeAllConnections(), 2000).unref()
  await ended
}

const writeUrl = (server: Server, host: string): string => {
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
