import { Agent, request as open } from 'node:http'
import { startServe } from '../http/startServe.ts'
import { HOST, request } from './request.ts'
import type { Answer, Request, Side } from './request.ts'

const RESET = request('POST', '/__mock/reset')
const PATIENCE = 10_000

/** The mock as users start it. A question waits for the one before it, since both may write. */
export async function startMock(): Promise<Side> {
  const { url, kill } = await startServe('--as', 'observed')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { hostname: host, port } = new URL(url)
  const send = (sent: Request) => sendTo({ host, port, agent }, sent)
  const answer: Side['ask'] = async (sent, then) => {
    const first = await send(sent)
    if (!then || first.status >= 300) return [first]
    const target = then.target.replace('{location}', first.headers['location'] ?? '')
    const second = await send({ ...then, target })
    await send(RESET)
    return [first, second]
  }
  let last: Promise<unknown> = Promise.resolve()
  const ask: Side['ask'] = (sent, then) => {
    const answers = last.then(() => answer(sent, then))
    last = answers
    return answers
  }
  const stop = () => {
    kill('SIGTERM')
    agent.destroy()
  }
  return { ask, stop }
}

function sendTo(
  server: { host: string; port: string; agent: Agent },
  { method, target, headers, body }: Request,
): Promise<Answer> {
  const length = body.length > 0 ? [['Content-Length', String(body.length)]] : []
  return new Promise((resolve) => {
    const sent = open({
      ...server,
      method,
      path: target,
      headers: [['Host', HOST], ...headers, ...length].flat(),
    })
    // A connection that is closed without an answer is an answer of its own.
    const answerBroken = ({ message }: Error) =>
      resolve({ status: 0, headers: {}, body: Buffer.from(message) })
    sent.setTimeout(PATIENCE, () => sent.destroy(new Error('no answer')))
    sent.on('error', answerBroken)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', answerBroken)
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
