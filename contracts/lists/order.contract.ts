import type { Api } from '../harness/api.ts'
import { contract, contracts } from '../harness/contract.ts'
import { canPrecede } from '../harness/canPrecede.ts'
import { eachInLanes } from '../harness/inLanes.ts'
import type { Role } from '../harness/settings.ts'
import { demand } from './demand.ts'
import {
  demandSameRows,
  joinQuery,
  listGivenRoles,
  listReaders,
  lists,
  omitChanging,
  readOwnPath,
  readUuid,
  readWholeList,
} from './lists.ts'
import type { Row } from './lists.ts'

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
      await eachInLanes(api, rows.slice(0, 100), (own, row) =>
        demandDetail(own, path, { row, role }),
      )
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
