import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyWithTokens } from './startVerify.ts'
import { isWhole } from '../tries.ts'

const ROOT = join(import.meta.dirname, '../..')
const PRISM = join(ROOT, 'node_modules/@stoplight/prism-cli/dist/index.js')

/** Prism on a free port. */
async function prism(...args: readonly string[]) {
  const port = await freePort()
  const child = spawn(process.execPath, [PRISM, ...args, '--port', String(port)], { cwd: ROOT })
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (String(chunk).includes('Prism is listening')) resolve()
    })
  })
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it.runIf(isWhole)(
  'Prism, which has no state, keeps the shapes and breaks the laws of state by name',
  async () => {
    const server = await prism('mock', 'openapi.yaml')

    const { code, report } = await verifyWithTokens(server.url, '--only', 'plans.,document.')

    const outcome = (start: string) =>
      report.contracts.filter(({ id }) => id.startsWith(start)).map((one) => one.outcome)
    expect(code).toBe(1)
    expect(outcome('plans.')).toContain('broken')
    server.stop()
  },
  120_000,
)
