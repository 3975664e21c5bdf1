import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { demandNothingMade } from '../harness/ownPlans/demandNothingMade.ts'
import { createStoryPlan, doAction } from './actions.ts'
import { listChapters } from './chapters.ts'
import type { Chapter } from './chapters.ts'
import { demandEveryView, demandShown } from './demandEveryView.ts'
import { findRoles, readStoryOffering } from './readStoryOffering.ts'
import type { StoryApi } from './storyApi.ts'
import { StoryRunner } from './storyRunner.ts'

contract(
  {
    id: 'stories.each-action',
    demand:
      'each action does to a plan of hostile values what its rule says, and leaves the rest and other plans',
    source: '§2',
    needs: { write: true },
  },
  async (api: Api) => {
    const facts = await readStoryOffering(api)
    const runner = new StoryRunner(api.contract, facts, await findRoles(api))
    await runner
      .play((story) => tellChapters(story, listChapters(facts)))
      .catch(() => Promise.reject(runner.failure('each action once')))
    await demandNothingMade(api, null)
  },
)

/** Those who may take turns: one writes, the other looks. */
async function tellChapters(api: StoryApi, chapters: readonly Chapter[]): Promise<void> {
  for (const [number, { plan: index, actions, by = number, viewer }] of chapters.entries()) {
    for (const [place, action] of actions.entries()) {
      const role = api.chooseRole(by + place)
      const plan = api.plans[index]
      if (action.does === 'create') await createStoryPlan(api, action, role)
      else if (plan) await doAction(api, plan, { action, role })
    }
    const plan = api.plans[index]
    if (viewer !== undefined) await demandEveryView(api, api.chooseRole(viewer))
    else if (plan) await demandShown(api, plan, api.chooseRole(by + actions.length))
  }
}
