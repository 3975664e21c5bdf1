import type { Change } from '../domain/state.ts'

/**
 * The memory, in bytes, that everything which grows has together: exchanges and moments of all
 * sandboxes, what was written into sandboxes, and snapshots. What is over it is unreachable at once.
 */
export interface Budget {
  /** Counts something that can be dropped, as the newest of all; dropping makes it unreachable. */
  readonly add: <T extends object>(item: T, bytes: number, drop: (item: T) => void) => void
  /** Stops counting what its owner has dropped by itself. */
  readonly remove: (item: object) => void
  /** Counts what stays as long as its owner is there; 0 ends that. */
  readonly hold: (owner: object, bytes: number) => void
  readonly held: () => number
  readonly describe: () => BudgetSummary
}

export interface BudgetSummary {
  readonly bytes: number
  readonly limit: number
  /** How many exchanges and moments had to make room. */
  readonly dropped: number
}

interface Item {
  readonly bytes: number
  readonly drop: (item: never) => void
}

/** `makeRoom` is asked when all that can be dropped is; it says whether it found something more. */
export function createBudget(limit: number, makeRoom: () => boolean): Budget {
  const items = new Map<object, Item>()
  const holders = new Map<object, number>()
  let [bytes, held, dropped] = [0, 0, 0]

  const remove = (item: object) => {
    bytes -= items.get(item)?.bytes ?? 0
    items.delete(item)
  }
  /** An iterator that is kept would keep what it has passed. */
  const dropOldest = (): boolean => {
    const [entry] = items
    if (!entry) return false
    const [item, { drop }] = entry
    remove(item)
    drop(item as never)
    dropped++
    return true
  }
  const isOver = () => bytes + held > limit
  const shed = () => {
    while (isOver() && (dropOldest() || makeRoom()));
  }
  return {
    remove,
    add: (item, size, drop) => {
      items.set(item, { bytes: size, drop })
      bytes += size
      shed()
    },
    hold: (owner, size) => {
      held += size - (holders.get(owner) ?? 0)
      if (size > 0) holders.set(owner, size)
      else holders.delete(owner)
      shed()
    },
    held: () => held,
    describe: () => ({ bytes: bytes + held, limit, dropped }),
  }
}

/** A row is kept as an object, as JSON and as bytes of that. */
const FORMS = 3

/** What rows take that a request has written; what is the same in other states is not counted again. */
export const weighChanges = (changes: readonly Change[]): number =>
  changes.reduce((sum, [, , row]) => sum + weighRow(row) + OF_A_CHANGE, 0)

/** The nodes of an immutable table that are made anew for each change. */
const OF_A_CHANGE = 2048

export const weighRow = (row: object | null | undefined): number =>
  row ? FORMS * countSignsOnce(row) : 0

/** Rows and their lists are never changed, and a row shares most lists with the one that it was before. */
function countSignsOnce(value: object): number {
  const known = counted.get(value)
  if (known !== undefined) return known
  const signs = countSignsIn(value)
  counted.set(value, signs)
  return signs
}

const counted = new WeakMap<object, number>()

/** About as many as JSON has, without writing it. */
function countSignsIn(value: object): number {
  let signs = 2
  for (const name in value)
    signs += name.length + 3 + countSigns((value as Record<string, unknown>)[name])
  return signs
}

function countSigns(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value !== 'object' || value === null) return 5
  return Array.isArray(value) ? countSignsOnce(value) : countSignsIn(value)
}
