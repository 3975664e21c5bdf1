import { UsageError } from '../../errors.ts'
import { listSteps } from './listSteps.ts'
import type { Step } from './listSteps.ts'
import type { Ledger } from './ledger.ts'
import { readPlan } from './serverPlan.ts'
import type { ServerPlan } from './serverPlan.ts'
import { readObject } from '../server/json.ts'
import type { ServerResponse, Method, WaldurClient } from '../server/waldurClient.ts'
import { explainForbidden } from './targetOffering.ts'
import type { TargetOffering } from './targetOffering.ts'
import { comparePlans, chooseAction } from './comparePlans.ts'
import type { Comparison } from './comparePlans.ts'
import type { SeedOrder } from './wantedPlan.ts'

export const PLANS = '/api/marketplace-plans/'

export interface Counts {
  made: number
  changed: number
  kept: number
  left: number
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
): Promise<Counts> {
  const { offering, order, ledger } = work
  const counts = { made: 0, changed: 0, kept: 0, left: 0 }
  const all = comparePlans(offering, order, ledger)
  if (JSON.stringify(ledger.order()) !== JSON.stringify(order)) ledger.note({ order })
  for (const [done, standing] of all.entries()) {
    onPlan(done, all.length)
    counts[await settlePlan(work, standing)]++
  }
  return counts
}

type Work = Parameters<typeof applyOrder>[0]

async function settlePlan(work: Work, comparison: Comparison): Promise<keyof Counts> {
  const { ledger } = work
  const { wanted, tag, plan } = comparison
  if (plan && ledger.unsure().has(tag)) ledger.note({ made: tag, uuid: plan.uuid })
  const made = plan ?? (await createPlan(work, comparison))
  const steps = plan ? comparison.steps : listSteps(wanted, made)
  for (const step of steps) await takeStep(work, made, step)
  if (!plan) return 'made'
  return steps.length > 0 ? 'changed' : chooseAction(comparison) === 'leave' ? 'left' : 'kept'
}

async function createPlan(
  { server, offering, order, ledger }: Work,
  { wanted, tag }: Comparison,
): Promise<ServerPlan> {
  const body = { ...wanted.fields, offering: offering.link, [order.identity]: tag }
  ledger.note({ making: tag })
  const answer = await server.ask('POST', PLANS, body)
  if (answer.status === 403) throw explainForbidden(offering.name, '')
  demandSuccess(server, answer, `create "${wanted.fields.name}"`)
  const plan = readPlan(readObject(answer.json))
  ledger.note({ made: tag, uuid: plan.uuid })
  if (plan[order.identity] === tag) return plan
  throw new UsageError(
    `${server.target} does not keep ${order.identity}, by which plans are known again. Run undo, then apply with --identity ${order.identity === 'backend_id' ? 'article_code' : 'backend_id'}.`,
  )
}

async function takeStep({ server, ledger }: Work, plan: ServerPlan, step: Step): Promise<void> {
  const { operation, body } = step
  const note = { by: operation }
  ledger.note({ changing: plan.uuid, ...note })
  const isUpdate = operation === 'update'
  const method: Method = isUpdate ? 'PATCH' : 'POST'
  const path = `${PLANS}${plan.uuid}/${isUpdate ? '' : `${operation}/`}`
  demandSuccess(server, await server.ask(method, path, body), `${operation} "${plan.name}"`)
  ledger.note({ changed: plan.uuid, ...note })
}

function demandSuccess(server: WaldurClient, { status, text }: ServerResponse, what: string): void {
  if (status >= 200 && status < 300) return
  throw new UsageError(
    `${server.target} refuses to ${what}: ${status} ${server.clean(text)}. Mend that, and run the same command again: it goes on where it stopped.`,
  )
}
