import fc from 'fast-check'
import { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, getOfferingLink, PLANS, readAllRows, removePlan } from '../harness/createPlan.ts'
import { inLanes } from '../harness/inLanes.ts'
import { formatCurl } from '../harness/findings/formatCurl.ts'
import { toHex, toRows, toText } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { Inapplicable, UnmetDemand } from '../harness/unmet.ts'
import { createStoryPlan, doAction, makeMistake } from './actions.ts'
import { demandEveryView, demandShown } from './demandEveryView.ts'
import type { StoryOffering } from './planModel.ts'
import { storiesUnder } from './steps.ts'
import type { Step } from './steps.ts'
import { StoryApi } from './storyApi.ts'

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
      const property = fc.asyncProperty(storiesUnder(facts), (commands) => runner.play(commands))
      const seed = getSession().settings.seed + index
      const numRuns = Math.ceil(stories / count)
      const { failed, counterexamplePath } = await fc.check(property, { seed, numRuns })
      if (failed) throw runner.failure(`seed ${seed}, path ${counterexamplePath}`)
    })
  },
)

/** Milliseconds that a broken story may be shortened. */
const SHORTENING_TIME = 5000

/** Plays stories, and keeps the last one that failed: the shortest. */
class StoryRunner {
  readonly #contract: string
  readonly #facts: StoryOffering
  readonly #roles: readonly Role[]
  #failed: { error: unknown; exchanges: readonly Exchange[] } | null = null
  #end = Infinity

  constructor(name: string, facts: StoryOffering, roles: readonly Role[]) {
    this.#contract = name
    this.#facts = facts
    this.#roles = roles
  }

  async play(commands: readonly Step[]): Promise<void> {
    fc.pre(Date.now() < this.#end)
    const api = new StoryApi(this.#contract, this.#facts, this.#roles)
    try {
      await playStory(api, commands)
    } catch (error) {
      this.#failed = { error, exchanges: [...api.exchanges] }
      this.#end =
        error instanceof UnmetDemand ? Math.min(this.#end, Date.now() + SHORTENING_TIME) : 0
      throw error
    } finally {
      for (const plan of api.plans) if (plan.model) await removePlan(api, plan)
    }
  }

  /** The demand that was broken, with the story as a script for a shell. */
  failure(how: string): unknown {
    const { error, exchanges } = this.#failed ?? { error: null, exchanges: [] }
    if (!(error instanceof UnmetDemand)) return error
    const seen = `${error.seen}\nThe story (${how}):\n${formatScript(exchanges)}`
    return new UnmetDemand(error.expected, seen, error.exchange)
  }
}

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

/** The writes of a story and its last request, numbered; uuids of new plans are variables. */
function formatScript(exchanges: readonly Exchange[]): string {
  const last = exchanges.at(-1)
  const made: string[] = []
  const lines = exchanges
    .filter((exchange) => exchange.request.method !== 'GET' || exchange === last)
    .map(({ request, response }, index) => {
      const command = made.reduce(
        (text, uuid, plan) => text.replaceAll(uuid, `'"$PLAN_${plan + 1}"'`),
        formatCurl(request, getSession().settings),
      )
      const isNew = request.method === 'POST' && request.path === PLANS && response.status === 201
      const uuid = /"uuid":\s*"([^"]+)"/.exec(response.text)?.[1]
      if (isNew && uuid) made.push(toHex(uuid) ?? uuid)
      const take = `| tee /dev/stderr | sed -n 's/.*"url": *"[^"]*\\/\\([^"/]*\\)\\/".*/\\1/p')`
      const line = isNew ? `PLAN_${made.length}=$(${command} ${take}` : command
      return `# ${index + 1}. answers ${response.status}\n${line}`
    })
  return lines.join('\n')
}

async function readStoryOffering(api: Api): Promise<StoryOffering> {
  const { offering, tag } = getSession().settings
  const exchange = await api.get(`${BOOKINGS}${toHex(offering)}/`)
  if (offering === null || exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering that this token sees')
  const row = api.readObject(exchange)
  return {
    offering: getOfferingLink(),
    tag,
    isChild: toHex(row['parent_uuid']) !== null,
    billable: row['billable'] === true,
    components: toRows(row['components']).map((one) => ({
      type: toText(one['type']),
      name: toText(one['name']),
      measured_unit: toText(one['measured_unit']),
      billing: toText(one['billing_type']),
    })),
    groups: await readGroups(api, row),
  }
}

/** Groups that plans or the offering show, and their parents: three at most. */
async function readGroups(api: Api, offering: Row): Promise<StoryOffering['groups']> {
  const rows = [offering, ...(await readAllRows(api, PLANS))]
  const groups = rows.flatMap((row) => toRows(row['organization_groups']))
  const links = groups.flatMap(({ url, parent }) => [toText(url), toText(parent)]).filter(Boolean)
  const known = new Map(links.map((link) => [toHex(link) ?? '', link]))
  return [...known].map(([uuid, link]) => ({ uuid, link })).slice(0, 3)
}

/** Staff and the owner of the chosen offering, as far as there are tokens. */
async function findRoles(api: Api): Promise<Role[]> {
  const { offering, tokens } = getSession().settings
  const may: Role[] = []
  for (const role of ['staff', 'owner'] as const) {
    if (tokens[role] === undefined) continue
    const { response } = await api.get(`${BOOKINGS}${toHex(offering)}/?field=uuid`, { role })
    if (response.status === 200) may.push(role)
  }
  return may
}
