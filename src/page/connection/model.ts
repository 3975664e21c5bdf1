import type { AdversaryState } from '../../mock/adversary/adversary.ts'
import type { Fault } from '../../mock/faults/fault.ts'
import type { ClockReading, TimelineSummary } from '../../control/controls.ts'
import { control, Refused } from './ask.ts'
import { say } from '../elements/dom.ts'
import type { Persona } from './session.ts'

export interface SnapshotSummary {
  readonly name: string
  readonly at: string
  readonly plans: number
  readonly offerings: number
}

export interface SandboxSummary {
  readonly name: string
  readonly release?: string
  readonly exchanges: number
  readonly faults: number
}

export interface Health {
  readonly as: string
  /** Of Waldur, as which the sandbox answers. */
  readonly release: string
  readonly plans: number
  readonly offerings: number
  readonly memory: { readonly limit: number; readonly dropped: number }
}

/** What the control tells about the sandbox, by its path under /__mock. */
interface ControlState {
  readonly health: Health
  readonly personas: readonly Persona[]
  readonly clock: ClockReading
  readonly timeline: TimelineSummary
  readonly faults: { readonly faults: readonly Fault[]; readonly sets: readonly string[] }
  readonly adversary: AdversaryState | null
  readonly snapshots: readonly SnapshotSummary[]
  readonly sandboxes: readonly SandboxSummary[]
}

type Name = keyof ControlState
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
const listeners = new Map<Name, ((answer: never) => void)[]>()

/** Hears of it when it is another than before. */
export function on<N extends Name>(name: N, hear: (answer: ControlState[N]) => void): void {
  listeners.set(name, [...(listeners.get(name) ?? []), hear])
}

/** Asks the control how things are. Who is slow or refused does not keep others from being shown. */
export async function pull(): Promise<void> {
  const pulled = await Promise.allSettled(NAMES.map(pullOne))
  const failed = pulled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function pullOne(name: Name): Promise<void> {
  const answer = await control<never>('GET', name)
  const text = JSON.stringify(answer)
  if (texts.get(name) === text) return
  texts.set(name, text)
  for (const hear of listeners.get(name) ?? []) hear(answer)
}

/** Does something with the control, tells how it went, and shows what has become of everything. */
export async function act(done: string, doing: () => Promise<unknown>): Promise<boolean> {
  try {
    await doing()
    await pull()
    if (done !== '') say(done)
    return true
  } catch (error) {
    say(describeError(error), 'wrong')
    return false
  }
}

export const describeError = (error: unknown): string =>
  error instanceof Refused
    ? error.message
    : `It did not work: ${error instanceof Error ? error.message : String(error)}`
