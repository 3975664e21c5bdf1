import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deviationsIn } from '../contracts/options.ts'
import type { RunReport } from '../contracts/report/collect.ts'
import { served } from './served.ts'
import { verified } from './verifying.ts'

const DEVIATIONS = join(import.meta.dirname, '../contracts/deviations/waldur-7.9-8.0.yaml')

async function verifiedMock(dialect: string, ...options: string[]) {
  const server = await served('--as', dialect, '--calendar-delay', '0.1')
  const ended = await verified(server.url, ...options)
  server.kill('SIGTERM')
  await server.ended
  return ended
}

const broken = ({ contracts }: RunReport) =>
  contracts.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id)

describe('verify on the mock', () => {
  it('finds nothing in the documented dialect, and takes away what it made', async () => {
    const { code, text, report } = await verifiedMock('documented')

    expect(broken(report)).toEqual([])
    expect(code, text).toBe(0)
    const safety = report.contracts.find(({ id }) => id === 'safety.nothing-else-changed')
    expect(safety?.outcome).toBe('kept')
  }, 300_000)

  it('finds nothing but the known deviations in the observed dialect, and every one of them', async () => {
    const { code, text, report } = await verifiedMock('observed', '--deviations', DEVIATIONS)

    expect(broken(report)).toEqual([])
    expect(report.deviations.map(({ id, status }) => `${id} ${status}`)).toEqual(
      deviationsIn(DEVIATIONS).map(({ id }) => `${id} known`),
    )
    expect(code, text).toBe(0)
  }, 300_000)

  it('fails in the observed dialect without them, and shows no token', async () => {
    const topics = 'plans.reply,booking.totals,document.'
    const { code, text } = await verifiedMock('observed', '--only', topics)

    expect(code).toBe(1)
    expect(text).toMatch(/✗ plans\.reply-is-whole\.create/)
    expect(text).toMatch(/✗ booking\.totals-are-integers/)
    expect(text).not.toMatch(/YOUR_API_TOKEN|owner-token/)
  }, 300_000)
})
