import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { served } from '../http/served.ts'
import { verifyWithTokens } from './startVerify.ts'

const ROOT = join(import.meta.dirname, '../..')
const PRISM = join(ROOT, 'node_modules/@stoplight/prism-cli/dist/index.js')

/** Prism on a free port, with everything that it logs. */
async function startPrism(...args: readonly string[]) {
  const port = await findFreePort()
  const child = spawn(process.execPath, [PRISM, ...args, '--port', String(port)], { cwd: ROOT })
  const log: string[] = []
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      log.push(String(chunk))
      if (String(chunk).includes('Prism is listening')) resolve()
    })
  })
  const lines = (word: string) =>
    log
      .join('')
      .split('\n')
      .filter((line) => line.includes(word))
  const exchanges = () => log.join('').split('[HTTP SERVER] ')
  return { url: `http://127.0.0.1:${port}`, lines, exchanges, stop: () => child.kill() }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Prism takes usage_stats for a uuid when a method is asked that only `{uuid}` has; Waldur does not. */
const MISTAKEN = /^(put|patch|delete) \/api\/marketplace-plans\/usage_stats\//

const isAtFault = (exchange: string): boolean =>
  exchange.includes('Violation: response') && !MISTAKEN.test(exchange)

const startProxy = (url: string) => startPrism('proxy', 'openapi.yaml', url)

describe('Prism as referee', () => {
  it('finds no answer of the documented dialect at fault during a whole run of verify', async () => {
    const mock = await served('--calendar-delay', '0.1')
    const referee = await startProxy(mock.url)

    // A path without its last slash is no operation of the document, though Prism takes it for one.
    await verifyWithTokens(referee.url, '--skip', 'routing.slash')

    expect(referee.lines('Request received').length).toBeGreaterThan(2000)
    expect(referee.exchanges().filter(isAtFault)).toEqual([])
    referee.stop()
    mock.kill('SIGTERM')
  }, 600_000)

  it('does find the observed dialect at fault: it can tell', async () => {
    const mock = await served('--as', 'observed')
    const referee = await startProxy(mock.url)

    await fetch(`${referee.url}/api/marketplace-plans/`, {
      headers: { Authorization: 'Token YOUR_API_TOKEN' },
    })

    expect(referee.lines('Violation: response').length).toBeGreaterThan(0)
    referee.stop()
    mock.kill('SIGTERM')
  }, 60_000)
})

it('Prism, which has no state, keeps the shapes and breaks the laws of state by name', async () => {
  const server = await startPrism('mock', 'openapi.yaml')

  const { code, report } = await verifyWithTokens(server.url, '--only', 'plans.,document.')

  const outcome = (start: string) =>
    report.contracts.filter(({ id }) => id.startsWith(start)).map((one) => one.outcome)
  expect(code).toBe(1)
  expect(outcome('plans.')).toContain('broken')
  server.stop()
}, 120_000)
