import { enter } from './ledgerFile.ts'
import { session } from '../harness/session.ts'

/** Notes a plan of ours before it is used, so that a killed run can be cleaned up. */
export function noted(uuid: string): void {
  const { settings, transport } = session()
  transport.guard.allow(uuid)
  transport.keepForCleanUp(uuid)
  enter(settings, { made: uuid })
}

export function removed(uuid: string): void {
  const { settings, transport } = session()
  transport.isCleanedUp(uuid)
  enter(settings, { removed: uuid })
}
