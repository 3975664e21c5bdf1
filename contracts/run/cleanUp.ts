import { appendEntry, listRemaining, listRemoved, listTags } from '../harness/ownPlans/ledger.ts'
import type { Runs } from '../harness/ownPlans/ledger.ts'
import type { Settings } from '../harness/settings.ts'
import { isArchived, isDeleted } from '../harness/transport/exchange.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { NoAnswer } from '../harness/transport/ends.ts'
import type { Transport } from '../harness/transport/transport.ts'
import { askServer, readWholeList } from './readWholeList.ts'
import type { Row } from './readWholeList.ts'

/**
 * Plans that could not be taken away again: left archived, or still there with the reason. `unnoted`:
 * one that was taken away, but that no run knows of; a killed run could not note it, or the server
 * has made it by itself.
 */
export interface Leftover {
  readonly uuid: string
  readonly state: 'archived' | 'still there' | 'unnoted'
  readonly reason: string
}

/** Takes away what runs have made, newest first. Where delete is refused, the plan is archived. */
export async function cleanUp(
  settings: Settings,
  transport: Transport,
  runs: Runs,
): Promise<Leftover[]> {
  const tags = listTags(settings, runs)
  const noted = listRemaining(settings, runs)
  const marked = await findUnnoted(settings, transport, tags)
  const strange = marked.filter((uuid) => !noted.includes(uuid))
  const uuids = [...strange, ...noted]
  const leftovers = new Map<string, Leftover>()
  for (const uuid of uuids) {
    transport.guard.allow(uuid)
    const leftover = await takeAway(transport, uuid)
    if (leftover) leftovers.set(uuid, leftover)
    if (leftover?.state !== 'still there') appendEntry(settings, { removed: uuid })
  }
  const reason = 'the server said that it was taken away'
  for (const uuid of uuids.length > 0 ? await findUnnoted(settings, transport, tags) : [])
    if (!leftovers.has(uuid)) leftovers.set(uuid, { uuid, state: 'still there', reason })
  const gone = strange.filter((uuid) => !leftovers.has(uuid)).map(describeUnnoted)
  return [...leftovers.values(), ...gone]
}

/**
 * Plans that carry the mark of a run and are not known to be archived, newest first: a killed run
 * has made them and could not note them any more.
 */
async function findUnnoted(
  settings: Settings,
  transport: Transport,
  tags: readonly unknown[],
): Promise<string[]> {
  if (tags.length === 0) return []
  const noted = [...listRemaining(settings, 'all runs'), ...listRemoved(settings)]
  const isOpen = (row: Row, uuid: string) => !noted.includes(uuid) || row['archived'] !== true
  const rows = (await readWholeList(transport, PLANS)).filter((row) => isMarked(row, tags))
  return rows.reverse().flatMap((row) => {
    const uuid = findUuid(String(row['uuid']))
    return uuid !== null && isOpen(row, uuid) ? [uuid] : []
  })
}

const describeUnnoted = (uuid: string): Leftover => ({
  uuid,
  state: 'unnoted',
  reason: 'it carries the mark of a run, but no answer has told of it',
})

export const isMarked = ({ backend_id, article_code }: Row, tags: readonly unknown[]): boolean =>
  tags.includes(backend_id) || tags.includes(article_code)

export const PLANS = '/api/marketplace-plans/'

async function takeAway(transport: Transport, uuid: string): Promise<Leftover | null> {
  const path = `${PLANS}${uuid}/`
  try {
    const deleted = await askServer(transport, { method: 'DELETE', path })
    if (isDeleted(deleted)) return null
    const archived = await askServer(transport, { method: 'POST', path: `${path}archive/` })
    const state = isArchived(archived) ? 'archived' : 'still there'
    const reason = `DELETE answered ${deleted.response.status}, archive ${archived.response.status}`
    return { uuid, state, reason }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return { uuid, state: 'still there', reason: `asked to delete it, an answer: ${error.message}` }
  }
}
