import { limitSample, pickCases } from '../../harness/choice/limitSample.ts'
import { contract, contracts } from '../../harness/contract.ts'
import { inventUuid, listUnknownUuids, STATS } from '../../harness/ownPlans/createPlan.ts'
import { eachInLanes } from '../../harness/inLanes.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { listSpellings, readSomeRows, readUuid, readWholeList } from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import {
  demand,
  demandOrder,
  demandPagesLeft,
  demandStatsLeft,
  KEYS,
  listOfferings,
  listPlanUuids,
  MOST,
  readEverything,
} from './readStats.ts'

contracts(
  { offering_uuid: 'offering_uuid', customer_provider_uuid: 'customer_provider_uuid' },
  (name) => demand(`filter.${name}`, `${name} leaves the rows that have it`, '§1.10'),
  async (root, name) => {
    const all = await readSomeRows(root, STATS)
    const uuids = new Set(all.map((row) => readUuid(row, name)))
    await eachInLanes(root, [...uuids].slice(0, limitSample(MOST)), async (api, uuid) => {
      const wanted = all.filter((row) => readUuid(row, name) === uuid)
      for (const spelt of listSpellings(uuid))
        await demandStatsLeft(api, `${name}=${spelt}`, wanted)
    })
    for (const uuid of listUnknownUuids()) await demandStatsLeft(root, `${name}=${uuid}`, [])
    await demandStatsLeft(root, `${name}=`, all)
    await demandPagesLeft(root, { name, all })
  },
)

contracts(
  { offering_uuid: 'offering_uuid', customer_provider_uuid: 'customer_provider_uuid' },
  (name) => demand(`refused.${name}`, `${name} must be a uuid, or is refused by its text`, '§1.10'),
  async (api, name) => {
    for (const value of ['x', '0', 'a1b2c3d4', 'g'.repeat(32), '0'.repeat(31), '0'.repeat(33)]) {
      const exchange = await api.get(`${STATS}?${name}=${value}`)
      api.demandStatus(exchange, 400)
      const wanted = { [name]: ['Must be a valid UUID.'] }
      api.demandEqual(exchange.response.json, wanted, `the body for ${value}`)
      api.demandStatus(await api.head(`${STATS}?${name}=${value}`), 400)
    }
  },
)

contract(demand('together', 'filters and order hold together', '§1.10'), async (root) => {
  const all = await readSomeRows(root, STATS)
  const providers = new Set(all.map((row) => readUuid(row, 'customer_provider_uuid')))
  await eachInLanes(root, [...providers].slice(0, limitSample(MOST)), async (api, provider) => {
    const theirs = all.filter((row) => readUuid(row, 'customer_provider_uuid') === provider)
    const query = `customer_provider_uuid=${provider}`
    const seen = await readWholeList(api, `${STATS}?${query}&o=limit`)
    demandOrder(api, seen, { key: 'limit', descending: false })
    api.demandEqual(listPlanUuids(seen), listPlanUuids(theirs), 'the plans of a provider by limit')
    const [mine = {}] = theirs
    const other = all.find((row) => readUuid(row, 'customer_provider_uuid') !== provider)
    const own = readUuid(mine, 'offering_uuid')
    const wanted = theirs.filter((row) => readUuid(row, 'offering_uuid') === own)
    const orders = KEYS.flatMap((key) => [true, false].map((descending) => ({ key, descending })))
    for (const { key, descending } of pickCases(orders, 2)) {
      const o = `o=${descending ? '-' : ''}${key}`
      for (const filter of [query, `offering_uuid=${own}`, `${query}&offering_uuid=${own}`])
        demandOrder(api, await readWholeList(api, `${STATS}?${filter}&${o}`), { key, descending })
    }
    await demandStatsLeft(api, `${query}&offering_uuid=${own}`, wanted)
    if (other)
      await demandStatsLeft(api, `${query}&offering_uuid=${readUuid(other, 'offering_uuid')}`, [])
  })
})

contract(
  demand('filter.offering', 'offering leaves the plans of that offering', '§2.0 row 16'),
  async (api) => {
    const all = await readSomeRows(api, STATS)
    for (const uuid of listOfferings(all)) {
      const wanted = all.filter((row) => readUuid(row, 'offering_uuid') === uuid)
      const link = encodeURIComponent(`/api/marketplace-provider-offerings/${uuid}/`)
      await demandStatsLeft(api, `offering=${link}`, wanted)
    }
    await demandStatsLeft(api, 'offering=word', [])
  },
)

contract(
  demand('filter.offering_slug', 'offering_slug leaves the plans with those slugs', '§2.0 row 16'),
  async (api) => {
    const { offerings, rows } = await readEverything(api)
    const slugOf = (uuid: string) => String(offerings.get(uuid)?.['slug'] ?? '')
    const slugs = listOfferings(rows).map(slugOf).filter(Boolean)
    const [first, second = first] = slugs
    if (first === undefined || second === undefined) throw new Inapplicable('no slug is shown')
    for (const wished of [...slugs.map((slug) => [slug]), [first, second]]) {
      const wanted = rows.filter((row) => wished.includes(slugOf(readUuid(row, 'offering_uuid'))))
      await demandStatsLeft(api, `offering_slug=${wished.join(',')}`, wanted)
    }
    await demandStatsLeft(api, 'offering_slug=no-such-slug', [])
  },
)

contract(
  demand(
    'filter.parent_offering_uuid',
    'parent_offering_uuid leaves the plans of the child offerings',
    '§2.0 row 16',
  ),
  async (api) => {
    const { offerings, rows } = await readEverything(api)
    const parent = (row: Row) =>
      readUuid(offerings.get(readUuid(row, 'offering_uuid')) ?? {}, 'parent_uuid')
    for (const uuid of new Set(rows.map(parent))) {
      if (uuid === 'no uuid') continue
      const wanted = rows.filter((row) => parent(row) === uuid)
      await demandStatsLeft(api, `parent_offering_uuid=${uuid}`, wanted)
    }
    await demandStatsLeft(api, `parent_offering_uuid=${inventUuid()}`, [])
  },
)
