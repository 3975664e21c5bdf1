// Load: many connections at once, or one call after the other on a single connection.
import { connect } from 'node:net'
import { processorTime } from './servers.mjs'

const CONNECTIONS = 16

/** A request as it goes over the wire; made once, so that the load costs little beside the server. */
function bytesOf(server, { method = 'GET', path, body = '', headers = {}, token = server.token }) {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    ...(token ? [`Authorization: Token ${token}`] : []),
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
  let isOver = null
  let [answered, wanted, isHead] = [null, '200', false]
  socket.on('error', fail)
  socket.on('end', () => fail(new Error(`${server.name} has closed a connection`)))
  socket.on('data', (bytes) => {
    isOver ??= readEnd(bytes, { server, fail, wanted, isHead })
    if (!isOver(bytes)) return
    isOver = null
    answered()
  })
  const send = (bytes, { status = 200, method }, then) => {
    answered = then
    wanted = String(status)
    isHead = method === 'HEAD'
    socket.write(bytes)
  }
  return { send, close: () => socket.destroy() }
}

/** Tells of each part of an answer whether it is the last, by the head in the first part. */
function readEnd(bytes, { server, fail, wanted, isHead }) {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.latin1Slice(0, end)
  if (!head.startsWith(`HTTP/1.1 ${wanted}`)) fail(new Error(`${server.name}: ${head}`))
  if (isHead) return () => true
  if (/\r\ntransfer-encoding: chunked/i.test(head)) {
    let tail = ''
    return (part) => {
      tail = (tail + part.latin1Slice(Math.max(0, part.length - 7))).slice(-7)
      return tail === '\r\n0\r\n\r\n'
    }
  }
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) fail(new Error(`${server.name}: ${head}`))
  let missing = end + 4 + Number(length)
  return (part) => (missing -= part.length) === 0
}

/** Answers a second, the server's processor time an answer in microseconds, and milliseconds at p99. */
export async function load(
  server,
  requests,
  { seconds = Infinity, answers = Infinity, connections = CONNECTIONS },
) {
  const before = processorTime(server)
  const started = performance.now()
  const until = started + seconds * 1000
  const took = await answersTo(server, requests, { until, answers, connections })
  const given = took.length
  const rate = given / ((performance.now() - started) / 1000)
  const cost = (processorTime(server) - before) / given
  return { given, rate, cost, p99: took.sort((a, b) => a - b)[Math.floor(given * 0.99)] }
}

function answersTo(server, requests, { until, answers, connections }) {
  const texts = requests.map((request) => bytesOf(server, request))
  const took = []
  return new Promise((resolve, reject) => {
    let [sent, open] = [0, connections]
    for (let index = 0; index < connections; index++) {
      const { send, close } = connection(server, reject)
      const next = () => {
        const began = performance.now()
        if (sent < answers && began < until) {
          const n = sent++ % texts.length
          return send(texts[n], requests[n], () => {
            took.push(performance.now() - began)
            next()
          })
        }
        close()
        if (--open === 0) resolve(took)
      }
      next()
    }
  })
}

/**
 * Rounds of load that alternate between contenders (`{ name, server, requests }`), warmed up before:
 * what each round measured, for other work on the machine comes and goes.
 */
export async function alternate(contenders, { rounds, seconds, warm, connections }) {
  const results = contenders.map(({ name }) => ({ name, rounds: [] }))
  for (const { server, requests } of contenders) await load(server, requests, warm)
  for (let round = 0; round < rounds; round++) {
    for (const [index, { server, requests }] of contenders.entries()) {
      results[index].rounds.push(await load(server, requests, { seconds, connections }))
    }
  }
  return results
}

/** Milliseconds of each request on one connection, one after the other. */
export async function timesOf(server, requests) {
  const took = []
  let failed
  const fault = new Promise((_, reject) => (failed = reject))
  const { send, close } = connection(server, failed)
  const call = (request) => {
    const bytes = bytesOf(server, request)
    return Promise.race([fault, timed((then) => send(bytes, request, then))])
  }
  for (const request of requests) took.push(await call(request))
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
