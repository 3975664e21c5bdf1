import fc from 'fast-check'
import { PLANS, removePlan } from '../harness/ownPlans/createPlan.ts'
import { formatCurl } from '../harness/findings/formatCurl.ts'
import { toHex } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { UnmetDemand } from '../harness/unmet.ts'
import type { StoryOffering } from './planModel.ts'
import { StoryApi } from './storyApi.ts'

/** Milliseconds that a broken story may be shortened. */
const SHORTENING_TIME = 5000

/** Plays stories, and keeps the last one that failed: the shortest. */
export class StoryRunner {
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

  async play(tell: (api: StoryApi) => Promise<void>): Promise<void> {
    fc.pre(Date.now() < this.#end)
    const api = new StoryApi(this.#contract, this.#facts, this.#roles)
    try {
      await tell(api)
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
