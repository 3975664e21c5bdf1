import { describe, expect, it } from 'vitest'
import { BOOKINGS, dialectNames, createWaldur, money, NOW, PLANS } from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { ids, offering, plan, resources } from './lab.ts'

describe.each(dialectNames)('A new month as %s', (as) => {
  const components = [
    { type: 'node', price: '12', future_price: '13.5' },
    { type: 'setup', price: '50', future_price: '0' },
    { type: 'support', price: '30', future_price: null },
    { type: 'hours', price: '1.2', future_price: '1.2' },
  ]
  const waldur = () =>
    createWaldur({ as, rows: { plans: [plan({ components })], resources: resources(['OK']) } })
  const price = (amount: number) => money(as, amount)
  const before = { node: price(12), setup: price(50), support: price(30), hours: price(1.2) }
  const after = { node: price(13.5), setup: price(0), support: price(30), hours: price(1.2) }
  const future = { node: price(13.5), setup: price(0), support: null, hours: price(1.2) }

  it.each(['2026-03-31T23:59:59.999Z', '2026-03-02T08:00:01Z'])(
    'has not begun at %s: prices are as they were',
    (moment) => {
      const mock = waldur()
      mock.at(moment)

      expect(mock.plan(ids.academic)).toMatchObject({ prices: before, future_prices: future })
    },
  )

  it.each(['2026-04-01T00:00:00Z', '2026-04-15T12:00:00Z', '2027-01-01T00:00:00Z'])(
    'has begun at %s: future prices are prices, and stay visible',
    (moment) => {
      const mock = waldur()
      mock.plan(ids.academic)
      mock.at(moment)

      expect(mock.plan(ids.academic)).toMatchObject({
        prices: after,
        future_prices: future,
        init_price: 0,
        minimal_price: price(43.5),
      })
      expect(mock.offering(ids.bench).plans).toMatchObject([{ prices: after }])
    },
  )

  it('makes prices current that were scheduled a moment before', () => {
    const mock = createWaldur({ as, rows: { resources: resources(['Terminated']) } })
    mock.at('2026-03-31T23:59:59Z')
    mock.post(`${PLANS}${ids.academic}/update_prices/`, { prices: { node: '7' } })
    mock.wait(1)

    expect(mock.plan(ids.academic).prices).toMatchObject({ node: price(7), setup: price(50) })
  })

  it('does not make prices current that were scheduled in it', () => {
    const mock = createWaldur({ as, rows: { resources: resources(['OK']) } })
    mock.at('2026-04-01T00:00:00Z')
    mock.post(`${PLANS}${ids.academic}/update_prices/`, { prices: { node: '7' } })

    mock.at('2026-04-30T23:59:59Z')
    expect(mock.plan(ids.academic).prices).toMatchObject({ node: price(12) })
    mock.at('2026-05-01T00:00:00Z')
    expect(mock.plan(ids.academic).prices).toMatchObject({ node: price(7) })
  })
})

describe.each(dialectNames)('Schedules of a booking offering as %s', (as) => {
  const window = (start: string, end: string) => ({
    id: `w-${start}`,
    start,
    end,
    title: '',
    allDay: false,
    extendedProps: { type: 'Availability', config: { weekends: true } },
  })
  const [january, april, june] = ['2026-01-01', '2026-04-01', '2026-06-01'].map(
    (day) => `${day}T07:00:00.000Z`,
  ) as [string, string, string]

  const withSchedules = (schedules: object[] | undefined): Waldur =>
    createWaldur({
      as,
      rows: {
        plans: [],
        offerings: [offering({ attributes: { colour: 'red', ...(schedules && { schedules }) } })],
      },
    })
  const attributes = (waldur: Waldur) => waldur.offering(ids.bench).attributes

  it('are an empty list when there are none', () => {
    expect(attributes(withSchedules(undefined))).toEqual({ colour: 'red', schedules: [] })
    expect(attributes(withSchedules([]))).toEqual({ colour: 'red', schedules: [] })
  })

  it('lose windows that have ended, and one that ends now', () => {
    const past = window(january, '2026-02-01T00:00:00Z')
    const ending = window(january, NOW)
    const coming = window(april, june)

    expect(attributes(withSchedules([past, coming, ending]))).toMatchObject({ schedules: [coming] })
  })

  it('start a running window now, to the second', () => {
    const running = window(january, june)
    const waldur = withSchedules([running])

    waldur.at('2026-03-02T08:00:01.987Z')
    expect(attributes(waldur)).toMatchObject({
      schedules: [{ ...running, start: '2026-03-02T08:00:01.000Z' }],
    })
  })

  it('move with the clock, while what is stored stays', () => {
    const waldur = withSchedules([window(april, june)])
    const starts = () =>
      (attributes(waldur) as { schedules: { start: string }[] }).schedules.map(({ start }) => start)

    expect(starts()).toEqual([april])
    waldur.at('2026-05-01T00:00:00Z')
    expect(starts()).toEqual(['2026-05-01T00:00:00.000Z'])
    waldur.at('2026-05-02T10:11:12Z')
    expect(starts()).toEqual(['2026-05-02T10:11:12.000Z'])
    waldur.at(june)
    expect(starts()).toEqual([])
    waldur.at('2026-03-31T00:00:00Z')
    expect(starts()).toEqual([april])
  })

  it('understand other time zones, and keep their text', () => {
    const start = '2026-03-02T09:30:00+02:00'
    const end = '2026-03-02T10:30:00.123456+02:00'

    expect(attributes(withSchedules([window(start, end)]))).toMatchObject({
      schedules: [{ start: '2026-03-02T08:00:00.000Z', end }],
    })
    expect(attributes(withSchedules([window('2026-03-02T10:30:00+02:00', june)]))).toMatchObject({
      schedules: [{ start: '2026-03-02T10:30:00+02:00' }],
    })
  })

  it('are the same in the list and as the only field', () => {
    const waldur = withSchedules([window(january, june)])
    const expected = attributes(waldur)

    expect(waldur.get(BOOKINGS).json).toMatchObject([{ attributes: expected }])
    expect(waldur.get(`${BOOKINGS}${ids.bench}/?field=attributes`).json).toEqual({
      attributes: expected,
    })
  })
})
