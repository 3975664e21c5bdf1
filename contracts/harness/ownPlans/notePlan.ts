import { appendEntry } from './ledger.ts'
import { getSession } from '../session.ts'

/** Notes a plan of ours before it is used, so that a killed run can be cleaned up. */
export function notePlan(uuid: string): void {
  const { settings, transport } = getSession()
  transport.guard.allow(uuid)
  transport.pace.reserveCleanUp(uuid)
  appendEntry(settings, { made: uuid })
}

export function noteRemoval(uuid: string): void {
  const { settings, transport } = getSession()
  transport.pace.releaseCleanUp(uuid)
  appendEntry(settings, { removed: uuid })
}
