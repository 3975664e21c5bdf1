import type { AdversaryState } from '../../mock/adversary/adversary.ts'
import type { Fault } from '../../mock/faults/faults.ts'
import type { ClockReading, TimelineSummary } from '../../control/controls.ts'
import { control, Refused } from './ask.ts'
import { say } from '../elements/dom.ts'
import type { Persona } from './session.ts'

export interface SnapshotTold {
  readonly name: string
  readonly at: string
  readonly plans: number
  readonly offerings: number
}

export interface SandboxTold {
  readonly name: string
  readonly exchanges: number
  readonly faults: number
}

export interface HealthTold {
  readonly as: string
  readonly plans: number
  readonly offerings: number
  readonly memory: { readonly limit: number; readonly dropped: number }
}

/** What the control tells about the sandbox, by its path under /__mock. */
interface Told {
  readonly health: HealthTold
  readonly personas: readonly Persona[]
  readonly clock: ClockReading
  readonly timeline: TimelineSummary
  readonly faults: { readonly faults: readonly Fault[]; readonly sets: readonly string[] }
  readonly adversary: AdversaryState | null
  readonly snapshots: readonly SnapshotTold[]
  readonly sandboxes: readonly SandboxTold[]
}

type Name = keyof Told
const NAMES: readonly Name[] = [
  'health',
  'personas',
  'clock',
  'timeline',
  'faults',
  'adversary',
  'snapshots',
  'sandboxes',
]

const texts = new Map<Name, string>()
const hearers = new Map<Name, ((told: never) => void)[]>()

/** Hears of it when it is another than before. */
export function on<N extends Name>(name: N, hear: (told: Told[N]) => void): void {
  hearers.set(name, [...(hearers.get(name) ?? []), hear])
}

/** Asks the control how things are. Who is slow or refused does not keep others from being shown. */
export async function pull(): Promise<void> {
  const pulled = await Promise.allSettled(NAMES.map(pullOne))
  const failed = pulled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function pullOne(name: Name): Promise<void> {
  const told = await control<never>('GET', name)
  const text = JSON.stringify(told)
  if (texts.get(name) === text) return
  texts.set(name, text)
  for (const hear of hearers.get(name) ?? []) hear(told)
}

/** Does something with the control, tells how it went, and shows what has become of everything. */
export async function act(done: string, doing: () => Promise<unknown>): Promise<boolean> {
  try {
    await doing()
    await pull()
    if (done !== '') say(done)
    return true
  } catch (error) {
    say(messageOf(error), 'wrong')
    return false
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Refused
    ? error.message
    : `It did not work: ${error instanceof Error ? error.message : String(error)}`
