import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { eachInLanes } from '../../harness/inLanes.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { demandLinks } from '../demandPages.ts'
import {
  demandSameRows,
  listGivenRoles,
  listPlaced,
  readSomeRows,
  readUuid,
  readWholeList,
} from '../lists.ts'
import type { Row } from '../lists.ts'
import { readFiltered, readOfferings, testOffering } from './readFiltered.ts'
import {
  demand,
  demandPlansLeft,
  hasSlug,
  isOfOffering,
  listOfferings,
  listSlugs,
  PROVIDER,
  readMarket,
} from '../readMarket.ts'

contract(demand('refused-together', 'all bad values are refused in one answer'), async (api) => {
  const exchange = await api.get(`${PLANS}?parent_offering_uuid=x&offering_uuid=y&page=99`)
  api.demandStatus(exchange, 400)
  const texts = ['Enter a valid UUID.']
  const wanted = { offering_uuid: texts, parent_offering_uuid: texts }
  api.demandEqual(exchange.response.json, wanted, 'the body')
})

contract(
  demand('together', 'filters hold together: a row must pass each of them'),
  async (root) => {
    const { plans, offerings } = await readMarket(root)
    const sellers = listOfferings(plans).filter((uuid) => offerings.has(uuid))
    await eachInLanes(root, sellers.entries(), async (api, [index, uuid]) => {
      const other = sellers[(index + 1) % sellers.length] ?? uuid
      for (const [one, two] of [
        [uuid, uuid],
        [uuid, other],
      ] as const) {
        const slug = String(offerings.get(two)?.['slug'])
        const parent = readUuid(offerings.get(two) ?? {}, 'parent_uuid')
        const pairs = [`offering_uuid=${one}&offering_slug=${slug}`]
        pairs.push(`offering=${PROVIDER}${one}/&offering_slug=${slug}`)
        if (one !== two) {
          const three = [
            `offering_uuid=${one}&offering=${PROVIDER}${two}/`,
            `offering_uuid=${one}&offering=${PROVIDER}${one}/&offering_slug=${slug}`,
          ]
          for (const query of three)
            api.demandEqual(await readFiltered(api, query), [], `the plans of ?${query}`)
        }
        if (parent !== 'no uuid') pairs.push(`offering_uuid=${one}&parent_offering_uuid=${parent}`)
        const passes = (offering: Row, pair: string) =>
          readUuid(offering) === one &&
          (pair.includes('slug')
            ? offering['slug'] === slug
            : readUuid(offering, 'parent_uuid') === parent)
        for (const query of pairs)
          await demandPlansLeft(
            api,
            { query, plans },
            testOffering(offerings, (row) => passes(row, query)),
          )
      }
    })
  },
)

contract(
  demand('paged', 'a filtered list is paged and linked like any other'),
  async (api: Api) => {
    const { plans, offerings } = await readMarket(api)
    const slugs = listSlugs(offerings).slice(0, 4)
    const rows = await readFiltered(api, `offering_slug=${slugs.join(',')}`)
    if (rows.length < 2) throw new Inapplicable('there are not enough plans to page')
    const sent = `page_size=2&offering_slug=${slugs.join(',')}`
    await demandLinks(api, PLANS, { sent, total: rows.length })
    const [total, offering] = findLargest(plans)
    await demandLinks(api, PLANS, { sent: `page_size=1&offering_uuid=${offering}`, total })
    for (const size of [1, 2, 3]) {
      const pages: Row[] = []
      for (let page = 1; page <= Math.ceil(rows.length / size); page++) {
        const query = `offering_slug=${slugs.join('%2C')}&page=${page}&page_size=${size}`
        pages.push(...api.readRows(await api.get(`${PLANS}?${query}`)))
      }
      const uuids = new Set(pages.map((row) => readUuid(row)))
      const placed = listPlaced(rows)
      const left = placed.filter((row) => uuids.has(readUuid(row)))
      demandSameRows(api, left, placed, `pages of ${size} of the filtered list`)
      api.demandEqual(pages.length, rows.length, `the number of rows on pages of ${size}`)
    }
    api.demand(rows.length <= plans.length, 'fewer rows than without a filter', rows.length)
  },
)

/** The offering with the most plans, and how many. */
function findLargest(plans: readonly Row[]): readonly [count: number, uuid: string] {
  const counts = listOfferings(plans).map(
    (uuid) => [plans.filter(isOfOffering(uuid)).length, uuid] as const,
  )
  return counts.toSorted(([a], [b]) => b - a)[0] ?? [0, '']
}

contract(
  demand('visible', 'a filter shows nobody what the list does not show them'),
  async (root) => {
    const everything = await readSomeRows(root, PLANS)
    const offerings = await readOfferings(root, everything)
    await eachInLanes(root, listGivenRoles('owner', 'manager', 'stranger'), async (api, role) => {
      const plans = await readWholeList(api, PLANS, { role })
      for (const uuid of listOfferings(everything).slice(0, 8)) {
        const slug = String(offerings.get(uuid)?.['slug'] ?? 'no-such-slug')
        for (const query of [`offering_uuid=${uuid}`, `offering=${PROVIDER}${uuid}/`])
          await demandPlansLeft(api, { query, plans, role }, isOfOffering(uuid))
        const query = `offering_slug=${slug}`
        await demandPlansLeft(api, { query, plans, role }, testOffering(offerings, hasSlug(slug)))
      }
    })
  },
)

contract(demand('bookings', 'the list of bookings has no filters'), async (api) => {
  const all = await readSomeRows(api, BOOKINGS)
  const uuid = inventUuid()
  for (const query of [
    `offering_uuid=${uuid}`,
    `customer_uuid=${uuid}`,
    'offering_slug=no-such-slug',
    'state=Draft',
    'name=zzz',
    `parent_offering_uuid=x`,
  ]) {
    const rows = await readFiltered(api, query, { path: BOOKINGS })
    demandSameRows(api, rows, all, `the list with ${query}`)
  }
})
