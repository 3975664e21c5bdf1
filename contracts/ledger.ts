import { enter } from './ledgerFile.ts'
import { session } from './session.ts'

/** Notes a plan of ours before it is used, so that a killed run can be cleaned up. */
export function noted(uuid: string): void {
  const { settings, transport } = session()
  transport.guard.allow(uuid)
  enter(settings.ledger, { made: uuid })
}

export const removed = (uuid: string): void => enter(session().settings.ledger, { removed: uuid })
