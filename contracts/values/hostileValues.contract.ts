import type { Api } from '../harness/api.ts'
import { isQuick } from '../harness/choice/limitSample.ts'
import { createPlan } from '../harness/ownPlans/createPlan.ts'
import { demandShownAlike, planContract, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { codes, createFigures, createHostilePlan, descriptions, names } from './hostile.ts'

planContract(
  {
    id: 'hostile.texts-come-back',
    demand:
      'texts come back to the letter: from create, PUT and PATCH, and wherever a plan is shown',
    source: '§1.13',
  },
  async (api) => {
    const rounds = Math.max(names.length, codes.length, descriptions.length)
    const first = createTexts(0)
    const plan = await createPlan(api, first)
    demandTexts(api, await readPlan(api, plan), first)
    for (const [nth, write] of [api.patch, api.put].entries())
      for (let round = 1; round <= rounds; round++) {
        if (isQuick() && round % 2 === nth) continue
        const body = createTexts(round)
        const exchange = await write(plan.path, body)
        api.demandStatus(exchange, 200)
        demandTexts(api, api.readObject(exchange), body)
        if (!isQuick()) demandTexts(api, await readPlan(api, plan), body)
        if (round % 5 === 0) await demandShownAlike(api, plan)
      }
    for (const round of [5, 6, 7, 14]) {
      const body = createTexts(round)
      demandTexts(api, (await createPlan(api, body)).row, body)
    }
  },
)

planContract(
  {
    id: 'hostile.figures-come-back',
    demand: 'prices, quotas and discounts come back as they were sent, to the last place',
    source: '§1.11',
  },
  async (api) => {
    const wanted = await createFigures(api)
    const row = await readPlan(api, await createHostilePlan(api))
    for (const part of row['components'] as Row[]) {
      const type = String(part['type'])
      const figures = { price: wanted.prices[type], amount: wanted.quotas[type] ?? 0 }
      for (const [name, value] of Object.entries({
        ...figures,
        ...(wanted.discounts[type] as Row),
      }))
        api.demandEqual(part[name], value, `${name} of ${type}`)
    }
  },
)

const pick = (texts: readonly string[], round: number): string => texts[round % texts.length] ?? ''

const createTexts = (round: number) => ({
  name: pick(names, round),
  article_code: pick(codes, round),
  description: pick(descriptions, round),
})

function demandTexts(api: Api, seen: Row, wanted: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(wanted)) api.demandEqual(seen[name], text, name)
}
