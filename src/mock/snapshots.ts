import type { State } from '../domain/state.ts'
import { conflict, badRequest, notFound } from './refusal.ts'

export interface Snapshot {
  readonly name: string
  /** When it was saved, by the clock of its sandbox. */
  readonly at: string
  readonly state: State
}

/** Named states that all sandboxes share. What can't be done is a Refusal. */
export interface Snapshots {
  readonly list: () => readonly Snapshot[]
  readonly get: (name: string) => Snapshot
  readonly save: (name: string, state: State, at: string) => void
  readonly drop: (name: string) => void
}

/** The data that the mock was started with. */
export const START = 'start'

/** What names of snapshots and sandboxes are made of. */
export const NAME = /^[\w.-]{1,64}$/

export function createSnapshots(start: State, at: string, limit: number): Snapshots {
  const saved = new Map<string, Snapshot>([[START, { name: START, at, state: start }]])

  const known = (name: string): Snapshot => {
    const snapshot = saved.get(name)
    if (snapshot) return snapshot
    throw notFound(`There is no snapshot "${name}". There are: ${[...saved.keys()].join(', ')}.`)
  }
  return {
    list: () => [...saved.values()],
    get: known,
    save: (name, state, at) => {
      demandName(name)
      if (name === START) throw conflict(`"${START}" is the start data and stays as it is.`)
      if (saved.size > limit && !saved.has(name)) {
        throw conflict(`There are ${limit} snapshots already. Drop one first.`)
      }
      saved.set(name, { name, at, state })
    },
    drop: (name) => {
      if (name === START) throw conflict(`"${START}" is the start data and stays.`)
      saved.delete(known(name).name)
    },
  }
}

export function demandName(name: string): void {
  if (NAME.test(name)) return
  throw badRequest(
    `"${name.slice(0, 80)}" can't be a name: use 1 to 64 letters, digits, dots, dashes and underscores.`,
  )
}
