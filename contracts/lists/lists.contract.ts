import { pickCases } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { cleanUpAfter, createPlan, inventUuid } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demand } from './demand.ts'
import { demandLinks, demandNoPage, demandPagesJoin, readPageNumber } from './demandPages.ts'
import {
  demandSameRows,
  formatQuery,
  joinQuery,
  listReaders,
  lists,
  readLinks,
  readSomeRows,
  readUuid,
  readWholeList,
} from './lists.ts'

contracts(
  lists,
  (name) => demand(`pages-are-the-whole.${name}`, `pages of ${name} joined are all, once each`),
  async (api, list) => {
    for (const role of listReaders()) {
      const all = await readWholeList(api, list.path, { role })
      const sizes = role === api.role ? [1, 2, 3, 7, 10, 300] : [3, 10]
      for (const size of sizes) await demandPagesJoin(api, list, { all, size, role })
    }
  },
)

contracts(
  lists,
  (name) =>
    demand(`default-size.${name}`, `a page of ${name} has 10 rows unless another size is asked`),
  async (api: Api, list) => {
    const all = await readSomeRows(api, list.path)
    const wanted = all.slice(0, 10)
    for (const size of [null, '0', '-1', '-300', 'x', '', '1.5', 'last']) {
      const exchange = await api.get(joinQuery(list.path, formatQuery({ page_size: size })))
      demandSameRows(
        api,
        api.readRows(exchange),
        wanted,
        `a page of page_size=${size ?? '(absent)'}`,
      )
      const last = readLinks(exchange)['last'] ?? ''
      const number = Math.ceil(all.length / 10)
      api.demandEqual(readPageNumber(last), number === 1 ? null : String(number), 'the last page')
    }
  },
)

contracts(
  lists,
  (name) => demand(`page-last.${name}`, `page=last of ${name} is the page with the highest number`),
  async (api: Api, { path }) => {
    const total = (await readSomeRows(api, path)).length
    for (const size of [1, 2, 3, 10, 300]) {
      const number = Math.ceil(total / size)
      const wanted = await api.get(joinQuery(path, formatQuery({ page_size: size, page: number })))
      const last = await api.get(joinQuery(path, formatQuery({ page_size: size, page: 'last' })))
      demandSameRows(
        api,
        api.readRows(last),
        api.readRows(wanted),
        `page=last of page_size=${size}`,
      )
      api.demand(api.readRows(last).length > 0, 'the last page to have rows', '[]')
      api.demandEqual(last.response.headers['link'], wanted.response.headers['link'], 'Link')
    }
  },
)

contracts(
  lists,
  (name) =>
    demand(`bad-pages.${name}`, `a page of ${name} that does not exist is refused by its text`),
  async (api, { path }) => {
    const total = (await readWholeList(api, path)).length
    for (const size of pickCases([null, 1, 3, 300], 2)) {
      const last = Math.max(1, Math.ceil(total / (size ?? 10)))
      const bad = [0, -1, 'x', '1.5', 'first', last + 1, last + 2, 999_999_999]
      for (const page of pickCases(bad, 4)) await demandNoPage(api, path, { size, page })
      api.demandStatus(
        await api.get(joinQuery(path, formatQuery({ page_size: size, page: last }))),
        200,
      )
    }
  },
)

contracts(
  { plans: lists.plans, stats: lists.stats },
  (name) =>
    demand(`empty.${name}`, `an empty list of ${name} has one page, with its first and last link`),
  async (api, { path }) => {
    const filter = `offering_uuid=${inventUuid()}`
    for (const page of [null, '1', 'last']) {
      const query = joinQuery(`${path}?${filter}`, formatQuery({ page }))
      const exchange = await api.get(query)
      api.demandEqual(api.readRows(exchange), [], 'the rows of an offering that nobody has')
      api.demandEqual(exchange.response.headers['x-result-count'], '0', 'X-Result-Count')
      const { baseUrl } = getSession().settings
      const url = `${baseUrl}${path}?${filter}`
      api.demandEqual(readLinks(exchange), { first: url, last: url }, 'Link of an empty list')
    }
    await demandNoPage(api, `${path}?${filter}`, { size: null, page: 2 })
  },
)
contract(
  {
    ...demand(
      'size-is-capped',
      'a page has 300 rows at most, and plans made at once are all there',
    ),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    cleanUpAfter(api, async () => {
      const made = await createEnoughPlans(api)
      const listed = new Set(
        (await readWholeList(api, lists.plans.path)).map((row) => readUuid(row)),
      )
      const lost = made.filter((uuid) => !listed.has(uuid))
      api.demandEqual(lost, [], 'plans that were made but are not listed')
      for (const list of [lists.plans, lists.stats]) {
        const total = Number((await api.head(list.path)).response.headers['x-result-count'])
        for (const size of [299, 300, 301, 1000, 1_000_000]) {
          const rows = api.readRows(await api.get(`${list.path}?page_size=${size}`))
          const wanted = Math.min(size, 300, total)
          api.demandEqual(rows.length, wanted, `the number of rows of page_size=${size}`)
        }
        await demandLinks(api, list.path, { sent: 'page_size=1000', total })
      }
    }),
)

/** Makes plans until there are more than fit a page: many, so only on a server of this machine. */
async function createEnoughPlans(api: Api): Promise<string[]> {
  const missing = 305 - (await readWholeList(api, lists.plans.path)).length
  const { hostname } = new URL(getSession().settings.baseUrl)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (missing > 0 && !isHere) throw new Inapplicable('there are not more than 300 plans')
  const made: string[] = []
  while (made.length < missing) {
    const names = Array.from({ length: 25 }, (_, index) => `Contract ${made.length + index}`)
    const plans = await Promise.all(names.map((name) => createPlan(api, { name })))
    made.push(...plans.map(({ uuid }) => uuid))
  }
  return made
}
