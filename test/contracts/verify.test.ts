import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDeviations } from '../../contracts/run/settings/readDeviations.ts'
import { startServe } from '../http/startServe.ts'
import { listBroken, verifyWithTokens } from './startVerify.ts'

const DEVIATIONS = join(import.meta.dirname, '../../contracts/deviations/waldur-7.9-8.0.yaml')

async function verifyMock(dialect: string, ...options: string[]) {
  return verifyWith(['--as', dialect, '--calendar-delay', '0.1'], options)
}

async function verifyWith(mock: readonly string[], options: readonly string[]) {
  const server = await startServe(...mock)
  const ended = await verifyWithTokens(server.url, ...options)
  server.kill('SIGTERM')
  await server.ended
  return ended
}

describe.concurrent('verify on the mock', () => {
  it('finds nothing but the known deviations in the observed dialect, and every one of them', async () => {
    const { code, text, report } = await verifyMock('observed', '--deviations', DEVIATIONS)

    expect(listBroken(report)).toEqual([])
    expect(report.deviations.map(({ id, status }) => `${id} ${status}`)).toEqual(
      readDeviations(DEVIATIONS).map(({ id }) => `${id} known`),
    )
    expect(code, text).toBe(0)
  }, 300_000)

  it('says of a calendar job that never ends how long it has waited, and no more than that', async () => {
    const options = ['--only', 'calendar', '--calendar-wait', '1']
    const { code, text, report } = await verifyWith(['--calendar-delay', '3600'], options)

    const broken = ['calendar.becomes-idle', 'calendar.every-state', 'calendar.sync-ends']
    expect(listBroken(report).toSorted()).toEqual(broken)
    expect(text).toContain('expected sync to be done within 1 s (--calendar-wait)')
    expect(code).toBe(1)
  }, 60_000)

  it('fails in the observed dialect without them, and shows no token', async () => {
    const topics = 'plans.reply,booking.totals,document.'
    const { code, text } = await verifyMock('observed', '--only', topics)

    expect(code).toBe(1)
    expect(text).toMatch(/✗ plans\.reply-is-whole\.create/)
    expect(text).toMatch(/✗ booking\.totals-are-integers/)
    expect(text).not.toMatch(/YOUR_API_TOKEN|owner-token/)
  }, 300_000)
})
