import { isDeepStrictEqual } from 'node:util'
import { listRemaining, listTags } from '../harness/ledger.ts'
import type { Settings } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import type { Transport } from '../harness/transport/transport.ts'
import { isMarked, PLANS } from './cleanUp.ts'
import { readWholeList } from './readWholeList.ts'
import type { Row } from './readWholeList.ts'

const BOOKINGS = '/api/booking-offerings/'

/** All plans and booking offerings that the caller sees, without those of any run, by their uuid. */
export async function readOthers(
  settings: Settings,
  transport: Transport,
): Promise<Map<string, Row>> {
  const ours = new Set(listRemaining(settings, 'all runs'))
  const tags = [...listTags(settings, 'all runs'), settings.tag]
  const plans = await readWholeList(transport, PLANS)
  const offerings = await readWholeList(transport, BOOKINGS)
  const rows = [...plans.map((row) => ['plan', row] as const), ...offerings.map(omitPlans)]
  return new Map(
    rows.flatMap(([kind, row]) => {
      const uuid = findUuid(String(row['uuid']))
      const isOurs = uuid === null || ours.has(uuid) || isMarked(row, tags)
      return isOurs ? [] : [[`${kind} ${uuid}`, row] as const]
    }),
  )
}

/** An offering without what moves by itself: its plans are compared on their own, windows move on. */
function omitPlans({ plans: _, attributes: __, ...row }: Row): readonly ['offering', Row] {
  return ['offering', row]
}

/** What differs between two readings: a name and the fields that changed, for each row. */
export function listDifferences(before: Map<string, Row>, after: Map<string, Row>): string[] {
  return [...before].flatMap(([name, row]) => {
    const now = after.get(name)
    if (!now) return [`${name} is gone`]
    const changed = Object.keys(row).filter((key) => !isDeepStrictEqual(row[key], now[key]))
    return changed.length > 0 ? [`${name}: ${changed.join(', ')} changed`] : []
  })
}
