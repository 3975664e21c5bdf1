import { describe, expect, it } from 'vitest'
import { createMock, serve } from '../../src/doors/index.ts'

/** What who writes JavaScript may give, and no compiler is there to refuse. */
const untyped = { createMock, serve } as unknown as Record<
  'createMock' | 'serve',
  (settings?: object) => Record<'faults' | 'clock', Record<string, (given: unknown) => unknown>>
>

describe('Without a compiler, one is told at once of', () => {
  const mock = untyped.createMock()

  it.each<readonly [string, () => unknown, RegExp]>([
    [
      'a dialect that there is not',
      () => untyped.createMock({ as: 'seen' }),
      /as: "seen" is no dialect\. There are: documented, observed\./,
    ],
    [
      'a release that is not loaded',
      () => untyped.createMock({ release: '8.1.3' }),
      /release: "8\.1\.3" is not loaded\. Write: release: await loadRelease/,
    ],
    ['a name for a state', () => untyped.createMock({ start: 'demo' }), /start is no state\./],
    ['a fixture for a state', () => untyped.createMock({ start: { plans: [] } }), /parseFixture/],
    [
      'a status that can not be sent',
      () => mock.faults['add']?.({ status: 9999 }),
      /status: 9999 is none of a refusal/,
    ],
    [
      'a latency as a number',
      () => mock.faults['add']?.({ latency: 500 }),
      /distribution: 'fixed', ms: 500/,
    ],
    [
      'a misspelt change of the clock',
      () => mock.clock['change']?.({ set: '2026-04-01' }),
      /changed by now, advance, speed, not by set/,
    ],
    ['no change of the clock', () => mock.clock['change']?.({}), /not by nothing/],
  ])('%s', (_, act, text) => {
    expect(act).toThrow(text)
  })

  it('a port that is a text', async () => {
    await expect(untyped.serve({ port: 'abc' })).rejects.toThrow(/port: abc is none\. .* 65535/)
  })
})
