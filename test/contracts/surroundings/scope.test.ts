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

/** Milliseconds that a whole list takes on a slow server. */
const SLOW = 100

it.concurrent('how long a run takes is told by how long a whole list takes', async () => {
  const { url } = await startTarget({
    wrap: (inner) => (call) => {
      const end = performance.now() + (call.target.endsWith('?page_size=100') ? SLOW : 0)
      while (performance.now() < end) continue
      return inner.answer(call)
    },
  })

  const { text } = await runVerify(url, ['--only', 'lists.count', '--read-only'])

  expect(Number(/ at (\d+) ms each/.exec(text)?.[1]), text).toBeGreaterThanOrEqual(SLOW)
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
