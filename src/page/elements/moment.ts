import type { ClockReading } from '../../control/controls.ts'

const known = { clock: { now: new Date().toISOString(), speed: 1, real: true }, heard: Date.now() }

export function setClock(clock: ClockReading): void {
  known.clock = clock
  known.heard = Date.now()
}

/** The mock's time, as it runs on since it was last heard of. */
export const now = (): Date =>
  new Date(Date.parse(known.clock.now) + (Date.now() - known.heard) * known.clock.speed)

export const speed = (): number => known.clock.speed
export const isReal = (): boolean => known.clock.real
