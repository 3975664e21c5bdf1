// Load: many connections at once, or one call after the other on a single connection.
import { connect } from 'node:net'
import { processorTime } from './servers.mjs'

const CONNECTIONS = 16

/** A request as it goes over the wire; made once, so that the load costs little beside the server. */
function bytesOf(server, { method = 'GET', path, body = '', headers = {} }) {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Authorization: Token ${server.token}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body && ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * One connection that stays open. `send` takes a request's bytes and calls back after the last byte
 * of the answer. Reads no more of it than status and length: a client with all the trimmings needs
 * more processor time for an answer than the servers that are measured.
 */
function connection(server, fail) {
  const socket = connect(server.port, '127.0.0.1').setNoDelay(true)
  let missing = 0
  let answered
  socket.on('error', fail)
  socket.on('end', () => fail(new Error(`${server.name} has closed a connection`)))
  socket.on('data', (bytes) => {
    if (missing === 0) missing = lengthOf(bytes, server, fail)
    missing -= bytes.length
    if (missing === 0) answered()
  })
  const send = (bytes, then) => {
    answered = then
    socket.write(bytes)
  }
  return { send, close: () => socket.destroy() }
}

/** Bytes of a whole answer, by the first part of it. */
function lengthOf(bytes, { name }, fail) {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.latin1Slice(0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200') || length === undefined) fail(new Error(`${name}: ${head}`))
  return end + 4 + Number(length)
}

/** Answers a second, and the server's processor time an answer in microseconds. */
export async function load(server, requests, { seconds = Infinity, answers = Infinity }) {
  const before = processorTime(server)
  const started = performance.now()
  const given = await answersTo(server, requests, { until: started + seconds * 1000, answers })
  const rate = given / ((performance.now() - started) / 1000)
  return { given, rate, cost: (processorTime(server) - before) / given }
}

function answersTo(server, requests, { until, answers }) {
  const texts = requests.map((request) => bytesOf(server, request))
  return new Promise((resolve, reject) => {
    let [sent, given, open] = [0, 0, CONNECTIONS]
    for (let index = 0; index < CONNECTIONS; index++) {
      const { send, close } = connection(server, reject)
      const next = () => {
        if (sent < answers && performance.now() < until) {
          return send(texts[sent++ % texts.length], () => {
            given++
            next()
          })
        }
        close()
        if (--open === 0) resolve(given)
      }
      next()
    }
  })
}

/**
 * Rounds of load that alternate between the servers, warmed up before: the medians of each, and the
 * rates of all rounds, for other work on the machine comes and goes.
 */
export async function alternate(servers, requests, { rounds, seconds, warm }) {
  const results = servers.map(() => [])
  for (const server of servers) await load(server, requests, warm)
  for (let round = 0; round < rounds; round++) {
    for (const [index, server] of servers.entries()) {
      results[index].push(await load(server, requests, { seconds }))
    }
  }
  const middle = (index, key) => median(results[index].map((result) => result[key]))
  return Object.fromEntries(
    servers.map(({ name }, index) => [
      name,
      {
        rate: middle(index, 'rate'),
        cost: middle(index, 'cost'),
        rates: results[index].map(({ rate }) => rate),
      },
    ]),
  )
}

/** Milliseconds of each request on one connection; one `before` it is not timed. */
export async function timesOf(server, requests) {
  const took = []
  let failed
  const fault = new Promise((_, reject) => (failed = reject))
  const { send, close } = connection(server, failed)
  const call = (request) => {
    const bytes = bytesOf(server, request)
    return Promise.race([fault, timed((then) => send(bytes, then))])
  }
  for (const { before, ...request } of requests) {
    if (before) await call(before)
    took.push(await call(request))
  }
  close()
  return took
}

const timed = (act) =>
  new Promise((resolve) => {
    const started = performance.now()
    act(() => resolve(performance.now() - started))
  })

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
