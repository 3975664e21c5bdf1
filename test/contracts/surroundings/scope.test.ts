import { expect, it } from 'vitest'
import { startTarget } from '../startTarget.ts'
import { listBroken, readReport, runVerify } from '../startVerify.ts'

it.concurrent('verify --quick sends 500 requests at most, and says so before the first one', async () => {
  const { url, asked } = await startTarget()

  const { code, text, dir } = await runVerify(url, ['--quick', '--read-only'])

  expect(code, text).toBe(0)
  expect(asked.length).toBeLessThanOrEqual(500)
  expect(text).toMatch(
    /^\d+ contracts, about \d+ requests, about \d+ s at \d+ ms each, 2 at once\. .*\n/,
  )
  expect(text).toMatch(/- \d+ not held: not in --quick \(--full holds it\)/)
  const kept = readReport(dir).contracts.filter(({ outcome }) => outcome === 'kept')
  expect(kept.length).toBeGreaterThan(20)
})

it.concurrent('verify --minutes ends in time, with what was not held', async () => {
  const { url, mock } = await startTarget()
  const before = mock.state().plans.rows.size

  const { code, text, dir } = await runVerify(url, ['--minutes', '0.15'])

  expect(code, text).toBe(0)
  expect(text).toMatch(/- \d+ not held: the minutes that --minutes allows are over/)
  expect(readReport(dir).seconds).toBeLessThan(40)
  expect(mock.state().plans.rows.size).toBe(before)
})

it.concurrent('verify --workers holds contracts beside each other, and comes to the same end', async () => {
  const { url } = await startTarget()

  const only = ['--only', 'prices.,quotas.,groups.,lists.count,archive.']
  const { code, text, dir } = await runVerify(url, ['--workers', '4', ...only])

  expect(code, text).toBe(0)
  expect(listBroken(readReport(dir))).toEqual([])
  expect(text).toMatch(
    /^.* ms each, 4 at once\. Requests of one token may wait for each other: 3 more tokens/,
  )
})
