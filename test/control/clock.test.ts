import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeClock, startRealTime, readTime } from '../../src/mock/clock.ts'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { ids, offering, plan } from '../domain/lab.ts'
import { driveMock, NOW } from './driveMock.ts'

const showTime = (from: string, advance: string) =>
  readTime(changeClock(startRealTime(0), { now: from, advance }, 0), 0).toISOString()

describe('The clock', () => {
  it.each([
    ['2026-01-31T10:00:00Z', 'P1M', '2026-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00Z', 'P1M', '2028-02-29T10:00:00.000Z'],
    ['2028-02-29T00:00:00Z', 'P1Y', '2029-02-28T00:00:00.000Z'],
    ['2026-12-15T00:00:00Z', 'P1M', '2027-01-15T00:00:00.000Z'],
    ['2026-03-02T08:00:00Z', 'P1W', '2026-03-09T08:00:00.000Z'],
    ['2026-03-02T08:00:00Z', 'P1DT2H3M4S', '2026-03-03T10:03:04.000Z'],
    ['2026-03-31T08:00:00Z', '-P1M', '2026-02-28T08:00:00.000Z'],
  ])('shows at %s, advanced by %s, %s', (from, by, then) => {
    expect(showTime(from, by)).toBe(then)
  })

  it.each(['', 'P', 'PT', '1M', 'P1', 'P1.5D', 'month', 'P1MT', 'P99999Y', '-'])(
    'refuses the duration %j',
    (duration) => {
      const { mock } = driveMock()

      expect(() => mock.clock.change({ advance: duration })).toThrow(/duration|no time/)
      expect(mock.clock.get()).toEqual({ now: NOW, speed: 1, real: true })
    },
  )

  it.each(['yesterday', '', '10000-01-01', '1899-12-31'])('refuses the time %j', (moment) => {
    const { mock } = driveMock()

    expect(() => mock.clock.change({ now: moment })).toThrow(/is no time/)
  })

  it('never leaves the years 1900 to 9999, whatever is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ days: fc.integer(), speed: fc.nat() })), (changes) => {
        let clock = startRealTime(0)
        for (const [index, { days, speed }] of changes.entries()) {
          try {
            const sign = days < 0 ? '-' : ''
            clock = changeClock(clock, { advance: `${sign}P${Math.abs(days)}D`, speed }, index)
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError)
          }
        }
        expect(readTime(clock, 1e15).toISOString()).toMatch(/^[1-9]\d{3}-/)
      }),
      { seed: 7 },
    )
  })

  it('stands still, runs faster, and is real again', () => {
    const { mock, wait } = driveMock()
    mock.clock.freeze()
    wait(60)
    expect(mock.clock.get()).toEqual({ now: NOW, speed: 0, real: false })

    mock.clock.change({ speed: 3600 })
    wait(2)
    expect(mock.clock.get().now).toBe('2026-03-02T10:00:00.000Z')

    expect(mock.clock.reset()).toEqual({ now: '2026-03-02T08:01:02.000Z', speed: 1, real: true })
  })

  it('turns future prices into prices on the first of the month', () => {
    const components = [{ type: 'node', price: '12', future_price: '13.5' }]
    const { mock, ask } = driveMock({}, { plans: [plan({ components })] })
    const price = () => (ask('GET', `${PLANS}${ids.academic}/`).json as { prices: object }).prices

    mock.clock.change({ now: '2026-03-31T23:59:59Z' })
    expect(price()).toMatchObject({ node: 12 })
    mock.clock.change({ advance: 'PT1S' })
    expect(price()).toMatchObject({ node: 13.5 })
  })

  it('lets calendar jobs finish', () => {
    const { mock, ask } = driveMock(
      { calendarJobs: { delay: 3600 } },
      { calendars: [{ uuid: ids.bench, public: false, backend_id: 'c_1' }] },
    )
    const state = () =>
      (ask('GET', `${BOOKINGS}${ids.bench}/`).json as { googlecalendar: { public: boolean } })
        .googlecalendar.public
    ask('POST', `${BOOKINGS}${ids.bench}/share_google_calendar/`)
    expect(state()).toBe(false)

    mock.clock.change({ advance: 'PT1H' })

    expect(state()).toBe(true)
  })

  it('moves availability windows: one that is over is no longer shown', () => {
    const schedules = [{ id: 'a', start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }]
    const { mock, ask } = driveMock(
      {},
      { offerings: [offering({ attributes: { schedules } })], plans: [plan()] },
    )
    const windows = () =>
      (ask('GET', `${BOOKINGS}${ids.bench}/`).json as { attributes: { schedules: unknown[] } })
        .attributes.schedules
    expect(windows()).toHaveLength(1)

    mock.clock.change({ now: '2026-03-02T10:00:01Z' })

    expect(windows()).toEqual([])
  })

  it('is told by the Date of answers, once it was changed', () => {
    const { mock, ask } = driveMock()
    expect(ask('GET', PLANS).headers['Date']).toBeUndefined()

    mock.clock.change({ now: '2027-01-01T00:00:00Z' })

    expect(ask('GET', PLANS).headers['Date']).toBe('Fri, 01 Jan 2027 00:00:00 GMT')
  })
})
