import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { cleanUpAfter, createPlan, inventUuid } from '../harness/createPlan.ts'
import { canPrecede } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import {
  demandLinks,
  demandNoPage,
  demandPagesJoin,
  followLinks,
  readPageNumber,
} from './demandPages.ts'
import {
  demandSameRows,
  formatQuery,
  joinQuery,
  listGivenRoles,
  listReaders,
  lists,
  omitChanging,
  readLinks,
  readOwnPath,
  readSomeRows,
  readUuid,
  readWholeList,
} from './lists.ts'
import type { Row } from './lists.ts'

const demand = (name: string, sentence: string, source = '§1.6') => ({
  id: `lists.${name}`,
  demand: sentence,
  source,
})

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
    for (const size of [null, 1, 3, 300]) {
      const last = Math.max(1, Math.ceil(total / (size ?? 10)))
      const bad = [0, -1, 'x', '1.5', 'first', last + 1, last + 2, 999_999_999]
      for (const page of bad) await demandNoPage(api, path, { size, page })
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

contracts(
  lists,
  (name) =>
    demand(`count.${name}`, `HEAD and X-Result-Count of ${name} tell the number of rows`, '§1.7'),
  async (api, { path }) => {
    for (const role of listReaders()) {
      const total = String((await readWholeList(api, path, { role })).length)
      for (const query of ['', 'page_size=1', 'page_size=3&page=last', 'page_size=300']) {
        const got = await api.get(joinQuery(path, query), { role })
        api.demandEqual(got.response.headers['x-result-count'], total, `X-Result-Count for ${role}`)
        const head = await api.head(joinQuery(path, query), { role })
        api.demandStatus(head, 200)
        api.demandEqual(head.response.headers['x-result-count'], total, `the count for ${role}`)
        api.demandEqual(head.response.headers['link'], got.response.headers['link'], 'Link of HEAD')
        api.demandEqual(head.response.text, '', 'the body of HEAD')
      }
    }
  },
)

contracts(
  lists,
  (name) => demand(`link-header.${name}`, `Link of ${name} names each page that exists, in order`),
  async (api, list) => {
    const total = (await readWholeList(api, list.path)).length
    for (const sent of ['', 'page_size=1', 'page_size=2', 'page_size=3', 'page_size=300'])
      await demandLinks(api, list.path, { sent, total })
    for (const sent of ['page_size=1000', 'page_size=x', 'page_size=0', 'page_size=002'])
      await demandLinks(api, list.path, { sent, total })
  },
)

contracts(
  lists,
  (name) => demand(`link-query.${name}`, `links of ${name} keep the query, sorted by name`),
  async (api, { path }) => {
    const total = (await readWholeList(api, path)).length
    for (const sent of QUERIES) await demandLinks(api, path, { sent, total })
  },
)

contracts(
  lists,
  (name) =>
    demand(`links-followed.${name}`, `next leads through all of ${name}, and prev back again`),
  async (api, list) => {
    for (const role of listReaders()) {
      const all = await readWholeList(api, list.path, { role })
      for (const size of role === api.role ? [2, 5, 10] : [4])
        await followLinks(api, list, { all, size, role })
    }
  },
)

contracts(
  { plans: lists.plans, bookings: lists.bookings },
  (name) =>
    demand(`order.${name}`, `${name} are listed by name, whatever order is asked for`, '§1.10'),
  async (api, { path }) => {
    for (const role of listGivenRoles('staff', 'owner', 'manager')) {
      const all = await readWholeList(api, path, { role })
      demandNameOrder(api, all)
      for (const wish of ['o=-name', 'ordering=-name', 'o=name', 'o=-created'])
        demandSameRows(
          api,
          await readWholeList(api, `${path}?${wish}`, { role }),
          all,
          `the list with ${wish}`,
        )
    }
  },
)

contracts(
  lists,
  (name) =>
    demand(`stable.${name}`, `the same request for ${name} is answered alike each time`, '§1.10'),
  async (api, { path }) => {
    for (const role of listReaders()) {
      for (const query of ['', 'page_size=3&page=1', 'page_size=2&page=last', 'page_size=300']) {
        const first = api.readRows(await api.get(joinQuery(path, query), { role }))
        for (let time = 2; time <= 3; time++) {
          const again = api.readRows(await api.get(joinQuery(path, query), { role }))
          demandSameRows(api, again, first, `answer ${time} to ${role}`)
        }
      }
    }
  },
)

contract(
  demand('parallel', 'requests at the same time are answered as they are one by one', '§0.4'),
  async (api) => {
    const asked = listReaders().flatMap((role) =>
      Object.values(lists).flatMap(({ path }) =>
        ['page_size=3', 'page_size=3&page=last', ''].map((query) => ({
          role,
          path: joinQuery(path, query),
        })),
      ),
    )
    const alone: Row[][] = []
    for (const { role, path } of asked) alone.push(api.readRows(await api.get(path, { role })))
    const together = await Promise.all(asked.map(({ role, path }) => api.get(path, { role })))
    for (const [index, exchange] of together.entries()) {
      const what = `the answer to ${asked[index]?.role} beside others`
      demandSameRows(api, api.readRows(exchange), alone[index] ?? [], what)
    }
  },
)

contracts(
  { plans: lists.plans, bookings: lists.bookings },
  (name) =>
    demand(`detail-is-row.${name}`, `each row of ${name} is what its uuid and url show`, '§2.2'),
  async (api, { path }) => {
    for (const role of listGivenRoles('staff', 'owner', 'manager')) {
      const rows = await readWholeList(api, path, { role })
      for (const row of rows.slice(0, 100)) await demandDetail(api, path, { row, role })
    }
  },
)

contracts(
  lists,
  (name) =>
    demand(
      `unknown-parameters.${name}`,
      `${name} ignores parameters that it does not know`,
      '§1.10',
    ),
  async (api, { path }) => {
    const all = await readWholeList(api, path)
    for (const query of UNKNOWN) {
      const rows = await readWholeList(api, `${path}?${query}`)
      demandSameRows(api, rows, all, `the list with ${query}`)
    }
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
      for (const list of [lists.plans, lists.stats]) {
        const all = await readWholeList(api, list.path)
        const keys = new Set(all.map((row) => readUuid(row, list.key)))
        const lost = made.filter((uuid) => !keys.has(uuid))
        if (list === lists.plans)
          api.demandEqual(lost, [], 'plans that were made but are not listed')
        for (const size of [299, 300, 301, 1000, 1_000_000]) {
          const rows = api.readRows(await api.get(`${list.path}?page_size=${size}`))
          const wanted = Math.min(size, 300, all.length)
          api.demandEqual(rows.length, wanted, `the number of rows of page_size=${size}`)
        }
        await demandLinks(api, list.path, { sent: 'page_size=1000', total: all.length })
      }
    }),
)

/** Names that these lists do not filter by, each with a value that would leave few rows or none. */
const UNKNOWN = [
  'foo=bar',
  'name=zzz',
  'uuid=zzz',
  'archived=true',
  'state=Draft',
  'search=zzz',
  'query=zzz',
  'is_active=false',
  'limit=1',
  'offset=5',
]

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

const QUERIES = [
  'zeta=1&page_size=2&alpha=a,b',
  'page_size=3&foo=x+y&Foo=z',
  'b=2&b=1&a=&page_size=2',
  'foo=%C3%A9%26%3D&page_size=4&foo=a%2Fb',
]

/** Only pairs that every collation sorts alike are judged: the database decides about the rest. */
function demandNameOrder(api: Api, rows: readonly Row[]): void {
  const names = rows.slice(0, 300).map((row) => String(row['name']))
  for (const [index, name] of names.entries()) {
    const later = names.slice(index + 1).find((other) => !canPrecede(name, other))
    api.demand(later === undefined, `names in ascending order`, `"${name}" before "${later}"`)
  }
}

async function demandDetail(
  api: Api,
  path: string,
  { row, role }: { row: Row; role: Role },
): Promise<void> {
  const uuid = readUuid(row)
  for (const address of [`${path}${uuid}/`, readOwnPath(api, String(row['url']))]) {
    const exchange = await api.get(address, { role })
    api.demandStatus(exchange, 200)
    api.demandEqual(
      omitChanging(api.readObject(exchange)),
      omitChanging(row),
      `the detail of ${uuid} for ${role}`,
    )
  }
}
