import type { Api } from '../harness/api.ts'
import {
  BOOKINGS,
  createPlan,
  getOfferingLink,
  PLANS,
  readAllRows,
} from '../harness/ownPlans/createPlan.ts'
import { toHex, toRows } from '../harness/readBookings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { planContract } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'

/** Names that every collation puts in this order: digits before letters, a begin before the whole. */
const CHAINS: readonly (readonly string[])[] = [
  ['1', '2', '8', '9', 'a', 'ab', 'abc', 'b'].map((end) => `Contract order ${end}`),
  ['Alpha', 'Beta', 'Delta', 'Gamma'],
  ['1 b', '2 a', 'alpha 2', 'beta 1'],
  ['a much longer name', 'b', 'c'],
  ['Ab', '\u00c9b'],
  ['ab', '\u00e9b'],
]

planContract(
  {
    id: 'order.made-names',
    demand: 'plans come by name, as every collation has it: digits before letters, then by letter',
    source: '§1.10',
  },
  async (api: Api) => {
    const chains: string[][] = []
    for (const chain of CHAINS) {
      const uuids: string[] = []
      for (const name of chain.toReversed()) uuids.unshift((await createPlan(api, { name })).uuid)
      chains.push(uuids)
    }
    const offering = findUuid(getOfferingLink())
    const listed = await readAllRows(api, `${PLANS}?offering_uuid=${offering}`)
    demandChains(api, chains, listed)
    const bookings = await readAllRows(api, BOOKINGS)
    const own = bookings.find(({ uuid }) => toHex(uuid) === offering)
    if (own && own['parent_uuid'] === null) demandChains(api, chains, toRows(own['plans']))
  },
)

function demandChains(api: Api, chains: readonly string[][], rows: readonly Row[]): void {
  for (const [index, uuids] of chains.entries()) {
    const own = rows.filter(({ uuid }) => uuids.includes(toHex(uuid) ?? ''))
    const names = own.map(({ name }) => name)
    api.demandEqual(names, CHAINS[index], 'names in ascending order')
  }
}
