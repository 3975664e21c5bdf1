import { isDeepStrictEqual } from 'node:util'
import { listRemaining, listTags } from '../harness/ownPlans/ledger.ts'
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
      const isOurs = uuid === null || ours.has(uuid) || isMarked(row, tags) || isOfAnyRun(row)
      return isOurs ? [] : [[`${kind} ${uuid}`, row] as const]
    }),
  )
}

/** Another run, on another machine too, marks and names what it makes as this one does. */
const isOfAnyRun = ({ backend_id, article_code, name }: Row): boolean =>
  [backend_id, article_code].some((mark) => /^waldur-mock \w+-\w+$/.test(String(mark))) ||
  String(name).startsWith('Contract ')

/** An offering without what moves by itself: its plans are compared on their own, windows move on. */
function omitPlans({ plans: _, attributes: __, ...row }: Row): readonly ['offering', Row] {
  return ['offering', row]
}

/** One row that is not as it was. */
export interface Difference {
  /** `plan` or `offering`, and its uuid. */
  readonly name: string
  readonly fields: readonly string[]
  readonly text: string
}

/** What differs between two readings: a name and the fields that changed, for each row. */
export function listDifferences(before: Map<string, Row>, after: Map<string, Row>): Difference[] {
  return [...before].flatMap(([name, row]) => {
    const now = after.get(name)
    if (!now) return [{ name, fields: [], text: `${name} is gone` }]
    const fields = Object.keys(row).filter((key) => !isDeepStrictEqual(row[key], now[key]))
    return fields.length > 0
      ? [{ name, fields, text: `${name}: ${fields.join(', ')} changed` }]
      : []
  })
}

/** A run that uses the calendar of an offering must make one where there is none, and can't unmake it. */
export function isCalendarMade(
  { offering, calendars }: Settings,
  before: Map<string, Row>,
  { name, fields }: Difference,
): boolean {
  const isUsed = calendars === 'all' || name === `offering ${findUuid(offering ?? '')}`
  if (!isUsed || fields.join() !== 'googlecalendar') return false
  const calendar = before.get(name)?.['googlecalendar'] as Row | null | undefined
  return (calendar?.['backend_id'] ?? null) === null
}
