import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAllowedChanges } from '../../src/document/allowedChanges.ts'
import { findAnswer, openapi, resolveSchema } from '../../src/document/load.ts'
import type { OperationObject, Schema } from '../../src/document/load.ts'
import { findValidator, pages } from '../../src/document/api.ts'
import type { OperationId } from '../../src/document/operations.ts'
import { narrowSearch, startSearch } from '../../src/mock/adversary/narrowSearch.ts'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { ids, plan } from '../domain/lab.ts'
import { driveMock } from './driveMock.ts'

const reads = [
  ['marketplace_plans_list', PLANS],
  ['marketplace_plans_retrieve', `${PLANS}${ids.academic}/`],
  ['marketplace_plans_usage_stats_list', `${PLANS}usage_stats/`],
  ['booking_offerings_list', BOOKINGS],
  ['booking_offerings_retrieve', `${BOOKINGS}${ids.bench}/`],
] as const

/** The fields of an answer with 200, or of its rows, but for those that must lead to what there is. */
function listFields(id: OperationId): string[] {
  const operations = Object.values(openapi.paths).flatMap((item) => Object.values(item))
  const found = operations.find((one) => (one as Partial<OperationObject>).operationId === id)
  const whole = resolveSchema(findAnswer(found as OperationObject, '200').schema ?? {})
  const { properties = {} } = resolveSchema(whole.items ?? whole)
  const isFree = (field: Schema) => !['uuid', 'uri'].includes(resolveSchema(field).format ?? '')
  return Object.keys(properties).filter((name) => isFree(properties[name] ?? {}))
}

describe('The legal adversary', () => {
  it.each(pages.operations.map(({ id }) => id).filter((id) => findValidator(pages, id, 200)))(
    'knows another value of each field that %s answers',
    (id) => {
      const changed = listAllowedChanges(pages, id).flatMap(({ place }) => place)

      expect(changed).toEqual(expect.arrayContaining(listFields(id)))
    },
  )

  it.each(reads)(
    'answers %s with other values that openapi.yaml allows, for 40 seeds',
    (id, path) => {
      const { mock, ask } = driveMock({ strict: false })
      const before = ask('GET', path).text
      const seen = new Set<string>()
      for (let seed = 0; seed < 40; seed++) {
        mock.adversary.start(seed)
        const got = ask('GET', path)
        expect(pages.findProblems(findValidator(pages, id, 200) ?? '', got.json)).toEqual([])
        seen.add(got.text)
      }

      expect(seen.size).toBeGreaterThan(20)
      mock.adversary.stop()
      expect(ask('GET', path).text).toBe(before)
    },
  )

  it('answers the same again with the same seed, and tells the seed that it chose itself', () => {
    const { mock, ask } = driveMock()
    const { seed } = mock.adversary.start()
    const first = ask('GET', PLANS).text
    mock.adversary.start(seed)

    expect(ask('GET', PLANS).text).toBe(first)
  })

  it('changes answers only: what is stored stays as it is', () => {
    const { mock, ask } = driveMock()
    const before = mock.state()
    mock.adversary.start(5)
    for (const [, path] of reads) ask('GET', path)

    expect(mock.state()).toBe(before)
  })

  it.each([
    ['null', 'marketplace_plans_retrieve max_amount null', { max_amount: null }],
    ['an empty list', 'marketplace_plans_retrieve components empty list', { components: [] }],
    ['an empty text', 'marketplace_plans_retrieve description empty text', { description: '' }],
  ])('can be told to make one change: %s', (_, change, expected) => {
    const { mock, ask } = driveMock({}, { plans: [plan({ max_amount: 4, description: 'x' })] })
    mock.adversary.start(1, [change])

    expect(ask('GET', `${PLANS}${ids.academic}/`).json).toMatchObject(expected)
  })

  it('is off for refusals', () => {
    const { mock, ask } = driveMock()
    mock.adversary.start(1)

    expect(ask('GET', `${PLANS}${ids.unknown}/`).json).toEqual({
      detail: 'No Plan matches the given query.',
    })
  })
})

describe('Narrowing', () => {
  it('finds the fewest changes that break a page together, whichever they are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 200 }),
        fc.infiniteStream(fc.nat()),
        (all, picks) => {
          const names = all.map(String)
          const count = 1 + ((picks.next().value as number) % Math.min(3, names.length))
          const guilty = new Set<string>()
          for (const pick of picks) {
            if (guilty.size === count) break
            guilty.add(names[pick % names.length] ?? '')
          }
          let search = startSearch(names)
          let questions = 0
          while (!search.isFound) {
            search = narrowSearch(
              search,
              [...guilty].every((one) => search.trying.includes(one)),
            )
            questions++
          }

          expect(new Set(search.trying)).toEqual(guilty)
          expect(questions).toBeLessThan(300)
        },
      ),
      { seed: 11, numRuns: 200 },
    )
  })

  it('finds nothing when the page holds with all of them', () => {
    const { mock } = driveMock()
    mock.adversary.start(3)

    expect(mock.adversary.narrow('held')).toMatchObject({ found: true, changes: [] })
  })

  it('finds the value that a page can not show', () => {
    const { mock, ask } = driveMock()
    const pageBreaks = () => {
      const rows = ask('GET', PLANS).json as { description: string }[]
      return rows.some(({ description }) => description.length > 100)
    }
    let seed = 0
    for (mock.adversary.start(seed); !pageBreaks(); mock.adversary.start(++seed));

    let adversary = mock.adversary.narrow('broke')
    while (!adversary.found) adversary = mock.adversary.narrow(pageBreaks() ? 'broke' : 'held')

    expect(adversary.changes).toEqual(['marketplace_plans_list * description longest'])
  })

  it('is refused when the adversary is off', () => {
    const { mock } = driveMock()

    expect(() => mock.adversary.narrow('held')).toThrow(/Start it with a seed/)
  })
})
