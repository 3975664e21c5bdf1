import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServe } from './startServe.ts'
import type { Served } from './startServe.ts'
import { isWhole } from '../tries.ts'

const MIB = 1_048_576
const BOXES = 12
const PLAN = '/api/marketplace-plans/a1b2c3d4-e5f6-7890-abcd-ef1234567890/'
const HEADERS = { Authorization: 'Token YOUR_API_TOKEN', 'Content-Type': 'application/json' }

let server: Served
beforeAll(async () => {
  server = await startServe()
})
afterAll(async () => {
  server.kill('SIGTERM')
  await server.ended
})

/** Bytes of memory that the server has; Linux says it, elsewhere the mock's own sum must do. */
async function memoryOf({ pid, url }: Served): Promise<{ kept: number; resident: number }> {
  const { memory } = (await (await fetch(`${url}/__mock/health`)).json()) as {
    memory: { bytes: number }
  }
  const status = process.platform === 'linux' ? readFileSync(`/proc/${pid}/status`, 'latin1') : ''
  const resident = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  return { kept: memory.bytes, resident }
}

async function send(n: number, method: string, target: string, body: string): Promise<number> {
  const headers = { ...HEADERS, 'X-Mock-Sandbox': `box-${n % BOXES}` }
  const response = await fetch(`${server.url}${target}`, { method, headers, body })
  await response.arrayBuffer()
  return response.status
}

describe.runIf(isWhole)('What is over the limit takes no memory any more', () => {
  test('600 MB of refused bodies over 12 sandboxes leave less than 300 MiB', async () => {
    const body = `{"name": "${'x'.repeat(1_000_000)}`
    for (let n = 0; n < 600; n++) expect(await send(n, 'PATCH', PLAN, body)).toBe(400)

    const { kept, resident } = await memoryOf(server)
    expect(kept).toBeLessThanOrEqual(64 * MIB)
    expect(resident).toBeLessThan(300 * MIB)
  }, 300_000)

  test('nor do descriptions that were written and overwritten', async () => {
    const body = (n: number) => JSON.stringify({ name: 'x', description: `${n}${'y'.repeat(1e6)}` })
    for (let n = 0; n < 60; n++) expect(await send(n, 'PATCH', PLAN, body(n))).toBe(200)

    expect((await memoryOf(server)).kept).toBeLessThanOrEqual(64 * MIB)
  })
})
