import { UsageError } from '../../errors.ts'
import { PLANS } from './applyOrder.ts'
import type { Ledger, Made } from './ledger.ts'
import { readAllRows } from '../server/readAllRows.ts'
import { readPlan } from './serverPlan.ts'
import { readObject } from '../server/json.ts'
import type { WaldurClient } from '../server/waldurClient.ts'

export interface Removed {
  delete: number
  archive: number
  others: number
}

/** Takes away exactly what the ledger says was made, newest first. What is bought by now is archived. */
export async function undoMade(
  work: { readonly server: WaldurClient; readonly offering: string; readonly ledger: Ledger },
  onPlan: (done: number, of: number) => void,
): Promise<Removed> {
  await findAgain(work)
  const present = work.ledger.present()
  const removed = { delete: 0, archive: 0, others: 0 }
  for (const [done, made] of present.entries()) {
    onPlan(done, present.length)
    const wasGoing = work.ledger.isGoing(made.uuid)
    work.ledger.note({ removing: made.uuid })
    const found = await removePlan(work.server, made)
    const by = found === 'others' && wasGoing ? 'delete' : found
    work.ledger.note({ removed: made.uuid, by })
    removed[by]++
  }
  return removed
}

/** Plans that were made while a run was killed are known by their tag. */
async function findAgain({
  server,
  offering,
  ledger,
}: Parameters<typeof undoMade>[0]): Promise<void> {
  const unsure = new Set(ledger.unsure())
  if (unsure.size === 0) return
  const identity = ledger.order()?.identity ?? 'backend_id'
  for (const row of await readAllRows(server, `${PLANS}?offering_uuid=${offering}`)) {
    const plan = readPlan(row)
    const tag = plan[identity]
    if (unsure.has(tag)) ledger.note({ made: tag, uuid: plan.uuid })
  }
}

/** Deleting a plan deletes what was bought with it (§2.5): such a plan is archived instead. */
async function removePlan(server: WaldurClient, { uuid, tag }: Made): Promise<keyof Removed> {
  const path = `${PLANS}${uuid}/`
  const found = await server.ask('GET', path)
  if (found.status === 404) return 'others'
  const plan = readPlan(readObject(found.json))
  if (!plan.isUsed) {
    const happened = async () => {
      const seen = await server.ask('GET', path)
      return seen.status === 404 ? seen : null
    }
    const { status } = await server.ask('DELETE', path, { happened })
    if ([200, 202, 204, 404].includes(status)) return 'delete'
  }
  if (plan.archived) return 'archive'
  const happened = async () => {
    const seen = await server.ask('GET', path)
    return seen.status === 404 || readObject(seen.json)['archived'] === true ? seen : null
  }
  const { status, text } = await server.ask('POST', `${path}archive/`, { happened })
  if (status >= 200 && status < 300) return 'archive'
  if (status === 404) return 'others'
  throw new UsageError(
    `${server.target} lets nobody with this token delete or archive the plan ${tag} (${uuid}): ${status} ${server.clean(text)}. Give the token of staff or of the owner, and run undo again.`,
  )
}
