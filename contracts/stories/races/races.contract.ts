import type { Api } from '../../harness/api.ts'
import { createPlan, inventUuid, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import { findUuid } from '../../harness/transport/guard.ts'
import { demandSuccess, planContract, readPlan } from '../../plans/planContract.ts'
import { demandOnce } from './demandOnce.ts'
import { createRound, readRound } from './rounds.ts'
import { countTo, runTogether } from './runTogether.ts'

/** How many come at once. */
const CROWD = 8

planContract(
  {
    id: 'races.archived-once',
    demand: 'of many that archive a plan at once one does',
    source: '§2.10',
  },
  async (api: Api) => {
    for (const _ of countTo(2)) {
      const { path } = await createPlan(api)
      const act = () => api.post(`${path}archive/`)
      await demandOnce(api, 'archive a plan', { act, status: 400, crowd: CROWD })
    }
  },
)

planContract(
  {
    id: 'races.deleted-once',
    demand: 'of many that delete a plan at once one does, and the others do not find it',
    source: '§2.5',
    roles: ['staff'],
  },
  async (api: Api) => {
    for (const _ of countTo(2)) {
      const { path } = await createPlan(api)
      const act = () => api.delete(path)
      await demandOnce(api, 'delete a plan', { act, status: 404, crowd: CROWD })
    }
  },
)

planContract(
  {
    id: 'races.own-answers',
    demand: 'requests at once are answered with what each of them sent',
    source: '§0.4',
  },
  async (api: Api) => {
    const bodies = countTo(CROWD).map(createRound)
    const plans = await runTogether(bodies.map((body) => () => createPlan(api, body)))
    for (const [index, { row }] of plans.entries())
      api.demandEqual(readRound(row), bodies[index], 'the values in the answer to create')
    await runTogether(
      plans.map(({ path, uuid }, index) => async () => {
        const body = createRound(index + CROWD)
        const exchange = await api.patch(path, body)
        api.demandStatus(exchange, 200)
        const row = api.readObject(exchange)
        api.demandEqual(findUuid(String(row['uuid'])), uuid, 'the uuid in the answer', exchange)
        api.demandEqual(readRound(row), body, 'the values in the answer', exchange)
        const seen = await api.get(path)
        api.demandEqual(readRound(api.readObject(seen)), body, 'the plan afterwards', seen)
      }),
    )
    await demandOwnRefusals(api)
  },
)

/** Refusals and answers to different questions at once, each as it is alone. */
async function demandOwnRefusals(api: Api): Promise<void> {
  const paths = [
    `${PLANS}${inventUuid()}/`,
    `${PLANS}?page_size=1`,
    `${PLANS}?page=0`,
    `${PLANS}?offering_uuid=x`,
    `${PLANS}?offering_uuid=${findUuid(getSession().settings.offering ?? '')}&page_size=2`,
    `${PLANS}usage_stats/?o=x`,
  ]
  const ask = async (path: string) => {
    const { response } = await api.get(path)
    return { status: response.status, json: response.json }
  }
  const alone: unknown[] = []
  for (const path of paths) alone.push(await ask(path))
  const together = await runTogether([...paths, ...paths].map((path) => () => ask(path)))
  for (const [index, seen] of together.entries())
    api.demandEqual(seen, alone[index % paths.length], 'an answer beside others')
}

planContract(
  {
    id: 'races.different-fields',
    demand: 'changes of different fields at once all stay',
    source: '§0.4',
  },
  async (api: Api) => {
    const plan = await createPlan(api, createRound(0))
    for (const round of countTo(4)) {
      const wanted = createRound(round + 1)
      await runTogether(
        Object.entries(wanted).map(([name, value]) => async () => {
          demandSuccess(api, await api.patch(plan.path, { [name]: value }))
        }),
      )
      api.demandEqual(
        readRound(await readPlan(api, plan)),
        wanted,
        'the fields, each changed alone',
      )
    }
  },
)
