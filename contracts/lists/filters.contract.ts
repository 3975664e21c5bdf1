import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { byOffering, filtered, leaves, offeringsOf } from '../values/facts.ts'
import type { Offerings } from '../values/facts.ts'
import { BOOKINGS, nobodysUuid, PLANS } from '../harness/given.ts'
import { given, lists, readers, sameRows, some, spellings, uuidOf, whole } from './pages.ts'
import type { Row } from './pages.ts'
import { linksAre } from './paging.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'

const law = (name: string, demand: string, source = '§1.10') => ({
  id: `filters.${name}`,
  demand,
  source,
})

/** Offerings whose plans are asked for one by one at most. */
const MOST = 25

const PROVIDER = '/api/marketplace-provider-offerings/'

contract(
  law('offering-uuid', 'offering_uuid leaves the plans of that offering, however it is spelt'),
  async (api) => {
    for (const role of given('staff', 'owner', 'manager')) {
      const plans = await whole(api, PLANS, { role })
      for (const uuid of offeringsIn(plans)) {
        for (const spelt of spellings(uuid))
          await plansLeft(api, { query: `offering_uuid=${spelt}`, plans, role }, isOf(uuid))
      }
    }
  },
)

contract(
  law('offering-slug', 'offering_slug leaves the plans of the offerings with that slug'),
  async (api) => {
    const { plans, offerings } = await market(api)
    for (const slug of slugsIn(offerings)) {
      const query = `offering_slug=${slug}`
      await plansLeft(api, { query, plans }, byOffering(offerings, hasSlug(slug)))
    }
  },
)

contract(
  law('offering-slug-exact', 'a part of a slug finds nothing, and neither does more than it'),
  async (api) => {
    const { offerings } = await market(api)
    const slugs = slugsIn(offerings)
    for (const slug of slugs.slice(0, 8))
      for (const other of [slug.slice(0, -1), slug.slice(1), `${slug}0`, `x-${slug}`]) {
        if (other === '' || slugs.includes(other)) continue
        const rows = await filtered(api, `offering_slug=${other}`)
        api.equal(rows, [], `the plans of offering_slug=${other}`)
      }
  },
)

contract(
  law('offering-slug-list', 'offering_slug takes several slugs, parted by commas'),
  async (api) => {
    const { plans, offerings } = await market(api)
    const slugs = slugsIn(offerings)
    const [first = '', second = first, third = second] = slugs
    for (const list of [[first, second], [third, first], [second, 'no-such-slug'], slugs])
      for (const comma of [',', '%2C']) {
        const query = `offering_slug=${list.join(comma)}`
        await plansLeft(api, { query, plans }, byOffering(offerings, hasSlug(...list)))
      }
  },
)

contract(
  law('offering-slug-repeated', 'of a repeated offering_slug only the last one counts'),
  async (api) => {
    const { plans, offerings } = await market(api)
    const [first, second] = slugsIn(offerings)
    if (first === undefined || second === undefined) throw new Inapplicable('only one slug')
    for (const [one, last] of [
      [first, second],
      [second, first],
      ['no-such-slug', first],
    ] as const) {
      const query = `offering_slug=${one}&offering_slug=${last}`
      await plansLeft(api, { query, plans }, byOffering(offerings, hasSlug(last)))
    }
  },
)

contract(
  law('uuid-repeated', 'of a repeated offering_uuid only the last one counts'),
  async (api) => {
    const plans = await some(api, PLANS)
    const [first, second] = offeringsIn(plans)
    if (first === undefined || second === undefined) throw new Inapplicable('only one offering')
    const query = `offering_uuid=${first}&offering_uuid=${second}`
    await plansLeft(api, { query, plans }, isOf(second))
  },
)

contract(
  law('offering', 'offering takes the link of a provider offering, of whatever host'),
  async (api) => {
    const plans = await some(api, PLANS)
    const { baseUrl } = session().settings
    for (const uuid of offeringsIn(plans)) {
      const path = `${PROVIDER}${uuid}/`
      const [, dashed = ''] = spellings(uuid)
      const links = [path, `${baseUrl}${path}`, `https://elsewhere.example${path}`]
      for (const link of [...links, `${PROVIDER}${dashed}/`]) {
        const query = `offering=${encodeURIComponent(link)}`
        await plansLeft(api, { query, plans }, isOf(uuid))
      }
    }
  },
)

contract(
  law('offering-own-link', 'offering takes the link that plans themselves have'),
  async (api) => {
    const plans = await some(api, PLANS)
    for (const uuid of offeringsIn(plans)) {
      const plan = plans.find(isOf(uuid))
      const query = `offering=${encodeURIComponent(String(plan?.['offering']))}`
      await plansLeft(api, { query, plans }, isOf(uuid))
    }
  },
)

contract(
  law(
    'offering-finds-nothing',
    'offering with a word, a bare uuid or another kind of link finds nothing',
  ),
  async (api) => {
    const plans = await some(api, PLANS)
    const plan = plans[0] ?? {}
    const uuid = uuidOf(plan, 'offering')
    const elsewhere = [
      'word',
      uuid,
      ...spellings(uuid),
      `${BOOKINGS}${uuid}/`,
      `/api/marketplace-public-offerings/${uuid}/`,
      `${PLANS}${uuidOf(plan)}/`,
      String(plan['url']),
      `${PROVIDER}${nobodysUuid()}/`,
    ]
    for (const value of elsewhere) {
      const rows = await filtered(api, `offering=${encodeURIComponent(value)}`)
      api.equal(rows, [], `the plans of offering=${value}`)
    }
  },
)

contract(
  law('offering-without-route', 'offering with a path that leads nowhere is a 404'),
  async (api) => {
    for (const path of [`/api/no-such-place/${nobodysUuid()}/`, '/nowhere'])
      api.status(await api.get(`${PLANS}?offering=${encodeURIComponent(path)}`), 404)
  },
)

contract(
  law('parent', 'parent_offering_uuid leaves the plans of offerings with that parent'),
  async (api) => {
    const { plans, offerings } = await market(api)
    const parents = [...offerings.values()].map((row) => uuidOf(row, 'parent_uuid'))
    const known = new Set(parents.filter((uuid) => uuid !== 'no uuid'))
    for (const uuid of [...known].slice(0, MOST)) {
      const hasParent = (offering: Row) => uuidOf(offering, 'parent_uuid') === uuid
      for (const spelt of spellings(uuid)) {
        const query = `parent_offering_uuid=${spelt}`
        await plansLeft(api, { query, plans }, byOffering(offerings, hasParent))
      }
    }
    for (const uuid of offeringsIn(plans).filter((one) => !known.has(one))) {
      const query = `parent_offering_uuid=${uuid}`
      await plansLeft(
        api,
        { query, plans },
        byOffering(offerings, () => false),
      )
    }
  },
)

contract(law('unknown', 'a value that no offering has leaves nothing'), async (api) => {
  await some(api, PLANS)
  const uuid = nobodysUuid()
  for (const query of [
    `offering_uuid=${uuid}`,
    `offering_uuid=${uuid.replaceAll('-', '')}`,
    `parent_offering_uuid=${uuid}`,
    'offering_slug=no-such-slug',
    'offering_slug=no-such-slug,nor-this',
  ])
    api.equal(await filtered(api, query), [], `the plans of ?${query}`)
})

contract(law('empty', 'an empty value is no filter'), async (api) => {
  for (const role of readers()) {
    const plans = await whole(api, PLANS, { role })
    for (const name of NAMES) {
      const rows = await filtered(api, `${name}=`, { role })
      sameRows(api, rows, plans, `the list with an empty ${name}`)
    }
    const all = await filtered(api, NAMES.map((name) => `${name}=`).join('&'), { role })
    sameRows(api, all, plans, 'the list with every filter empty')
  }
})

contracts(
  { offering_uuid: 1, parent_offering_uuid: 1 },
  (name) => law(`refused.${name}`, `${name} must be a uuid, or is refused by its text`),
  async (api) => {
    const name = api.contract.split('.').at(-1) ?? ''
    for (const value of NO_UUIDS) {
      const path = `${PLANS}?${name}=${encodeURIComponent(value)}`
      const exchange = await api.get(path)
      api.status(exchange, 400)
      api.equal(
        exchange.response.json,
        { [name]: ['Enter a valid UUID.'] },
        `the body for ${value}`,
      )
      api.status(await api.head(path), 400)
    }
  },
)

contract(law('refused-together', 'all bad values are refused in one answer'), async (api) => {
  const exchange = await api.get(`${PLANS}?parent_offering_uuid=x&offering_uuid=y&page=99`)
  api.status(exchange, 400)
  const texts = ['Enter a valid UUID.']
  const wanted = { offering_uuid: texts, parent_offering_uuid: texts }
  api.equal(exchange.response.json, wanted, 'the body')
})

contract(law('together', 'filters hold together: a row must pass each of them'), async (api) => {
  const { plans, offerings } = await market(api)
  const sellers = offeringsIn(plans).filter((uuid) => offerings.has(uuid))
  for (const [index, uuid] of sellers.entries()) {
    const other = sellers[(index + 1) % sellers.length] ?? uuid
    for (const [one, two] of [
      [uuid, uuid],
      [uuid, other],
    ] as const) {
      const slug = String(offerings.get(two)?.['slug'])
      const parent = uuidOf(offerings.get(two) ?? {}, 'parent_uuid')
      const pairs = [`offering_uuid=${one}&offering_slug=${slug}`]
      pairs.push(`offering=${PROVIDER}${one}/&offering_slug=${slug}`)
      if (one !== two) {
        const three = [
          `offering_uuid=${one}&offering=${PROVIDER}${two}/`,
          `offering_uuid=${one}&offering=${PROVIDER}${one}/&offering_slug=${slug}`,
        ]
        for (const query of three)
          api.equal(await filtered(api, query), [], `the plans of ?${query}`)
      }
      if (parent !== 'no uuid') pairs.push(`offering_uuid=${one}&parent_offering_uuid=${parent}`)
      const passes = (offering: Row, pair: string) =>
        uuidOf(offering) === one &&
        (pair.includes('slug')
          ? offering['slug'] === slug
          : uuidOf(offering, 'parent_uuid') === parent)
      for (const query of pairs)
        await plansLeft(
          api,
          { query, plans },
          byOffering(offerings, (row) => passes(row, query)),
        )
    }
  }
})

contract(law('paged', 'a filtered list is paged and linked like any other'), async (api: Api) => {
  const { plans, offerings } = await market(api)
  const slugs = slugsIn(offerings).slice(0, 4)
  const rows = await filtered(api, `offering_slug=${slugs.join(',')}`)
  if (rows.length < 2) throw new Inapplicable('there are not enough plans to page')
  const sent = `page_size=2&offering_slug=${slugs.join(',')}`
  await linksAre(api, PLANS, { sent, total: rows.length })
  for (const size of [1, 2, 3]) {
    const pages: Row[] = []
    for (let page = 1; page <= Math.ceil(rows.length / size); page++) {
      const query = `offering_slug=${slugs.join('%2C')}&page=${page}&page_size=${size}`
      pages.push(...api.rows(await api.get(`${PLANS}?${query}`)))
    }
    const uuids = new Set(pages.map((row) => uuidOf(row)))
    const left = rows.filter((row) => uuids.has(uuidOf(row)))
    sameRows(api, left, rows, `pages of ${size} of the filtered list`)
    api.equal(pages.length, rows.length, `the number of rows on pages of ${size}`)
  }
  api.demand(rows.length <= plans.length, 'fewer rows than without a filter', rows.length)
})

contract(law('visible', 'a filter shows nobody what the list does not show them'), async (api) => {
  const everything = await some(api, PLANS)
  const offerings = await offeringsOf(api, everything)
  for (const role of given('owner', 'manager', 'stranger')) {
    const plans = await whole(api, PLANS, { role })
    for (const uuid of offeringsIn(everything).slice(0, 8)) {
      const slug = String(offerings.get(uuid)?.['slug'] ?? 'no-such-slug')
      for (const query of [`offering_uuid=${uuid}`, `offering=${PROVIDER}${uuid}/`])
        await plansLeft(api, { query, plans, role }, isOf(uuid))
      const query = `offering_slug=${slug}`
      await plansLeft(api, { query, plans, role }, byOffering(offerings, hasSlug(slug)))
    }
  }
})

contract(law('bookings', 'the list of bookings has no filters'), async (api) => {
  const all = await some(api, BOOKINGS)
  const uuid = nobodysUuid()
  for (const query of [
    `offering_uuid=${uuid}`,
    `customer_uuid=${uuid}`,
    'offering_slug=no-such-slug',
    'state=Draft',
    'name=zzz',
    `parent_offering_uuid=x`,
  ]) {
    const rows = await filtered(api, query, { path: BOOKINGS })
    sameRows(api, rows, all, `the list with ${query}`)
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

async function market(api: Api): Promise<Market> {
  const plans = await some(api, lists.plans.path)
  return { plans, offerings: await offeringsOf(api, plans) }
}

async function plansLeft(
  api: Api,
  { query, plans, role = api.role }: { query: string; plans: readonly Row[]; role?: Role },
  test: (plan: Row) => boolean | null,
): Promise<void> {
  leaves(api, { query, rows: await filtered(api, query, { role }), plans }, test)
}

const offeringsIn = (plans: readonly Row[]): string[] =>
  [...new Set(plans.map((plan) => uuidOf(plan, 'offering')))].slice(0, MOST)

const slugsIn = (offerings: Offerings): string[] =>
  [...new Set([...offerings.values()].map(({ slug }) => String(slug)))].slice(0, MOST)

const isOf =
  (uuid: string) =>
  (plan: Row): boolean =>
    uuidOf(plan, 'offering') === uuid

const hasSlug =
  (...slugs: readonly string[]) =>
  ({ slug }: Row): boolean =>
    slugs.includes(String(slug))
