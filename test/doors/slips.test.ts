import { describe, expect, it } from 'vitest'
import { createMock, serve } from '../../src/doors/index.ts'

/** What who writes JavaScript may give, and no compiler is there to refuse. */
type Untyped = Record<'faults' | 'clock', Record<string, (given: unknown) => unknown>> & {
  readonly answer: (...call: unknown[]) => unknown
  readonly sandbox: (name: string) => Untyped
}
const untyped = { createMock, serve } as unknown as Record<
  'createMock' | 'serve',
  (settings?: object) => Untyped
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
    [
      'a call without headers',
      () => mock.answer({ method: 'GET', target: '/api/booking-offerings/' }),
      /answer takes \{ method, target, origin, headers, body \}: .* fetch takes/,
    ],
    [
      'a body that is an object',
      () =>
        mock
          .sandbox('one')
          .answer({ method: 'POST', target: '/api/marketplace-plans/', headers: {}, body: {} }),
      /the body as a Uint8Array/,
    ],
    ['no call', () => mock.answer(), /answer takes/],
    ['no change of the clock', () => mock.clock['change']?.({}), /not by nothing/],
  ])('%s', (_, act, text) => {
    expect(act).toThrow(text)
  })

  it('a port that is a text', async () => {
    await expect(untyped.serve({ port: 'abc' })).rejects.toThrow(/port: abc is none\. .* 65535/)
  })
})
