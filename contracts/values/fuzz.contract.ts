import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import {
  BOOKINGS,
  createPlan,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
  readOfferingComponents,
  removePlan,
  STATS,
} from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { demandNothingMade } from '../harness/ownPlans/demandNothingMade.ts'
import { inLanes } from '../harness/inLanes.ts'
import type { Lane } from '../harness/inLanes.ts'
import { released } from '../harness/release.ts'
import { getSession } from '../harness/session.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { UnmetDemand } from '../harness/unmet.ts'
import {
  demandUnchanged,
  omitReadOnly,
  planContract,
  readPlan,
  readReply,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { computePlanType, demandMaps, demandTotal, readParts, totals } from '../prices/totals.ts'
import { createBodies, queries } from './arbitraries.ts'

const RUNS = 70

/** Tries what an arbitrary makes; a failure is shrunk, and says how to see it again. */
async function tryAll<Value>(
  arbitrary: Arbitrary<Value>,
  check: (value: Value) => Promise<void>,
  { index, count, runs = RUNS }: Lane & { readonly runs?: number },
): Promise<void> {
  const seed = getSession().settings.seed + index
  const numRuns = Math.ceil(runs / count)
  const limits = { interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false }
  const run = await fc.check(fc.asyncProperty(arbitrary, check), { seed, numRuns, ...limits })
  if (!run.failed) return
  const { errorInstance: error, counterexamplePath: path, numShrinks } = run
  if (!(error instanceof UnmetDemand)) throw error
  const again = `seed ${seed}, path ${path}, after ${numShrinks} shrinks`
  throw new UnmetDemand(error.expected, `${error.seen} (${again})`, error.exchange)
}

/** The method and address of an operation, with a plan of ours in it. */
function findAddress(
  id: string,
  { uuid }: Pick<NewPlan, 'uuid'>,
): { method: string; path: string } {
  for (const [path, item] of Object.entries(released.document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if ((operation as { operationId?: string }).operationId !== id) continue
      return { method: method.toUpperCase(), path: path.replace('{uuid}', uuid) }
    }
  }
  throw new Error(`openapi.yaml has no operation ${id}`)
}

async function readServerFacts(api: Api) {
  const { types } = await readOfferingComponents(api)
  const named = types.map(({ type }) => type)
  const fixed = types.filter(({ billing }) => billing === 'fixed').map(({ type }) => type)
  const { tag } = getSession().settings
  return { types: named, fixed, offering: getOfferingLink(), tag }
}

/** 400 of Django REST framework: texts, texts by field (deep at times), or a detail. */
function demandRefusal(api: Api, exchange: Exchange): void {
  api.demandStatus(exchange, 400)
  const { json } = exchange.response
  api.demand(isMessages(json), "an error in a form of DRF's", exchange.response.text, exchange)
}

const isMessages = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0 && value.every((text) => typeof text === 'string' && text !== '')
    : typeof value === 'object' &&
      value !== null &&
      Object.keys(value).length > 0 &&
      Object.values(value).every(isMessages)

const ids = Object.keys(createBodies({ types: ['x'], fixed: [], offering: '', tag: '' }))

for (const id of ids.filter((id) => !id.endsWith('create'))) {
  planContract(
    {
      id: `fuzz.${id}`,
      demand: 'whatever the body is, it is taken or refused in form, and a refusal changes nothing',
      source: '§1.4',
      operation: id,
    },
    async (api: Api) => {
      const { types } = await readOfferingComponents(api)
      const billings = new Map(types.map(({ type, billing }) => [type, billing]))
      const bodies = createBodies(await readServerFacts(api))[id]
      if (!bodies) return
      await inLanes(api, (own, lane) => writeAll(own, { id, bodies, billings, lane }))
    },
  )
}

interface Writing {
  readonly id: string
  readonly bodies: Arbitrary<unknown>
  readonly billings: ReadonlyMap<string, string>
  readonly lane: Lane
}

async function writeAll(api: Api, { id, bodies, billings, lane }: Writing): Promise<void> {
  const plan = await createPlan(api)
  let row = await readPlan(api, plan)
  const write = async (body: unknown) => {
    const exchange = await api.send({ ...findAddress(id, plan), body })
    if (exchange.response.status >= 300) {
      demandRefusal(api, exchange)
      return demandUnchanged(api, plan, row)
    }
    row = await readPlan(api, plan)
    demandTotals(api, row, billings)
    if (exchange.response.json === undefined) return
    const reply = readReply(api.readObject(exchange))
    api.demandEqual(reply, omitReadOnly(row), 'the answer of the write', exchange)
  }
  await tryAll(bodies, write, lane)
}

planContract(
  {
    id: 'fuzz.marketplace_plans_create',
    demand: 'whatever the body is, a plan is made and shown, or refused in form and not made',
    source: '§1.4',
  },
  async (api) => {
    const bodies = createBodies(await readServerFacts(api))['marketplace_plans_create']
    if (!bodies) return
    await inLanes(api, (own, lane) => tryAll(bodies, (body) => createOne(own, body), lane))
    await demandNothingMade(api, null)
  },
)

async function createOne(api: Api, body: unknown): Promise<void> {
  const exchange = await api.post(PLANS, body)
  const plan = noteCreated(api, exchange)
  if (!plan) return demandRefusal(api, exchange)
  api.demandStatus(exchange, 201)
  const row = await readPlan(api, plan)
  api.demandEqual(readReply(plan.row), omitReadOnly(row), 'the new plan', exchange)
  if (api.role === 'staff') await removePlan(api, plan)
}

planContract(
  {
    id: 'fuzz.nobodys-plan',
    demand: 'a write to a plan that is not there is 404, whatever the body is',
    source: '§1.2',
  },
  async (api) => {
    const all = createBodies(await readServerFacts(api))
    const writes = Object.entries(all).filter(([id]) => !id.endsWith('create'))
    const pairs = writes.map(([id, bodies]) => bodies.map((body) => ({ id, body })))
    const write = async (own: Api, { id, body }: { id: string; body: unknown }) => {
      const exchange = await own.send({ ...findAddress(id, { uuid: inventUuid() }), body })
      own.demandStatus(exchange, 404)
      const detail = 'No Plan matches the given query.'
      own.demandEqual(exchange.response.json, { detail }, 'the body of 404', exchange)
    }
    await inLanes(api, (own, lane) => tryAll(fc.oneof(...pairs), (one) => write(own, one), lane))
  },
)

for (const path of [PLANS, STATS, BOOKINGS]) {
  contract(
    {
      id: `fuzz.query${path.replace('/api', '').replaceAll('/', '.').slice(0, -1)}`,
      demand: 'whatever the query is, a page, a refusal in form or a missing page answers it',
      source: '§1.6',
    },
    async (api: Api) => {
      const runs = path === BOOKINGS ? RUNS / 2 : RUNS
      await inLanes(api, (own, lane) =>
        tryAll(queries, (query) => ask(own, `${path}?${query}`), { ...lane, runs }),
      )
    },
  )
}

async function ask(api: Api, address: string): Promise<void> {
  const exchange = await api.get(address)
  api.demandStatus(exchange, 200, 400, 404)
  const { status, headers } = exchange.response
  if (status === 400) return demandRefusal(api, exchange)
  const head = await api.head(address)
  api.demandStatus(head, status)
  if (status === 404) return
  const total = Number(headers['x-result-count'])
  const rows = api.readRows(exchange).length
  api.demand(rows <= total, `${total} rows at most, as X-Result-Count says`, rows, exchange)
  const counts = [head, exchange].map(({ response }) => response.headers['x-result-count'])
  api.demandEqual(counts[0], counts[1], 'X-Result-Count of HEAD', head)
}

/** Demands that the figures of a plan follow from its components. */
function demandTotals(api: Api, row: Row, billings: ReadonlyMap<string, string>): void {
  demandMaps(api, row)
  const parts = readParts(row, billings)
  if (!parts) return
  api.demandEqual(row['plan_type'], computePlanType(parts), 'plan_type')
  for (const total of totals) demandTotal(api, row, total, parts)
}
