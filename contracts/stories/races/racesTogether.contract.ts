import type { Api } from '../../harness/api.ts'
import { createPlan, readOfferingComponents } from '../../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../../harness/ownPlans/createPlan.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { demandSuccess, planContract, readPlan } from '../../plans/planContract.ts'
import { demandOnce } from './demandOnce.ts'
import { demandWhole } from './demandWhole.ts'
import { createRound, readRound } from './rounds.ts'
import { countTo, runTogether } from './runTogether.ts'

/** How many come at once: few, for each is a request. */
const FEW = 4

planContract(
  {
    id: 'races.in-a-row',
    demand:
      'what comes at once is done as if it came one by one: one archives or deletes, all changes stay, readers see them whole',
    source: '§0.4',
  },
  async (api: Api) => {
    const plans = await runTogether(
      countTo(3).map((round) => () => createPlan(api, createRound(round))),
    )
    for (const [round, { row }] of plans.entries())
      api.demandEqual(readRound(row), createRound(round), 'the values in the answer to create')
    const [first, second, third] = plans as [NewPlan, NewPlan, NewPlan]
    await patchApart(api, [first, second])
    await readWhile(api, third)
    await changeFields(api, third)
    const archive = () => api.post(`${first.path}archive/`)
    await demandOnce(api, 'archive a plan', { act: archive, status: 400, crowd: FEW })
    if (api.role !== 'staff') return
    const remove = () => api.delete(second.path)
    await demandOnce(api, 'delete a plan', { act: remove, status: 404, crowd: FEW })
  },
)

/** Changes of different plans at once are answered each with its own. */
const patchApart = (api: Api, plans: readonly NewPlan[]): Promise<void[]> =>
  runTogether(
    plans.map(({ path }, index) => async () => {
      const exchange = await api.patch(path, createRound(index + 10))
      demandRound(api, exchange, index + 10)
      demandRound(api, await api.get(path), index + 10)
    }),
  )

function demandRound(api: Api, exchange: Exchange, round: number): void {
  api.demandStatus(exchange, 200)
  const seen = readRound(api.readObject(exchange))
  api.demandEqual(seen, createRound(round), 'all of one update', exchange)
}

/** Who reads while terms, prices and quotas are written sees all of them, or none. */
async function readWhile(api: Api, plan: NewPlan): Promise<void> {
  const { types } = await readOfferingComponents(api)
  const fixed = types.filter(({ billing }) => billing === 'fixed')
  const setAll = (of: typeof types, value: number) =>
    Object.fromEntries(of.map(({ type }) => [type, value]))
  const writes = [
    () => api.patch(plan.path, createRound(20)),
    () => api.put(plan.path, createRound(21)),
    () => api.post(`${plan.path}update_prices/`, { prices: setAll(types, 5) }),
    () => api.post(`${plan.path}update_quotas/`, { quotas: setAll(fixed, 6) }),
  ]
  const read = async () => {
    const row = await readPlan(api, plan)
    const round = Number(row['max_amount']) - 1
    api.demandEqual(readRound(row), createRound(round), 'all of one update')
    demandWhole(api, row, fixed)
  }
  for (const write of writes)
    await runTogether([async () => demandSuccess(api, await write()), read, read])
}

async function changeFields(api: Api, plan: NewPlan): Promise<void> {
  const wanted = createRound(30)
  await runTogether(
    Object.entries(wanted).map(([name, value]) => async () => {
      demandSuccess(api, await api.patch(plan.path, { [name]: value }))
    }),
  )
  const row = await readPlan(api, plan)
  api.demandEqual(readRound(row), wanted, 'the fields, each changed alone')
}
