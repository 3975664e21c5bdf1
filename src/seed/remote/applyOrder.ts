import { UsageError } from '../../errors.ts'
import { listSteps } from './listSteps.ts'
import type { Operation, Step } from './listSteps.ts'
import type { Ledger } from './ledger.ts'
import { readPlan } from './serverPlan.ts'
import type { ServerPlan } from './serverPlan.ts'
import { readObject } from '../server/json.ts'
import { readAllRows } from '../server/readAllRows.ts'
import type { ServerResponse, Method, WaldurClient } from '../server/waldurClient.ts'
import { explainForbidden } from './targetOffering.ts'
import type { TargetOffering } from './targetOffering.ts'
import { comparePlans, chooseAction } from './comparePlans.ts'
import type { Comparison } from './comparePlans.ts'
import type { SeedOrder, WantedPlan } from './wantedPlan.ts'

export const PLANS = '/api/marketplace-plans/'

export interface Counts {
  made: number
  changed: number
  kept: number
  left: number
}

/** What a run came to. `lacking`: operations that this server does not have, so that they were left out. */
export interface Applied extends Counts {
  readonly lacking: readonly Operation[]
}

/** Brings the offering's plans to what is wished, one after the other, noting each write before and after. */
export async function applyOrder(
  work: {
    readonly server: WaldurClient
    readonly offering: TargetOffering
    readonly order: SeedOrder
    readonly ledger: Ledger
  },
  onPlan: (done: number, of: number) => void,
): Promise<Applied> {
  const { offering, order, ledger } = work
  const counts = { made: 0, changed: 0, kept: 0, left: 0 }
  const lacking = new Set<Operation>()
  const all = comparePlans({ offering, order, ledger, lacking })
  if (JSON.stringify(ledger.order()) !== JSON.stringify(order)) ledger.note({ order })
  for (const [done, left] of all.entries()) {
    onPlan(done, all.length)
    counts[await settlePlan({ ...work, lacking }, left)]++
  }
  return { ...counts, lacking: [...lacking] }
}

type Work = Parameters<typeof applyOrder>[0] & { readonly lacking: Set<Operation> }

async function settlePlan(work: Work, comparison: Comparison): Promise<keyof Counts> {
  const { ledger } = work
  const { wanted, tag, plan } = comparison
  if (plan && ledger.unsure().has(tag)) ledger.note({ made: tag, uuid: plan.uuid })
  const made = plan ?? (await createPlan(work, comparison))
  const taken = await takeSteps(work, { plan: made, wanted }, plan ? comparison.steps : null)
  if (!plan) return 'made'
  return taken > 0 ? 'changed' : chooseAction(comparison) === 'leave' ? 'left' : 'kept'
}

/** The number of steps that the server had an operation for. */
async function takeSteps(
  work: Work,
  { plan, wanted }: Pick<Task, 'plan' | 'wanted'>,
  steps: readonly Step[] | null,
): Promise<number> {
  let taken = 0
  for (const step of steps ?? listSteps(wanted, plan)) {
    const isLacking = work.lacking.has(step.operation)
    if (!isLacking && (await takeStep(work, { plan, step, wanted }))) taken++
  }
  return taken
}

async function createPlan(
  { server, offering, order, ledger }: Work,
  { wanted, tag }: Comparison,
): Promise<ServerPlan> {
  const body = { ...wanted.fields, offering: offering.link, [order.identity]: tag }
  ledger.note({ making: tag })
  const happened = () => findMade(tag, { server, offering, order })
  const answer = await server.ask('POST', PLANS, { body, happened })
  if (answer.status === 403) throw explainForbidden(offering.name, '')
  demandSuccess(server, answer, `create "${wanted.fields.name}"`)
  const plan = readPlan(readObject(answer.json))
  ledger.note({ made: tag, uuid: plan.uuid })
  if (plan[order.identity] === tag) return plan
  throw new UsageError(
    `${server.target} does not keep ${order.identity}, by which plans are known again. Run undo, then apply with --identity ${order.identity === 'backend_id' ? 'article_code' : 'backend_id'}.`,
  )
}

/** The plan that an unanswered request has made after all, as the server shows it. */
async function findMade(
  tag: string,
  { server, offering, order }: Pick<Work, 'server' | 'offering' | 'order'>,
): Promise<ServerResponse | null> {
  const plans = await readAllRows(server, `${PLANS}?offering_uuid=${offering.uuid}`)
  const made = plans.map(readPlan).find((plan) => plan[order.identity] === tag)
  return made ? server.ask('GET', `${PLANS}${made.uuid}/`) : null
}

interface Task {
  readonly plan: ServerPlan
  readonly step: Step
  readonly wanted: WantedPlan
}

/** False: the server has no such operation, which is noted, so that nothing waits for it. */
async function takeStep(work: Work, { plan, step, wanted }: Task): Promise<boolean> {
  const { server, ledger, lacking } = work
  const { operation, body } = step
  const note = { by: operation }
  ledger.note({ changing: plan.uuid, ...note })
  const isUpdate = operation === 'update'
  const method: Method = isUpdate ? 'PATCH' : 'POST'
  const own = `${PLANS}${plan.uuid}/`
  const happened = async () => {
    const seen = await server.ask('GET', own)
    const left = listSteps(wanted, readPlan(readObject(seen.json)))
    return seen.status === 200 && left.every((one) => one.operation !== operation) ? seen : null
  }
  const path = isUpdate ? own : `${own}${operation}/`
  const answer = await server.ask(method, path, { body, happened })
  if (isMissing(answer)) {
    ledger.note({ lacks: operation })
    lacking.add(operation)
    return false
  }
  demandSuccess(server, answer, `${operation} "${server.clean(plan.name)}"`)
  ledger.note({ changed: plan.uuid, ...note })
  return true
}

/** A path without a route is answered by a page, a plan that is gone by JSON (§1.1). */
const isMissing = ({ status, json }: ServerResponse): boolean =>
  status === 405 || (status === 404 && json === undefined)

function demandSuccess(server: WaldurClient, { status, text }: ServerResponse, what: string): void {
  if (status >= 200 && status < 300) return
  throw new UsageError(
    `${server.target} refuses to ${what}: ${status} ${server.clean(text)}. Mend that, and run the same command again: it goes on where it stopped.`,
  )
}
