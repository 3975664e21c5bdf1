import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request as open } from 'node:http'
import { join } from 'node:path'
import { served } from '../http/served.ts'
import { request } from './request.ts'
import type { Answer, Request } from './request.ts'

/** What both sides answered to the same request in the same state. */
export interface Pair {
  readonly oracle: Answer
  readonly mock: Answer
}

/** The oracle and a mock side by side, both with the start data before each request. */
export interface Lane {
  /** Asks; after a write that happened, what it has written is read on both sides and compared too. */
  readonly compare: (request: Request, judge: Judge) => Promise<Compared>
  readonly stop: () => void
}

export interface Compared {
  readonly pair: Pair
  readonly difference: string | null
}

/** What is different, or null. */
export type Judge = (request: Request, pair: Pair) => string | null

export async function openLane(venv: string): Promise<Lane> {
  const [oracle, mock] = await Promise.all([startOracle(venv), served('--as', 'observed')])
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = async (request: Request): Promise<Pair> => {
    const [one, other] = await Promise.all([
      send(oracle.url, request, agent),
      send(mock.url, request, agent),
    ])
    return { oracle: one, mock: other }
  }
  const reset = () =>
    Promise.all([
      send(oracle.url, request('GET', '/reset'), agent),
      send(mock.url, request('POST', '/__mock/reset'), agent),
    ])
  const compare = async (sent: Request, judge: Judge): Promise<Compared> => {
    const pair = await ask(sent)
    const difference = judge(sent, pair)
    if (!isWrite(sent, pair)) return { pair, difference }
    const after = difference ?? (await compareAfter(ask, sent, { pair, judge }))
    await reset()
    return { pair, difference: after }
  }
  const stop = () => {
    oracle.stop()
    mock.kill('SIGTERM')
    agent.destroy()
  }
  return { compare, stop }
}

const isWrite = ({ method }: Request, { oracle, mock }: Pair): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(method) && (oracle.status < 300 || mock.status < 300)

interface Judged {
  readonly pair: Pair
  readonly judge: Judge
}

/** The plan of a path, or the one that was just made: each side knows it by its own uuid. */
async function compareAfter(
  ask: (request: Request) => Promise<Pair>,
  { target }: Request,
  { pair, judge }: Judged,
): Promise<string | null> {
  const path = /^\/api\/marketplace-plans\/[^/.?]+/.exec(target)?.[0]
  const read = request('GET', path ? `${path}/` : '/api/marketplace-plans/?page_size=100')
  const seen = path ? await ask(read) : await askForNew(ask, pair)
  const difference = judge(read, seen)
  return difference && `afterwards ${difference}`
}

async function askForNew(ask: (request: Request) => Promise<Pair>, pair: Pair): Promise<Pair> {
  const paths = [pair.oracle, pair.mock].map(
    ({ headers }) => new URL(headers['location'] ?? 'http://x').pathname,
  )
  const [one, other] = await Promise.all(paths.map((path) => ask(request('GET', path))))
  if (!one || !other) throw new Error('A plan was made without a location.')
  return { oracle: one.oracle, mock: other.mock }
}

/** Both are told the same host, so that links agree. */
const PATIENCE = 10_000
const HOST = 'localhost'

function send(
  url: string,
  { method, target, headers, body }: Request,
  agent: Agent,
): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const length = body.length > 0 ? [['Content-Length', String(body.length)]] : []
  return new Promise((resolve) => {
    const sent = open({
      agent,
      host: hostname,
      port,
      method,
      path: target,
      headers: [['Host', HOST], ...headers, ...length].flat(),
    })
    // A connection that is closed without an answer is an answer of its own.
    const broken = ({ message }: Error) =>
      resolve({ status: 0, headers: {}, body: Buffer.from(message) })
    sent.setTimeout(PATIENCE, () => sent.destroy(new Error('no answer')))
    sent.on('error', broken)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', broken)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Answer['headers'],
          body: Buffer.concat(parts),
        }),
      )
    })
    sent.end(body)
  })
}

async function startOracle(venv: string): Promise<{ url: string; stop: () => void }> {
  const flags = ['--bind', '127.0.0.1:0', '--worker-class', 'gthread', '--threads', '1']
  const child = spawn(
    join(venv, 'bin/gunicorn'),
    ['app.wsgi:application', ...flags, '--keep-alive', '75', '--limit-request-line', '0'],
    { cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part))
  for (;;) {
    const url = /Listening at: (http:\S+)/.exec(said)?.[1]
    if (url) return { url, stop: () => void child.kill('SIGTERM') }
    await Promise.race([once(child.stderr, 'data'), once(child, 'close')])
    if (child.exitCode !== null) throw new Error(`The oracle ended before it served: ${said}`)
  }
}
