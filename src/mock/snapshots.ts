import type { State } from '../domain/state.ts'
import type { Budget } from './budget.ts'
import { badRequest, conflict, notFound } from './refusal.ts'

export interface Snapshot {
  readonly name: string
  /** When it was saved, by the clock of its sandbox. */
  readonly at: string
  readonly state: State
  /** Bytes of what it has beyond the start data. */
  readonly weight: number
}

/** Named states that all sandboxes share. What can't be done is a Refusal. */
export interface Snapshots {
  readonly list: () => readonly Snapshot[]
  readonly get: (name: string) => Snapshot
  readonly save: (snapshot: Snapshot) => void
  readonly drop: (name: string) => void
  /** Other start data takes the place of the present one. */
  readonly begin: (first: StartSnapshot) => void
}

type StartSnapshot = Omit<Snapshot, 'name' | 'weight'>

/** The data that the mock was started with. */
export const START = 'start'

/** What names of snapshots and sandboxes are made of; paths know `.` and `..` as something else. */
export const NAME = /^(?!\.{1,2}$)[\w.-]{1,64}$/

export function createSnapshots(first: StartSnapshot, limit: number, budget: Budget): Snapshots {
  const makeStart = (made: StartSnapshot) => ({ ...made, name: START, weight: 0 })
  const saved = new Map<string, Snapshot>([[START, makeStart(first)]])

  const find = (name: string): Snapshot => {
    const snapshot = saved.get(name)
    if (snapshot) return snapshot
    throw notFound(`There is no snapshot "${name}". There are: ${[...saved.keys()].join(', ')}.`)
  }
  return {
    list: () => [...saved.values()],
    get: find,
    save: (snapshot) => {
      const { name, weight } = snapshot
      demandName(name)
      if (name === START) throw conflict(`"${START}" is the start data and stays as it is.`)
      if (saved.size > limit && !saved.has(name)) {
        throw conflict(`There are ${limit} snapshots already. Drop one first.`)
      }
      const before = saved.get(name)?.weight ?? 0
      if (weight > before) demandRoom(weighAll(saved) - before + weight, budget)
      saved.set(name, snapshot)
      budget.hold(saved, weighAll(saved))
    },
    begin: (made) => void saved.set(START, makeStart(made)),
    drop: (name) => {
      if (name === START) throw conflict(`"${START}" is the start data and stays.`)
      saved.delete(find(name).name)
      budget.hold(saved, weighAll(saved))
    },
  }
}

const weighAll = (saved: ReadonlyMap<string, Snapshot>): number =>
  [...saved.values()].reduce((sum, { weight }) => sum + weight, 0)

/** They are never dropped by themselves, so they may not take all that there is. */
function demandRoom(bytes: number, budget: Budget): void {
  const { limit } = budget.describe()
  if (bytes <= limit / 2) return
  throw conflict(
    `Snapshots would take about ${megabytes(bytes)} MB, and may take ${megabytes(limit / 2)} MB. Drop one first, or start the mock with a higher --memory.`,
  )
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_048_576)

export function demandName(name: string): void {
  if (NAME.test(name)) return
  throw badRequest(
    `"${name.slice(0, 80)}" can't be a name: use 1 to 64 letters, digits, dots, dashes and underscores, not dots alone.`,
  )
}
