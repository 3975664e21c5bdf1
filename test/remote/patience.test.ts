import { describe, expect, it } from 'vitest'
import { persist, Unanswered, chooseWait } from '../../src/remote/patience.ts'
import type { Attempted } from '../../src/remote/patience.ts'

const answer = (status: number, retryAfter: string | null = null): Attempted => ({
  status,
  retryAfter,
})
const cut = () => new Unanswered('cut off')

/** Asks a server that ends attempts in this way, one after the other, without waiting. */
async function askPatiently(
  endings: readonly (Attempted | Error)[],
  more: { isRead: boolean; happened?: () => Promise<Attempted | null> },
) {
  const pauses: number[] = []
  let sent = 0
  const result = await persist(
    () => {
      const ending = endings[sent++] ?? answer(200)
      return ending instanceof Error ? Promise.reject(ending) : Promise.resolve(ending)
    },
    { retries: 3, pause: async (ms) => void pauses.push(ms), ...more },
  ).then(
    ({ status }) => status,
    (error: Error) => error.name,
  )
  return { result, sent, pauses }
}

describe('A read', () => {
  it.each([429, 502, 503, 504])('is sent again after %i', async (status) => {
    expect(await askPatiently([answer(status)], { isRead: true })).toMatchObject({
      result: 200,
      sent: 2,
    })
  })

  it('is sent again after a cut connection, and waits longer each time', async () => {
    const { result, sent, pauses } = await askPatiently([cut(), cut(), cut()], { isRead: true })
    expect([result, sent, pauses]).toEqual([200, 4, [100, 400, 1600]])
  })

  it.each([200, 301, 400, 401, 404, 500])('is not sent again after %i', async (status) => {
    expect(await askPatiently([answer(status)], { isRead: true })).toMatchObject({
      result: status,
      sent: 1,
    })
  })

  it('ends after so many attempts as it began', async () => {
    const busy = Array.from({ length: 9 }, () => answer(502))
    expect(await askPatiently(busy, { isRead: true })).toMatchObject({ result: 502, sent: 4 })
    const cuts = Array.from({ length: 9 }, cut)
    expect(await askPatiently(cuts, { isRead: true })).toMatchObject({
      result: 'Unanswered',
      sent: 4,
    })
  })

  it('does not hide a fault that waiting does not mend', async () => {
    expect(await askPatiently([new TypeError('x')], { isRead: true })).toMatchObject({
      result: 'TypeError',
    })
  })
})

describe('A write', () => {
  it.each([429, 503])(
    'is sent again after %i, which says that nothing was done',
    async (status) => {
      expect(await askPatiently([answer(status)], { isRead: false })).toMatchObject({
        result: 200,
        sent: 2,
      })
    },
  )

  it.each([
    ['502', answer(502), 502],
    ['504', answer(504), 504],
    ['a cut connection', cut(), 'Unanswered'],
  ])(
    'is not sent again after %s when nobody can see what became of it',
    async (_name, ending, result) => {
      expect(await askPatiently([ending], { isRead: false })).toMatchObject({ result, sent: 1 })
    },
  )

  it.each([
    ['502', answer(502)],
    ['504', answer(504)],
    ['a cut connection', cut()],
  ])('is sent again after %s only when it is seen not to have happened', async (_name, ending) => {
    const seen = { isRead: false, happened: () => Promise.resolve(answer(201)) }
    expect(await askPatiently([ending], seen)).toMatchObject({ result: 201, sent: 1 })
    const unseen = { isRead: false, happened: () => Promise.resolve(null) }
    expect(await askPatiently([ending], unseen)).toMatchObject({ result: 200, sent: 2 })
  })
})

describe('The pause before another attempt', () => {
  it.each([
    ['7', 7000],
    ['0', 0],
    ['86400', 60_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', 1600],
    [null, 1600],
  ])('after Retry-After: %s is %i ms', (asks, milliseconds) => {
    expect(chooseWait(answer(503, asks), 2)).toBe(milliseconds)
  })

  it('is as long as a date asks for', () => {
    const date = new Date(Date.now() + 20_000).toUTCString()
    expect(chooseWait(answer(503, date), 0)).toBeGreaterThan(15_000)
    expect(chooseWait(answer(503, date), 0)).toBeLessThanOrEqual(20_000)
  })
})
