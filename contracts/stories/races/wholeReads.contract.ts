import type { Api } from '../../harness/api.ts'
import { createPlan, readOfferingComponents } from '../../harness/ownPlans/createPlan.ts'
import { demandSuccess, planContract, readNested, readPlan } from '../../plans/planContract.ts'
import { demandWhole } from './demandWhole.ts'
import { createRound, readRound } from './rounds.ts'
import { countTo, runTogether } from './runTogether.ts'

const ROUNDS = 12

planContract(
  {
    id: 'races.whole-updates',
    demand: 'who reads a plan while it is written sees a whole update, or none of it',
    source: '§0.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api, createRound(0))
    await readWhile(
      countTo(ROUNDS).map((round) => async () => {
        const write = round % 2 ? api.patch : api.put
        demandSuccess(api, await write(plan.path, createRound(round + 1)))
      }),
      async () => {
        const row = await readPlan(api, plan)
        const round = Number(row['max_amount']) - 1
        api.demandEqual(readRound(row), createRound(round), 'all of one update')
        for (const inside of (await readNested(api, plan.uuid)) ?? [])
          api.demandEqual(
            readRound(inside),
            createRound(Number(inside['max_amount']) - 1),
            'all of one update, in the offering',
          )
      },
    )
  },
)

planContract(
  {
    id: 'races.whole-figures',
    demand: 'who reads a plan while its prices and quotas are written sees all of one set',
    source: '§0.4',
  },
  async (api: Api) => {
    const { types } = await readOfferingComponents(api)
    const fixed = types.filter(({ billing }) => billing === 'fixed')
    const plan = await createPlan(api)
    const post = async (kind: string, of: typeof types, value: number) => {
      const body = { [kind]: Object.fromEntries(of.map(({ type }) => [type, value])) }
      demandSuccess(api, await api.post(`${plan.path}update_${kind}/`, body))
    }
    await post('prices', types, 1)
    await post('quotas', fixed, 1)
    await readWhile(
      countTo(ROUNDS).map(
        (round) => () =>
          round % 2 ? post('prices', types, round + 1) : post('quotas', fixed, round + 1),
      ),
      async () => demandWhole(api, await readPlan(api, plan), fixed),
    )
  },
)

/** Reads all the time while writes are sent one after the other. */
async function readWhile(
  writes: readonly (() => Promise<void>)[],
  read: () => Promise<void>,
): Promise<void> {
  const left = [...writes]
  const write = async () => {
    try {
      for (const one of writes) {
        await one()
        left.pop()
      }
    } finally {
      left.length = 0
    }
  }
  const watch = async () => {
    while (left.length > 0) await read()
  }
  await runTogether([write, watch, watch])
}
