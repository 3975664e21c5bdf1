import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS } from '../harness/ownPlans/createPlan.ts'
import { toHex } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSameRows, readSomeRows } from './lists.ts'
import { testOffering } from './filters/readFiltered.ts'
import {
  demand,
  demandPlansLeft,
  hasSlug,
  isOfOffering,
  listOfferings,
  listSlugs,
  readMarket,
} from './readMarket.ts'

/** Lists of slugs as they may be written, and the slugs that count. */
const listItems = (a: string, b: string): readonly (readonly [string, readonly string[]])[] => [
  [`${a},${a}`, [a]],
  [`${a},${b},${a}`, [a, b]],
  [`${a},`, [a]],
  [`,${a}`, [a]],
  [`${a},,${b}`, [a, b]],
  [`${a},%20,${b}`, [a, b]],
  [`${a},%20${b}`, [a, b]],
  [`%20${a}%20`, [a]],
  [`${b}%20,${a}`, [a, b]],
]

contract(
  demand('slug-items', 'items of offering_slug count once; empty ones, and blanks, do not'),
  async (api: Api) => {
    const { plans, offerings } = await readMarket(api)
    const slugs = listSlugs(offerings)
    const [first, second = first] = slugs
    if (first === undefined || second === undefined) throw new Inapplicable('no slug is known')
    for (const [list, wanted] of listItems(first, second)) {
      const query = `offering_slug=${list}`
      await demandPlansLeft(api, { query, plans }, testOffering(offerings, hasSlug(...wanted)))
    }
  },
)

contract(
  demand('blanks', 'blanks around a uuid are taken off, and blanks alone are no filter'),
  async (api: Api) => {
    const { plans } = await readMarket(api)
    const [uuid] = listOfferings(plans)
    if (uuid === undefined) throw new Inapplicable('no offering is known')
    for (const spelt of [`%20${uuid}`, `${uuid}%20%20`, `+${uuid}+`]) {
      const query = `offering_uuid=${spelt}`
      await demandPlansLeft(api, { query, plans }, isOfOffering(uuid))
    }
    const query = 'offering_uuid=%20&offering_slug=+&parent_offering_uuid=%20'
    await demandPlansLeft(api, { query, plans }, () => true)
  },
)

contract(demand('slug-case', 'a slug in another case is another slug'), async (api: Api) => {
  const { plans, offerings } = await readMarket(api)
  const slugs = listSlugs(offerings)
  for (const slug of slugs.slice(0, 4))
    for (const other of [slug.toUpperCase(), slug.replace(/[a-z]/, (one) => one.toUpperCase())]) {
      if (other === slug || slugs.includes(other)) continue
      const isOther = testOffering(offerings, hasSlug(other))
      await demandPlansLeft(api, { query: `offering_slug=${other}`, plans }, isOther)
      const wanted = testOffering(offerings, hasSlug(other, slugs.at(-1) ?? slug))
      const query = `offering_slug=${other},${slugs.at(-1) ?? slug}`
      await demandPlansLeft(api, { query, plans }, wanted)
    }
})

/** Fields as they may be asked for, and the fields that are shown; null: all. */
const FIELDS: Readonly<Record<string, readonly string[] | null>> = {
  'field=name&field=name': ['name'],
  'field=name&field=url&field=uuid': ['name', 'url', 'uuid'],
  'field=uuid&field=name&field=uuid': ['uuid', 'name'],
  'field=name&field=': ['name'],
  'field=name&field=nonsense': ['name'],
  'field=': null,
  'field=NAME': null,
  'field=Name&field=uuid': ['uuid'],
  'field=name,uuid': null,
  'field=name,uuid&field=uuid': ['uuid'],
}

contract(
  demand('field-items', 'fields count once, to the letter, in the order of the object', '§1.9'),
  async (api: Api) => {
    const rows = await readSomeRows(api, BOOKINGS)
    const [row = {}] = rows
    for (const [query, names] of Object.entries(FIELDS)) {
      const wanted = Object.keys(row).filter((key) => names?.includes(key) ?? true)
      for (const path of [
        `${BOOKINGS}?page_size=1&${query}`,
        `${BOOKINGS}${toHex(row['uuid'])}/?${query}`,
      ]) {
        const exchange = await api.get(path)
        const [seen = {}] = [exchange.response.json].flat() as Record<string, unknown>[]
        api.demandEqual(Object.keys(seen), wanted, `the fields shown with ${query}`, exchange)
        if (names) demandSameRows(api, [seen], [pick(row, wanted)], `the row with ${query}`)
      }
    }
  },
)

const pick = (row: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, row[name]]))
