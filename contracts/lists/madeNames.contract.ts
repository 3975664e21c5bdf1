import type { Api } from '../harness/api.ts'
import { BOOKINGS, createPlan, getOfferingLink, PLANS, readAllRows } from '../harness/createPlan.ts'
import { toHex, toRows } from '../harness/readBookings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { planContract } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'

/** Names that every collation puts in this order: digits before letters, a begin before the whole. */
const CHAINS: readonly (readonly string[])[] = [
  ['1', '2', '8', '9', 'a', 'ab', 'abc', 'b'],
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
    for (const [index, chain] of CHAINS.entries()) {
      const names = chain.map((name) => `Contract order ${index} ${name}`)
      for (const name of names.toReversed()) await createPlan(api, { name })
    }
    const offering = findUuid(getOfferingLink())
    const listed = await readAllRows(api, `${PLANS}?offering_uuid=${offering}`)
    demandChains(api, listed, 'in the list')
    const bookings = await readAllRows(api, BOOKINGS)
    const own = bookings.find(({ uuid }) => toHex(uuid) === offering)
    if (own && own['parent_uuid'] === null)
      demandChains(api, toRows(own['plans']), 'in the offering')
  },
)

function demandChains(api: Api, rows: readonly Row[], where: string): void {
  for (const [index, chain] of CHAINS.entries()) {
    const start = `Contract order ${index} `
    const own = rows.map(({ name }) => String(name)).filter((name) => name.startsWith(start))
    const seen = own.map((name) => name.slice(start.length))
    api.demandEqual(seen, chain, `the order of names ${where}`)
  }
}
