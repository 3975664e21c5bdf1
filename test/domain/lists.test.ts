import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { id } from '../fixture/shop.ts'
import {
  BOOKINGS,
  detail,
  dialectNames,
  createWaldur,
  names,
  ORIGIN,
  PLANS,
  STATS,
} from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { ids, lab, offering, plan } from './lab.ts'

/** A laboratory with so many plans, named 00, 01, …, on its bench. */
const withPlans = (count: number): Waldur =>
  createWaldur({ rows: { plans: Array.from({ length: count }, (_, index) => numberPlan(index)) } })

const numberPlan = (index: number) =>
  plan({ uuid: id(0x1000 + index), name: String(index).padStart(3, '0'), components: [] })

const link = (rel: string, query: string) => `<${ORIGIN}${PLANS}${query}>; rel="${rel}"`

describe('Pages', () => {
  const waldur = withPlans(25)
  const page = (query: string) => waldur.get(`${PLANS}${query}`)

  it('have ten rows unless asked otherwise', () => {
    expect(names(page(''))).toHaveLength(10)
    expect(page('').headers['X-Result-Count']).toBe('25')
    expect(names(page('?page=3'))).toEqual(['020', '021', '022', '023', '024'])
  })

  it.each([
    ['2', 2],
    ['25', 25],
    ['0', 10],
    ['-3', 10],
    ['x', 10],
    ['', 10],
    ['1.5', 10],
  ])('page_size=%s gives %i rows', (size, rows) => {
    expect(names(page(`?page_size=${size}`))).toHaveLength(rows)
  })

  it('have at most 300 rows', () => {
    const many = withPlans(301)

    expect(names(many.get(`${PLANS}?page_size=1000`))).toHaveLength(300)
    expect(names(many.get(`${PLANS}?page_size=1000&page=2`))).toEqual(['300'])
    expect(many.get(`${PLANS}?page_size=1000`).headers['Link']).toContain(
      link('next', '?page=2&page_size=1000'),
    )
  })

  it.each(['0', '4', '-1', 'x', '1.5', 'LAST', '999999999999'])(
    'page=%s does not exist',
    (number) => {
      expect(page(`?page=${number}`)).toMatchObject({ status: 404, json: detail('Invalid page.') })
    },
  )

  it('the last page has a name, and an empty page means the first', () => {
    expect(page('?page=last').json).toEqual(page('?page=3').json)
    expect(page('?page=').json).toEqual(page('').json)
  })

  it.each([
    ['', [link('first', ''), link('next', '?page=2'), link('last', '?page=3')]],
    [
      '?page=2',
      [link('first', ''), link('prev', ''), link('next', '?page=3'), link('last', '?page=3')],
    ],
    ['?page=3', [link('first', ''), link('prev', '?page=2'), link('last', '?page=3')]],
    ['?page=last', [link('first', ''), link('prev', '?page=2'), link('last', '?page=3')]],
    ['?page_size=25', [link('first', '?page_size=25'), link('last', '?page_size=25')]],
    [
      '?page_size=2&page=3&offering_slug=bench-1',
      [
        link('first', '?offering_slug=bench-1&page_size=2'),
        link('prev', '?offering_slug=bench-1&page=2&page_size=2'),
        link('next', '?offering_slug=bench-1&page=4&page_size=2'),
        link('last', '?offering_slug=bench-1&page=13&page_size=2'),
      ],
    ],
    [
      '?z=a,b&o=2&o=1&page_size=30',
      [
        link('first', '?o=2&o=1&page_size=30&z=a%2Cb'),
        link('last', '?o=2&o=1&page_size=30&z=a%2Cb'),
      ],
    ],
    [
      '?offering_slug=none',
      [link('first', '?offering_slug=none'), link('last', '?offering_slug=none')],
    ],
  ])('%s leads to its neighbours', (query, links) => {
    expect(page(query).headers['Link']).toBe(links.join(', '))
  })

  it('an empty list has a first page', () => {
    const { status, json, headers } = page('?offering_slug=none&page=1')

    expect({ status, json }).toEqual({ status: 200, json: [] })
    expect(headers['X-Result-Count']).toBe('0')
  })

  it.each([BOOKINGS, STATS])('%s has pages too', (path) => {
    const { headers, json } = waldur.get(`${path}?page_size=1&page=2`)

    expect(json).toHaveLength(1)
    expect(headers['Link']).toContain(`<${ORIGIN}${path}?page_size=1>; rel="prev"`)
    expect(waldur.get(`${path}?page=9`)).toMatchObject({ json: detail('Invalid page.') })
  })

  it('following next shows every row once, whatever the page size', () => {
    const sizes = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 30 }), (size, count) => {
        const lab = withPlans(count)
        const seen: unknown[] = []
        let path: string | undefined = `${PLANS}?page_size=${size}`
        while (path !== undefined) {
          const answer = lab.get(path)
          seen.push(...names(answer))
          path = /<http:\/\/waldur\.test([^>]*)>; rel="next"/.exec(
            answer.headers['Link'] ?? '',
          )?.[1]
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, index) => numberPlan(index).name))
      }),
      { seed: 2026, numRuns: 50 },
    )
  })
})

describe('The order of a list', () => {
  it('is by name, as a database with a language sorts', () => {
    const titles = ['b', 'Á', 'a', 'B', 'Z', 'ä']
    const plans = titles.map((name, index) => plan({ uuid: id(index + 1), name }))

    expect(names(createWaldur({ rows: { plans } }).get(PLANS))).toEqual([
      'a',
      'Á',
      'ä',
      'b',
      'B',
      'Z',
    ])
  })

  it('follows a plan that is renamed', () => {
    const waldur = createWaldur()
    waldur.patch(`${PLANS}${ids.mirror}/`, { unit: 'hour' })
    waldur.patch(`${PLANS}${ids.academic}/`, { name: 'Zebra' })

    expect(names(waldur.get(PLANS))).toEqual(['Hoist', 'Mirror', 'Zebra'])
  })
})

describe.each(dialectNames)('Filters of the plan list as %s', (as) => {
  const child = offering({ uuid: id(0xc9), name: 'Child', slug: 'child-1', parent: ids.bench })
  const rows = {
    offerings: [...lab.offerings, child],
    plans: [...lab.plans, plan({ uuid: id(0xd9), name: 'Course', offering: id(0xc9) })],
  }
  const waldur = createWaldur({ as, rows })
  const dashed = '00000000-0000-0000-0000-0000000000c1'
  const provider = '/api/marketplace-provider-offerings/'

  it.each([
    [`offering_uuid=${ids.bench}`, ['Academic']],
    [`offering_uuid=${dashed}`, ['Academic']],
    [`offering_uuid=${dashed.toUpperCase()}`, ['Academic']],
    [`offering_uuid=${ids.unknown}`, []],
    ['offering_uuid=', ['Academic', 'Course', 'Hoist', 'Mirror']],
    [`offering_uuid=${ids.bench}&offering_uuid=${ids.crane}`, ['Hoist']],
    ['offering_slug=bench-1', ['Academic']],
    ['offering_slug=crane-1,bench-1', ['Academic', 'Hoist']],
    ['offering_slug=crane-1&offering_slug=bench-1', ['Academic']],
    ['offering_slug=none', []],
    ['offering_slug=', ['Academic', 'Course', 'Hoist', 'Mirror']],
    [`parent_offering_uuid=${ids.bench}`, ['Course']],
    [`parent_offering_uuid=${ids.crane}`, []],
    [`offering=http://elsewhere.example${provider}${ids.bench}/`, ['Academic']],
    [`offering=${provider}${ids.bench}/`, ['Academic']],
    [`offering=${provider}${dashed}/`, ['Academic']],
    [`offering=${provider}${ids.unknown}/`, []],
    [`offering=${ids.bench}`, []],
    ['offering=word', []],
    [`offering=/api/marketplace-public-offerings/${ids.bench}/`, []],
    [`offering=/api/customers/${ids.lab}/`, []],
    ['offering=', ['Academic', 'Course', 'Hoist', 'Mirror']],
    [`offering_slug=bench-1,crane-1&offering_uuid=${ids.crane}`, ['Hoist']],
    [`offering_slug=bench-1&parent_offering_uuid=${ids.bench}`, []],
    ['o=-name&archived=true&colour=red', ['Academic', 'Course', 'Hoist', 'Mirror']],
  ])('?%s finds %j', (query, found) => {
    const answer = waldur.get(`${PLANS}?${query}`)

    expect(answer.status).toBe(200)
    expect(names(answer)).toEqual(found)
    expect(answer.headers['X-Result-Count']).toBe(String(found.length))
  })

  it('a filter never shows a plan of a customer that the caller does not know', () => {
    const of = (query: string) => names(waldur.get(`${PLANS}?${query}`, { token: 'owner' }))

    expect(of('offering_slug=bench-1,crane-1,child-1')).toEqual(['Academic', 'Course'])
    expect(of(`offering_uuid=${ids.crane}`)).toEqual([])
  })

  it.each(['x', '123', `${ids.bench}0`])('%s is no uuid', (text) => {
    const query = `?offering_uuid=${text}&parent_offering_uuid=${text}`

    expect(waldur.get(`${PLANS}${query}`)).toMatchObject({
      status: 400,
      json: {
        offering_uuid: ['Enter a valid UUID.'],
        parent_offering_uuid: ['Enter a valid UUID.'],
      },
    })
  })

  it('the path of no route is not found', () => {
    expect(waldur.get(`${PLANS}?offering=/nowhere/`).status).toBe(404)
  })

  it('plans have no sparse fields', () => {
    const keys = Object.keys((waldur.get(`${PLANS}?field=name`).json as object[])[0] ?? {})

    expect(keys).toHaveLength(22)
  })
})
