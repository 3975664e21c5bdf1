import fc from 'fast-check'
import { Api, Broken, Inapplicable } from '../harness/api.ts'
import { stories } from './commands.ts'
import type { Command } from './commands.ts'
import { contract } from '../harness/contract.ts'
import { create, done, mistaken } from './actions.ts'
import { curlOf } from '../harness/finding.ts'
import { allRows, BOOKINGS, gone, offeringLink, PLANS } from '../harness/given.ts'
import type { Facts } from './model.ts'
import { hex, listOf, textOf } from '../harness/offerings.ts'
import type { Row } from '../harness/offerings.ts'
import { session } from '../harness/session.ts'
import type { Role } from '../run/settings.ts'
import { Stage } from './stage.ts'
import type { Exchange } from '../harness/transport.ts'
import { look, shownAs } from './views.ts'

contract(
  {
    id: 'stories.of-plans',
    demand:
      'whatever is done to plans in whatever order, every view shows what the rules make of it',
    source: '§2',
    needs: { write: true },
  },
  async (api: Api) => {
    const facts = await factsOf(api)
    const roles = await rolesOf(api)
    const told = new Telling(api.contract, facts, roles)
    // Plans that can't be deleted stay as archived ones: then a few stories must do.
    const numRuns = roles.includes('staff') ? 60 : 5
    const property = fc.asyncProperty(stories(facts), (commands) => told.tell(commands))
    const { seed } = session().settings
    const { failed, counterexamplePath } = await fc.check(property, { seed, numRuns })
    if (failed) throw told.failure(`seed ${seed}, path ${counterexamplePath}`)
  },
)

/** Milliseconds that a broken story may be shortened. */
const SHORTENING = 5000

/** Plays stories, and keeps the last one that failed: the shortest. */
class Telling {
  readonly #contract: string
  readonly #facts: Facts
  readonly #roles: readonly Role[]
  #failed: { error: unknown; exchanges: readonly Exchange[] } | null = null
  #end = Infinity

  constructor(name: string, facts: Facts, roles: readonly Role[]) {
    this.#contract = name
    this.#facts = facts
    this.#roles = roles
  }

  async tell(commands: readonly Command[]): Promise<void> {
    fc.pre(Date.now() < this.#end)
    const stage = new Stage(this.#contract, this.#facts, this.#roles)
    try {
      await played(stage, commands)
    } catch (error) {
      this.#failed = { error, exchanges: [...stage.exchanges] }
      this.#end = error instanceof Broken ? Math.min(this.#end, Date.now() + SHORTENING) : 0
      throw error
    } finally {
      for (const plan of stage.plans) if (plan.model) await gone(stage, plan)
    }
  }

  /** The demand that was broken, with the story as a script for a shell. */
  failure(how: string): unknown {
    const { error, exchanges } = this.#failed ?? { error: null, exchanges: [] }
    if (!(error instanceof Broken)) return error
    const seen = `${error.seen}\nThe story (${how}):\n${scriptOf(exchanges)}`
    return new Broken(error.expected, seen, error.exchange)
  }
}

async function played(stage: Stage, commands: readonly Command[]): Promise<void> {
  for (const { deed, plan, by } of commands) {
    const role = stage.who(by)
    if (deed.does === 'look') await look(stage, role)
    else if (deed.does !== 'create') {
      const told = stage.plans[plan % stage.plans.length]
      if (!told) continue
      if (deed.does === 'mistake' && told.model)
        await mistaken(stage, told, { mistake: deed.mistake, role })
      else await done(stage, told, { deed, role })
      await shownAs(stage, told, stage.who(by + 1))
    } else if (stage.plans.length < 3) {
      const told = await create(stage, deed, role)
      await shownAs(stage, told, stage.who(by + 1))
    }
  }
  await look(stage, stage.who(0))
  await look(stage, stage.who(1))
}

/** The writes of a story and its last request, numbered; uuids of new plans are variables. */
function scriptOf(exchanges: readonly Exchange[]): string {
  const last = exchanges.at(-1)
  const made: string[] = []
  const lines = exchanges
    .filter((exchange) => exchange.request.method !== 'GET' || exchange === last)
    .map(({ request, response }, index) => {
      const command = made.reduce(
        (text, uuid, plan) => text.replaceAll(uuid, `'"$PLAN_${plan + 1}"'`),
        curlOf(request, session().settings),
      )
      const isNew = request.method === 'POST' && request.path === PLANS && response.status === 201
      const uuid = /"uuid":\s*"([^"]+)"/.exec(response.text)?.[1]
      if (isNew && uuid) made.push(hex(uuid) ?? uuid)
      const take = `| tee /dev/stderr | sed -n 's/.*"url": *"[^"]*\\/\\([^"/]*\\)\\/".*/\\1/p')`
      const line = isNew ? `PLAN_${made.length}=$(${command} ${take}` : command
      return `# ${index + 1}. answers ${response.status}\n${line}`
    })
  return lines.join('\n')
}

async function factsOf(api: Api): Promise<Facts> {
  const { offering, tag } = session().settings
  const exchange = await api.get(`${BOOKINGS}${hex(offering)}/`)
  if (offering === null || exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering that this token sees')
  const row = api.object(exchange)
  return {
    offering: offeringLink(),
    tag,
    isChild: hex(row['parent_uuid']) !== null,
    billable: row['billable'] === true,
    components: listOf(row['components']).map((one) => ({
      type: textOf(one['type']),
      name: textOf(one['name']),
      measured_unit: textOf(one['measured_unit']),
      billing: textOf(one['billing_type']),
    })),
    groups: await groupsSeen(api, row),
  }
}

/** Groups that plans or the offering show, and their parents: three at most. */
async function groupsSeen(api: Api, offering: Row): Promise<Facts['groups']> {
  const rows = [offering, ...(await allRows(api, PLANS))]
  const groups = rows.flatMap((row) => listOf(row['organization_groups']))
  const links = groups.flatMap(({ url, parent }) => [textOf(url), textOf(parent)]).filter(Boolean)
  const known = new Map(links.map((link) => [hex(link) ?? '', link]))
  return [...known].map(([uuid, link]) => ({ uuid, link })).slice(0, 3)
}

/** Staff and the owner of the chosen offering, as far as there are tokens. */
async function rolesOf(api: Api): Promise<Role[]> {
  const { offering, tokens } = session().settings
  const may: Role[] = []
  for (const role of ['staff', 'owner'] as const) {
    if (tokens[role] === undefined) continue
    const { response } = await api.get(`${BOOKINGS}${hex(offering)}/?field=uuid`, { role })
    if (response.status === 200) may.push(role)
  }
  return may
}
