import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { listSpellings, readSomeRows, readUuid, readWholeList } from '../lists.ts'
import type { Row } from '../lists.ts'
import { demandLeft, readFiltered, testOffering } from './readFiltered.ts'
import type { Offerings } from './readFiltered.ts'
import { demand, hasSlug, isOfOffering, PROVIDER } from '../readMarket.ts'

contract(
  demand(
    'each',
    'each filter of plans leaves what it is for: alone, with others, over again, blank, in other spellings',
  ),
  async (api: Api) => {
    const plans = await readSomeRows(api, PLANS)
    const bookings = await readWholeList(api, BOOKINGS)
    const [first, ...others] = bookings.filter((row) => plans.some(isOfOffering(readUuid(row))))
    if (!first) throw new Inapplicable('no booking offering has plans')
    const second = others.find(({ slug }) => slug !== first['slug']) ?? first
    const known = new Map(bookings.map((row) => [readUuid(row), row]))
    for (const [query, test] of listCases(first, second, known)) {
      const rows = await readWholeList(api, `${PLANS}?${query}`)
      demandLeft(api, { query, rows, plans }, test)
    }
    await demandRefused(api)
  },
)

/** What is asked, and whether a plan is left by it; null: the server does not show enough to tell. */
type Case = readonly [query: string, test: (plan: Row) => boolean | null]

function listCases(first: Row, second: Row, known: Offerings): Case[] {
  const [one, two] = [readUuid(first), readUuid(second)]
  const [a, b] = [String(first['slug']), String(second['slug'])]
  const [, , upper = one, dashedUpper = one] = listSpellings(one)
  const parent = [...known.values()].map((row) => readUuid(row, 'parent_uuid')).find(isUuid)
  const isChild = (row: Row) => readUuid(row, 'parent_uuid') === parent
  const ofSlugs = (...slugs: string[]) => testOffering(known, hasSlug(...slugs))
  const link = (uuid: string, host = '') =>
    `offering=${encodeURIComponent(`${host}${PROVIDER}${uuid}/`)}`
  return [
    [`offering_uuid=${dashedUpper}`, isOfOffering(one)],
    [`offering_uuid=%20${upper}+`, isOfOffering(one)],
    [`offering_uuid=${one}&offering_uuid=${two}`, isOfOffering(two)],
    ['offering=&offering_uuid=&offering_slug=&parent_offering_uuid=', always],
    ['offering_uuid=%20&offering_slug=+&parent_offering_uuid=%20', always],
    ['o=-name&nonsense=1&name=x', always],
    [`offering_slug=${a},%20${b},,${a}`, ofSlugs(a, b)],
    [`offering_slug=%20${b}%20%2C`, ofSlugs(b)],
    [`offering_slug=no-such-slug&offering_slug=${a}`, ofSlugs(a)],
    [`offering_slug=${a.toUpperCase()}`, ofSlugs(a.toUpperCase())],
    [`offering_slug=${a.slice(0, -1)}%2C${b}0`, ofSlugs(a.slice(0, -1), `${b}0`)],
    [link(one, 'https://elsewhere.example'), isOfOffering(one)],
    [link(two, getSession().settings.baseUrl), isOfOffering(two)],
    [`offering=${one}`, never],
    [`offering_uuid=${one}&${link(two)}`, one === two ? isOfOffering(one) : never],
    [`offering_uuid=${one}&${link(one)}&offering_slug=${a}`, isOfOffering(one)],
    [`offering_uuid=${one}&${link(one)}&offering_slug=no-such-slug`, never],
    [`offering_uuid=${inventUuid()}`, never],
    [`parent_offering_uuid=${inventUuid()}`, never],
    ...(parent === undefined
      ? []
      : [[`parent_offering_uuid=${parent}`, testOffering(known, isChild)] as const]),
  ]
}

const always = () => true
const never = () => false
const isUuid = (text: string): boolean => text !== 'no uuid'

/** All that is wrong is told at once, before a page is looked for; a link without a route is not found. */
async function demandRefused(api: Api): Promise<void> {
  const bad = await api.get(
    `${PLANS}?parent_offering_uuid=x&offering_uuid=${'0'.repeat(31)}&page=99`,
  )
  api.demandStatus(bad, 400)
  const texts = ['Enter a valid UUID.']
  const wanted = { offering_uuid: texts, parent_offering_uuid: texts }
  api.demandEqual(bad.response.json, wanted, 'the body of 400', bad)
  api.demandStatus(await api.get(`${PLANS}?offering=${encodeURIComponent('/nowhere')}`), 404)
  api.demandEqual(await readFiltered(api, 'offering=word'), [], 'the plans of offering=word')
}
