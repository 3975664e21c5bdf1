import { UsageError } from '../../errors.ts'
import { stepsFor } from './difference.ts'
import type { Step } from './difference.ts'
import type { Ledger } from './ledger.ts'
import { shownPlan } from './plan.ts'
import type { ShownPlan } from './plan.ts'
import { objectIn } from './reading.ts'
import type { Answer, Method, Server } from './server.ts'
import { mayNotCreate } from './shop.ts'
import type { Shop } from './shop.ts'
import { standings, verdictOf } from './standing.ts'
import type { Standing } from './standing.ts'
import type { Order } from './wish.ts'

export const PLANS = '/api/marketplace-plans/'

export interface Counts {
  made: number
  changed: number
  kept: number
  left: number
}

/** Brings the offering's plans to what is wished, one after the other, noting each write before and after. */
export async function applied(
  work: {
    readonly server: Server
    readonly shop: Shop
    readonly order: Order
    readonly ledger: Ledger
  },
  onPlan: (done: number, of: number) => void,
): Promise<Counts> {
  const { shop, order, ledger } = work
  const counts = { made: 0, changed: 0, kept: 0, left: 0 }
  const all = standings(shop, order, ledger)
  if (JSON.stringify(ledger.order()) !== JSON.stringify(order)) ledger.note({ order })
  for (const [done, standing] of all.entries()) {
    onPlan(done, all.length)
    counts[await broughtAbout(work, standing)]++
  }
  return counts
}

type Work = Parameters<typeof applied>[0]

async function broughtAbout(work: Work, standing: Standing): Promise<keyof Counts> {
  const { ledger } = work
  const { wish, tag, plan } = standing
  if (plan && ledger.unsure().has(tag)) ledger.note({ made: tag, uuid: plan.uuid })
  const made = plan ?? (await created(work, standing))
  const steps = plan ? standing.steps : stepsFor(wish, made)
  for (const step of steps) await taken(work, made, step)
  if (!plan) return 'made'
  return steps.length > 0 ? 'changed' : verdictOf(standing) === 'leave' ? 'left' : 'kept'
}

async function created(
  { server, shop, order, ledger }: Work,
  { wish, tag }: Standing,
): Promise<ShownPlan> {
  const body = { ...wish.fields, offering: shop.link, [order.identity]: tag }
  ledger.note({ making: tag })
  const answer = await server.ask('POST', PLANS, body)
  if (answer.status === 403) throw mayNotCreate(shop.name, '')
  demandSuccess(server, answer, `create "${wish.fields.name}"`)
  const plan = shownPlan(objectIn(answer.json))
  ledger.note({ made: tag, uuid: plan.uuid })
  if (plan[order.identity] === tag) return plan
  throw new UsageError(
    `${server.target} does not keep ${order.identity}, by which plans are known again. Run undo, then apply with --identity ${order.identity === 'backend_id' ? 'article_code' : 'backend_id'}.`,
  )
}

async function taken({ server, ledger }: Work, plan: ShownPlan, step: Step): Promise<void> {
  const { operation, body } = step
  const note = { by: operation }
  ledger.note({ changing: plan.uuid, ...note })
  const isUpdate = operation === 'update'
  const method: Method = isUpdate ? 'PATCH' : 'POST'
  const path = `${PLANS}${plan.uuid}/${isUpdate ? '' : `${operation}/`}`
  demandSuccess(server, await server.ask(method, path, body), `${operation} "${plan.name}"`)
  ledger.note({ changed: plan.uuid, ...note })
}

function demandSuccess(server: Server, { status, text }: Answer, what: string): void {
  if (status >= 200 && status < 300) return
  throw new UsageError(
    `${server.target} refuses to ${what}: ${status} ${server.spoken(text)}. Mend that, and run the same command again: it goes on where it stopped.`,
  )
}
