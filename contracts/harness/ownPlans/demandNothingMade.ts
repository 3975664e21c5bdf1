import { setTimeout as wait } from 'node:timers/promises'
import type { Api } from '../api.ts'
import { getOfferingLink, PLANS, readAllRows } from './createPlan.ts'
import { isOwn } from '../hold/world.ts'
import { notePlan } from './notePlan.ts'
import { getSession } from '../session.ts'
import { findUuid } from '../transport/guard.ts'
import type { Exchange } from '../transport/exchange.ts'

/** Milliseconds between looks: a plan may be listed before the answer that tells of it has come. */
const PAUSES = [200, 800, 2000]

/** Demands that what was refused has made nothing: no plan carries the mark of the run of which no answer has told. */
export async function demandNothingMade(
  api: Api,
  exchange: Exchange | null = api.last,
  path = `${PLANS}?offering_uuid=${findUuid(getOfferingLink())}`,
): Promise<void> {
  let made = await listUnnoted(api, path)
  for (const pause of PAUSES) {
    if (made.length === 0) return
    await wait(pause)
    const still = await listUnnoted(api, path)
    made = made.filter((uuid) => still.includes(uuid))
  }
  // They are told of once: after a disturbed line a create may have been sent twice.
  for (const uuid of made) notePlan(uuid)
  api.demandEqual(made, [], 'plans that were made though it was refused', exchange)
}

async function listUnnoted(api: Api, path: string): Promise<string[]> {
  const { guard } = getSession().transport
  const uuids = (await readAllRows(api, path)).filter(isOwn).map(({ uuid }) => String(uuid))
  return uuids.flatMap((text) => findUuid(text) ?? []).filter((uuid) => !guard.isOurs(uuid))
}
