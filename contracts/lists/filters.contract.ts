import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS } from '../harness/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandLinks } from './demandPages.ts'
import {
  demandSameRows,
  listGivenRoles,
  listReaders,
  lists,
  listSpellings,
  readSomeRows,
  readUuid,
  readWholeList,
} from './lists.ts'
import type { Row } from './lists.ts'
import { demandLeft, readFiltered, readOfferings, testOffering } from './readFiltered.ts'
import type { Offerings } from './readFiltered.ts'

const demand = (name: string, sentence: string, source = '§1.10') => ({
  id: `filters.${name}`,
  demand: sentence,
  source,
})

/** Offerings whose plans are asked for one by one at most. */
const MOST = 25

const PROVIDER = '/api/marketplace-provider-offerings/'

contract(
  demand('offering-uuid', 'offering_uuid leaves the plans of that offering, however it is spelt'),
  async (api) => {
    for (const role of listGivenRoles('staff', 'owner', 'manager')) {
      const plans = await readWholeList(api, PLANS, { role })
      for (const uuid of listOfferings(plans)) {
        for (const spelt of listSpellings(uuid))
          await demandPlansLeft(
            api,
            { query: `offering_uuid=${spelt}`, plans, role },
            isOfOffering(uuid),
          )
      }
    }
  },
)

contract(
  demand('offering-slug', 'offering_slug leaves the plans of the offerings with that slug'),
  async (api) => {
    const { plans, offerings } = await readMarket(api)
    for (const slug of listSlugs(offerings)) {
      const query = `offering_slug=${slug}`
      await demandPlansLeft(api, { query, plans }, testOffering(offerings, hasSlug(slug)))
    }
  },
)

contract(
  demand('offering-slug-exact', 'a part of a slug finds nothing, and neither does more than it'),
  async (api) => {
    const { offerings } = await readMarket(api)
    const slugs = listSlugs(offerings)
    for (const slug of slugs.slice(0, 8))
      for (const other of [slug.slice(0, -1), slug.slice(1), `${slug}0`, `x-${slug}`]) {
        if (other === '' || slugs.includes(other)) continue
        const rows = await readFiltered(api, `offering_slug=${other}`)
        api.demandEqual(rows, [], `the plans of offering_slug=${other}`)
      }
  },
)

contract(
  demand('offering-slug-list', 'offering_slug takes several slugs, parted by commas'),
  async (api) => {
    const { plans, offerings } = await readMarket(api)
    const slugs = listSlugs(offerings)
    const [first = '', second = first, third = second] = slugs
    for (const list of [[first, second], [third, first], [second, 'no-such-slug'], slugs])
      for (const comma of [',', '%2C']) {
        const query = `offering_slug=${list.join(comma)}`
        await demandPlansLeft(api, { query, plans }, testOffering(offerings, hasSlug(...list)))
      }
  },
)

contract(
  demand('offering-slug-repeated', 'of a repeated offering_slug only the last one counts'),
  async (api) => {
    const { plans, offerings } = await readMarket(api)
    const [first, second] = listSlugs(offerings)
    if (first === undefined || second === undefined) throw new Inapplicable('only one slug')
    for (const [one, last] of [
      [first, second],
      [second, first],
      ['no-such-slug', first],
    ] as const) {
      const query = `offering_slug=${one}&offering_slug=${last}`
      await demandPlansLeft(api, { query, plans }, testOffering(offerings, hasSlug(last)))
    }
  },
)

contract(
  demand('uuid-repeated', 'of a repeated offering_uuid only the last one counts'),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    const [first, second] = listOfferings(plans)
    if (first === undefined || second === undefined) throw new Inapplicable('only one offering')
    const query = `offering_uuid=${first}&offering_uuid=${second}`
    await demandPlansLeft(api, { query, plans }, isOfOffering(second))
  },
)

contract(
  demand('offering', 'offering takes the link of a provider offering, of whatever host'),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    const { baseUrl } = getSession().settings
    for (const uuid of listOfferings(plans)) {
      const path = `${PROVIDER}${uuid}/`
      const [, dashed = ''] = listSpellings(uuid)
      const links = [path, `${baseUrl}${path}`, `https://elsewhere.example${path}`]
      for (const link of [...links, `${PROVIDER}${dashed}/`]) {
        const query = `offering=${encodeURIComponent(link)}`
        await demandPlansLeft(api, { query, plans }, isOfOffering(uuid))
      }
    }
  },
)

contract(
  demand('offering-own-link', 'offering takes the link that plans themselves have'),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    for (const uuid of listOfferings(plans)) {
      const plan = plans.find(isOfOffering(uuid))
      const query = `offering=${encodeURIComponent(String(plan?.['offering']))}`
      await demandPlansLeft(api, { query, plans }, isOfOffering(uuid))
    }
  },
)

contract(
  demand(
    'offering-finds-nothing',
    'offering with a word, a bare uuid or another kind of link finds nothing',
  ),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    const plan = plans[0] ?? {}
    const uuid = readUuid(plan, 'offering')
    const elsewhere = [
      'word',
      uuid,
      ...listSpellings(uuid),
      `${BOOKINGS}${uuid}/`,
      `/api/marketplace-public-offerings/${uuid}/`,
      `${PLANS}${readUuid(plan)}/`,
      String(plan['url']),
      `${PROVIDER}${inventUuid()}/`,
    ]
    for (const value of elsewhere) {
      const rows = await readFiltered(api, `offering=${encodeURIComponent(value)}`)
      api.demandEqual(rows, [], `the plans of offering=${value}`)
    }
  },
)

contract(
  demand('offering-without-route', 'offering with a path that leads nowhere is a 404'),
  async (api) => {
    for (const path of [`/api/no-such-place/${inventUuid()}/`, '/nowhere'])
      api.demandStatus(await api.get(`${PLANS}?offering=${encodeURIComponent(path)}`), 404)
  },
)

contract(
  demand('parent', 'parent_offering_uuid leaves the plans of offerings with that parent'),
  async (api) => {
    const { plans, offerings } = await readMarket(api)
    const parents = [...offerings.values()].map((row) => readUuid(row, 'parent_uuid'))
    const known = new Set(parents.filter((uuid) => uuid !== 'no uuid'))
    for (const uuid of [...known].slice(0, MOST)) {
      const hasParent = (offering: Row) => readUuid(offering, 'parent_uuid') === uuid
      for (const spelt of listSpellings(uuid)) {
        const query = `parent_offering_uuid=${spelt}`
        await demandPlansLeft(api, { query, plans }, testOffering(offerings, hasParent))
      }
    }
    for (const uuid of listOfferings(plans).filter((one) => !known.has(one))) {
      const query = `parent_offering_uuid=${uuid}`
      await demandPlansLeft(
        api,
        { query, plans },
        testOffering(offerings, () => false),
      )
    }
  },
)

contract(demand('unknown', 'a value that no offering has leaves nothing'), async (api) => {
  await readSomeRows(api, PLANS)
  const uuid = inventUuid()
  for (const query of [
    `offering_uuid=${uuid}`,
    `offering_uuid=${uuid.replaceAll('-', '')}`,
    `parent_offering_uuid=${uuid}`,
    'offering_slug=no-such-slug',
    'offering_slug=no-such-slug,nor-this',
  ])
    api.demandEqual(await readFiltered(api, query), [], `the plans of ?${query}`)
})

contract(demand('empty', 'an empty value is no filter'), async (api) => {
  for (const role of listReaders()) {
    const plans = await readWholeList(api, PLANS, { role })
    for (const name of NAMES) {
      const rows = await readFiltered(api, `${name}=`, { role })
      demandSameRows(api, rows, plans, `the list with an empty ${name}`)
    }
    const all = await readFiltered(api, NAMES.map((name) => `${name}=`).join('&'), { role })
    demandSameRows(api, all, plans, 'the list with every filter empty')
  }
})

contracts(
  { offering_uuid: 1, parent_offering_uuid: 1 },
  (name) => demand(`refused.${name}`, `${name} must be a uuid, or is refused by its text`),
  async (api) => {
    const name = api.contract.split('.').at(-1) ?? ''
    for (const value of NO_UUIDS) {
      const path = `${PLANS}?${name}=${encodeURIComponent(value)}`
      const exchange = await api.get(path)
      api.demandStatus(exchange, 400)
      api.demandEqual(
        exchange.response.json,
        { [name]: ['Enter a valid UUID.'] },
        `the body for ${value}`,
      )
      api.demandStatus(await api.head(path), 400)
    }
  },
)

contract(demand('refused-together', 'all bad values are refused in one answer'), async (api) => {
  const exchange = await api.get(`${PLANS}?parent_offering_uuid=x&offering_uuid=y&page=99`)
  api.demandStatus(exchange, 400)
  const texts = ['Enter a valid UUID.']
  const wanted = { offering_uuid: texts, parent_offering_uuid: texts }
  api.demandEqual(exchange.response.json, wanted, 'the body')
})

contract(demand('together', 'filters hold together: a row must pass each of them'), async (api) => {
  const { plans, offerings } = await readMarket(api)
  const sellers = listOfferings(plans).filter((uuid) => offerings.has(uuid))
  for (const [index, uuid] of sellers.entries()) {
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
  }
})

contract(
  demand('paged', 'a filtered list is paged and linked like any other'),
  async (api: Api) => {
    const { plans, offerings } = await readMarket(api)
    const slugs = listSlugs(offerings).slice(0, 4)
    const rows = await readFiltered(api, `offering_slug=${slugs.join(',')}`)
    if (rows.length < 2) throw new Inapplicable('there are not enough plans to page')
    const sent = `page_size=2&offering_slug=${slugs.join(',')}`
    await demandLinks(api, PLANS, { sent, total: rows.length })
    for (const size of [1, 2, 3]) {
      const pages: Row[] = []
      for (let page = 1; page <= Math.ceil(rows.length / size); page++) {
        const query = `offering_slug=${slugs.join('%2C')}&page=${page}&page_size=${size}`
        pages.push(...api.readRows(await api.get(`${PLANS}?${query}`)))
      }
      const uuids = new Set(pages.map((row) => readUuid(row)))
      const left = rows.filter((row) => uuids.has(readUuid(row)))
      demandSameRows(api, left, rows, `pages of ${size} of the filtered list`)
      api.demandEqual(pages.length, rows.length, `the number of rows on pages of ${size}`)
    }
    api.demand(rows.length <= plans.length, 'fewer rows than without a filter', rows.length)
  },
)

contract(
  demand('visible', 'a filter shows nobody what the list does not show them'),
  async (api) => {
    const everything = await readSomeRows(api, PLANS)
    const offerings = await readOfferings(api, everything)
    for (const role of listGivenRoles('owner', 'manager', 'stranger')) {
      const plans = await readWholeList(api, PLANS, { role })
      for (const uuid of listOfferings(everything).slice(0, 8)) {
        const slug = String(offerings.get(uuid)?.['slug'] ?? 'no-such-slug')
        for (const query of [`offering_uuid=${uuid}`, `offering=${PROVIDER}${uuid}/`])
          await demandPlansLeft(api, { query, plans, role }, isOfOffering(uuid))
        const query = `offering_slug=${slug}`
        await demandPlansLeft(api, { query, plans, role }, testOffering(offerings, hasSlug(slug)))
      }
    }
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

const NAMES = ['offering', 'offering_uuid', 'offering_slug', 'parent_offering_uuid']

const NO_UUIDS = [
  'x',
  '0',
  'a1b2c3d4',
  'g'.repeat(32),
  '0'.repeat(31),
  '0'.repeat(33),
  '00000000-0000-0000-0000-00000000000',
  '/api/marketplace-provider-offerings/',
]

interface Market {
  readonly plans: readonly Row[]
  readonly offerings: Offerings
}

async function readMarket(api: Api): Promise<Market> {
  const plans = await readSomeRows(api, lists.plans.path)
  return { plans, offerings: await readOfferings(api, plans) }
}

async function demandPlansLeft(
  api: Api,
  { query, plans, role = api.role }: { query: string; plans: readonly Row[]; role?: Role },
  test: (plan: Row) => boolean | null,
): Promise<void> {
  demandLeft(api, { query, rows: await readFiltered(api, query, { role }), plans }, test)
}

const listOfferings = (plans: readonly Row[]): string[] =>
  [...new Set(plans.map((plan) => readUuid(plan, 'offering')))].slice(0, MOST)

const listSlugs = (offerings: Offerings): string[] =>
  [...new Set([...offerings.values()].map(({ slug }) => String(slug)))].slice(0, MOST)

const isOfOffering =
  (uuid: string) =>
  (plan: Row): boolean =>
    readUuid(plan, 'offering') === uuid

const hasSlug =
  (...slugs: readonly string[]) =>
  ({ slug }: Row): boolean =>
    slugs.includes(String(slug))
