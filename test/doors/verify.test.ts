import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** As it is packed: the runner in it is not the one that runs this test. */
const built = new URL('../../dist/index.js', import.meta.url).href
const { serve, verify } = (await import(built)) as typeof import('../../src/doors/index.ts')

const OPTIONS = {
  token: 'YOUR_API_TOKEN',
  readOnly: true,
  dir: mkdtempSync(join(tmpdir(), 'verify-')),
  seed: 7,
}

test('verify() tells what a server keeps and what it breaks, run after run in one process', async () => {
  const [kept, broken] = await Promise.all([serve(), serve()])
  onTestFinished(() => Promise.all([kept.stop(), broken.stop()]).then(() => undefined))
  broken.mock.faults.add({ operation: 'marketplace_plans_list', breach: '/0/name' })
  const only = ['document.marketplace_plans_list', 'lists.pages']

  const [first, second] = await Promise.all(
    [kept, broken].map(({ url }) => verify(url, { ...OPTIONS, only })),
  )

  const outcomes = [first, second].map((report) =>
    report?.contracts.filter(({ outcome }) => outcome !== 'skipped').map(({ outcome }) => outcome),
  )
  expect(new Set(outcomes[0])).toEqual(new Set(['kept']))
  expect(outcomes[1]).toContain('broken')
  expect(second?.contracts.flatMap(({ findings }) => findings)[0]?.seen).toBeTruthy()
})

test('verify() of nothing says so, and can be stopped before it begins', async () => {
  const { url, stop } = await serve()
  onTestFinished(stop)

  await expect(verify(url, { ...OPTIONS, only: ['no.such'] })).rejects.toThrow(
    'No contract is left',
  )
  await expect(verify('http://127.0.0.1:9', OPTIONS)).rejects.toThrow('127.0.0.1:9')
  const signal = AbortSignal.abort()
  const stopped = await verify(url, { ...OPTIONS, only: ['lists.'], signal })
  expect([stopped.interrupted, stopped.contracts]).toEqual([true, []])
})
