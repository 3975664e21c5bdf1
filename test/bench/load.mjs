// Load: many connections at once (autocannon), or one call after the other on a single connection.
import { Agent, request } from 'node:http'
import autocannon from 'autocannon'
import { processorTime } from './servers.mjs'

const CONNECTIONS = 16

const headersOf = ({ token }) => ({
  Authorization: `Token ${token}`,
  'Content-Type': 'application/json',
})

/** Answers a second, and the server's processor time an answer in microseconds. */
export async function load(server, requests, amount) {
  const before = processorTime(server)
  const result = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    headers: headersOf(server),
    requests,
    ...amount,
  })
  const after = processorTime(server)
  const answers = result['2xx']
  const wrong = result.non2xx + result.errors + result.timeouts
  if (wrong > 0 || answers === 0) throw new Error(`${server.name}: ${wrong} of ${answers} failed`)
  return { rate: answers / result.duration, cost: (after - before) / answers }
}

/** Until the engine has compiled what is hot: so many answers, or so many seconds. */
async function warmUp(server, requests, { answers, seconds }) {
  let given = 0
  for (let second = 0; second < seconds && given < answers; second++) {
    given += (await load(server, requests, { duration: 1 })).rate
  }
}

/** Rounds of load that alternate between the servers, warmed up before; the medians of each. */
export async function alternate(servers, requests, { rounds, seconds, warm }) {
  for (const server of servers) await warmUp(server, requests, warm)
  const results = servers.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, server] of servers.entries()) {
      results[index].push(await load(server, requests, { duration: seconds }))
    }
  }
  return Object.fromEntries(
    servers.map(({ name }, index) => [
      name,
      {
        rate: median(results[index].map(({ rate }) => rate)),
        cost: median(results[index].map(({ cost }) => cost)),
      },
    ]),
  )
}

/** A caller with one connection that stays open: `call` gives the milliseconds until the answer is read. */
export function caller(server) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const call = ({ method = 'GET', path, body }) =>
    new Promise((resolve, reject) => {
      const started = performance.now()
      const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
      const headers = { ...headersOf(server), ...length }
      const { port } = server
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (res) => {
        res.resume()
        res.once('end', () => {
          if (res.statusCode === 200) resolve(performance.now() - started)
          else reject(new Error(`${server.name}: ${res.statusCode} to ${method} ${path}`))
        })
      })
      sent.once('error', reject)
      sent.end(body)
    })
  return { call, close: () => agent.destroy() }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
