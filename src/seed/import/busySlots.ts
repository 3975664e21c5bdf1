import { makeUuid } from '../random.ts'
import type { SparseRows } from '../rows/tables.ts'
import { readObjects, readText } from '../server/json.ts'
import type { WaldurClient } from '../server/waldurClient.ts'

type BusySlot = SparseRows['busy_slots']

/** How Waldur names whoever takes the time of a slot that came from Google. */
const FROM_GOOGLE = 'google calendar'

/** Of the taken time: what other events of a calendar take. What is booked comes with its resource. */
export async function readBusySlots(
  server: WaldurClient,
  offerings: Iterable<string>,
): Promise<BusySlot[]> {
  const slots: BusySlot[] = []
  for (const offering of offerings) {
    const { status, json } = await server.ask('GET', `/api/marketplace-bookings/${offering}/`)
    if (status !== 200) continue
    const taken = readObjects(json).filter((row) => row['created_by_full_name'] === FROM_GOOGLE)
    for (const [place, { start, end }] of taken.entries())
      slots.push({
        uuid: makeUuid('imported busy slot', offering, place),
        offering,
        start: readText(start),
        end: readText(end),
      })
  }
  return slots
}
