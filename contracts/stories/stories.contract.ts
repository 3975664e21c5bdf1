import fc from 'fast-check'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { inLanes } from '../harness/inLanes.ts'
import { getSession } from '../harness/session.ts'
import { createStoryPlan, doAction, makeMistake } from './actions.ts'
import { demandEveryView, demandShown } from './demandEveryView.ts'
import { findRoles, readStoryOffering } from './readStoryOffering.ts'
import { storiesUnder } from './steps.ts'
import type { Step } from './steps.ts'
import type { StoryApi } from './storyApi.ts'
import { StoryRunner } from './storyRunner.ts'

contract(
  {
    id: 'stories.of-plans',
    demand:
      'whatever is done to plans in whatever order, every view shows what the rules make of it',
    source: '§2',
    needs: { write: true },
  },
  async (api: Api) => {
    const facts = await readStoryOffering(api)
    const roles = await findRoles(api)
    // Plans that can't be deleted stay as archived ones: then a few stories must do.
    const stories = roles.includes('staff') ? 60 : 5
    await inLanes(api, async (_, { index, count }) => {
      const runner = new StoryRunner(api.contract, facts, roles)
      const property = fc.asyncProperty(storiesUnder(facts), (commands) =>
        runner.play((story) => playStory(story, commands)),
      )
      const seed = getSession().settings.seed + index
      const numRuns = Math.ceil(stories / count)
      const { failed, counterexamplePath } = await fc.check(property, { seed, numRuns })
      if (failed) throw runner.failure(`seed ${seed}, path ${counterexamplePath}`)
    })
  },
)

async function playStory(api: StoryApi, commands: readonly Step[]): Promise<void> {
  for (const { action, plan: index, by } of commands) {
    const role = api.chooseRole(by)
    if (action.does === 'look') await demandEveryView(api, role)
    else if (action.does !== 'create') {
      const plan = api.plans[index % api.plans.length]
      if (!plan) continue
      if (action.does === 'mistake' && plan.model)
        await makeMistake(api, plan, { mistake: action.mistake, role })
      else await doAction(api, plan, { action, role })
      await demandShown(api, plan, api.chooseRole(by + 1))
    } else if (api.plans.length < 3) {
      const plan = await createStoryPlan(api, action, role)
      await demandShown(api, plan, api.chooseRole(by + 1))
    }
  }
  await demandEveryView(api, api.chooseRole(0))
  await demandEveryView(api, api.chooseRole(1))
}
