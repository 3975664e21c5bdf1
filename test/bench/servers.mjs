// Starts servers as users do: each a process of its own. Says what they cost the machine.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { STAFF } from './data.mjs'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
export const ROOT = at('../../')
export const LIST = '/api/marketplace-plans/'
const PRISM = at('../../node_modules/@stoplight/prism-cli/dist/index.js')

/** What is measured beside the mock is installed here, by the bench alone. */
export const PEERS = at('../../node_modules/.cache/bench/')

/** A peer sends what it finds in `directory`; `packed`: with the middleware that packs. */
const peer =
  (name, isPacked) =>
  (port, { directory }) => ({
    command: [`${PEERS}${name}.mjs`, port, directory, `${directory}/openapi.json`],
    ...(isPacked && { env: { PACKED: 'yes' } }),
  })

/** The command of each server. */
export const commands = {
  mock: (port, { data = 'demo', persist, journal, rest }) => ({
    command: [
      at('../../dist/cli.js'),
      'serve',
      '--port',
      port,
      '--data',
      data,
      ...(persist ? ['--persist', persist] : []),
      ...(journal === undefined ? [] : ['--journal', journal]),
      ...(rest ? ['--rest', rest] : []),
    ],
  }),
  Express: peer('express'),
  'Express with compression': peer('express', true),
  'raw node:http': peer('raw'),
  Prism: (port) => ({
    command: [PRISM, 'mock', `${ROOT}openapi.yaml`, '--host', '127.0.0.1', '--port', port],
  }),
  Fastify: peer('fastify'),
  Hono: peer('hono'),
  'json-server': peer('json-server'),
  'Mockoon CLI': (port, { directory }) => ({
    command: [
      `${PEERS}node_modules/@mockoon/cli/bin/run.js`,
      'start',
      '--data',
      `${directory}/openapi.json`,
      '--port',
      port,
      '--disable-log-to-file',
    ],
  }),
  MSW: peer('msw'),
  'openapi-backend': peer('openapi-backend'),
  'express-openapi-validator': peer('express-openapi-validator'),
}

/** Starts one, waits for its first 200 to the list, and says how long that took. */
export async function startServer(name, options = {}) {
  const port = await freePort()
  const started = performance.now()
  const { command, env } = commands[name](String(port), options)
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const errors = []
  child.stderr.on('data', (text) => errors.push(text))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const token = options.token ?? STAFF
  while (!(await answers200(port, token))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${name} does not start:\n${errors.join('')}`)
    if (performance.now() - started > PATIENCE) child.kill('SIGKILL')
  }
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(late)
  }
  const took = performance.now() - started
  return { name, port, token, took, pid: child.pid, url: `http://127.0.0.1:${port}`, stop }
}

const PATIENCE = 120_000

/** A server that is closed again at once: the port stays free for a while. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** One attempt, on a bare socket: polling must not cost more than the server that it waits for. */
function answers200(port, token) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (verdict) => {
      socket.destroy()
      setImmediate(resolve, verdict)
    }
    socket.once('error', () => setTimeout(end, 1, false))
    socket.once('data', (bytes) => end(bytes.toString('latin1').startsWith('HTTP/1.1 200')))
    socket.write(
      `GET ${LIST} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Token ${token}\r\n\r\n`,
    )
  })
}

/** Processor time that a process has used so far, in microseconds; null where it can't be told. */
export function processorTime({ pid }) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return null
  }
}

/** Resident memory of a process in MiB. */
export function residentMemory({ pid }) {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  } catch {
    return (
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
    )
  }
}
