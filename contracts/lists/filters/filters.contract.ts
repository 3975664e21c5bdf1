import { limitSample, pickCases } from '../../harness/choice/limitSample.ts'
import { contract, contracts } from '../../harness/contract.ts'
import { listUnknownUuids, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { eachInLanes } from '../../harness/inLanes.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import {
  demandSameRows,
  listGivenRoles,
  listReaders,
  listSpellings,
  readSomeRows,
  readUuid,
  readWholeList,
} from '../lists.ts'
import type { Row } from '../lists.ts'
import { readFiltered, testOffering } from './readFiltered.ts'
import {
  demand,
  demandPlansLeft,
  hasSlug,
  isOfOffering,
  listOfferings,
  listSlugs,
  MOST,
  readMarket,
} from '../readMarket.ts'

contract(
  demand('offering-uuid', 'offering_uuid leaves the plans of that offering, however it is spelt'),
  (root) =>
    eachInLanes(root, listGivenRoles('staff', 'owner', 'manager'), async (api, role) => {
      const plans = await readWholeList(api, PLANS, { role })
      for (const uuid of listOfferings(plans)) {
        const spellings = pickCases(listSpellings(uuid), role === 'staff' ? 4 : 1)
        for (const spelt of spellings)
          await demandPlansLeft(
            api,
            { query: `offering_uuid=${spelt}`, plans, role },
            isOfOffering(uuid),
          )
      }
    }),
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
  demand('parent', 'parent_offering_uuid leaves the plans of offerings with that parent'),
  async (api) => {
    const { plans, offerings } = await readMarket(api)
    const parents = [...offerings.values()].map((row) => readUuid(row, 'parent_uuid'))
    const known = new Set(parents.filter((uuid) => uuid !== 'no uuid'))
    for (const uuid of [...known].slice(0, limitSample(MOST))) {
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
  const spelt = listUnknownUuids().flatMap((uuid) => [uuid, uuid.replaceAll('-', '')])
  for (const query of [
    ...new Set(spelt.map((uuid) => `offering_uuid=${uuid}`)),
    ...new Set(spelt.map((uuid) => `parent_offering_uuid=${uuid}`)),
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
