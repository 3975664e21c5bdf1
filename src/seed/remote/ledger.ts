import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../../errors.ts'
import type { Operation } from './listSteps.ts'
import type { SeedOrder } from './wantedPlan.ts'

/** One line of a ledger. What is about to be done is written before, what was done after. */
export type Entry =
  | { readonly target: string; readonly offering: string }
  | { readonly order: SeedOrder }
  | { readonly making: string }
  | { readonly made: string; readonly uuid: string }
  | { readonly changing: string; readonly by: string }
  | { readonly changed: string; readonly by: string }
  | { readonly lacks: Operation }
  | { readonly removing: string }
  | { readonly removed: string; readonly by: 'delete' | 'archive' | 'others' }

export interface Made {
  readonly tag: string
  readonly uuid: string
}

/** What was done, and what may have been: nothing else on the server is ever touched. */
export interface Ledger {
  readonly note: (entry: Entry) => void
  readonly order: () => SeedOrder | null
  /** What was made and is not taken away, newest first. */
  readonly present: () => Made[]
  readonly has: (uuid: string) => boolean
  /** Tags of plans that were being made when a run ended. */
  readonly unsure: () => ReadonlySet<string>
  /** Operations that the server did not have when they were tried last. */
  readonly lacking: () => ReadonlySet<Operation>
  /** Whether a run has begun to take a plan away. */
  readonly isGoing: (uuid: string) => boolean
  /** How many plans of a tag were archived, because the server would not delete them. */
  readonly archivedTimes: (tag: string) => number
  readonly close: () => void
}

/** Puts a line on the disk; a test may fail here as a power cut would. */
export type Append = (handle: number, line: string) => void

const appendSafely: Append = (handle, line) => {
  writeSync(handle, line)
  fsyncSync(handle)
}

interface Place {
  readonly target: string
  readonly offering: string
}

/** To write in: a line that the end of a run has torn is dropped. */
export function openLedger(file: string, at: Place, append: Append = appendSafely): Ledger {
  mkdirSync(dirname(file), { recursive: true })
  const { entries, bytes } = readContent(file, at)
  if (existsSync(file)) truncateSync(file, bytes)
  const handle = openSync(file, 'a')
  const ledger = createLedger(entries, {
    write: (entry) => append(handle, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(handle),
  })
  if (entries.length === 0) ledger.note({ target: at.target, offering: at.offering })
  return ledger
}

/** To look at: there need not be one. */
export const readLedger = (file: string, at: Place): Ledger =>
  createLedger(readContent(file, at).entries, { write: () => undefined, close: () => undefined })

function readContent(file: string, at: Place): { entries: Entry[]; bytes: number } {
  if (!existsSync(file)) return { entries: [], bytes: 0 }
  const text = readFileSync(file, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const entries = whole
    .split('\n')
    .slice(0, -1)
    .map((line) => parseEntry(line, file))
  const [first] = entries
  if (first && !isFor(first, at)) throw explainOther(file, first)
  return { entries, bytes: Buffer.byteLength(whole) }
}

function parseEntry(line: string, file: string): Entry {
  try {
    return JSON.parse(line) as Entry
  } catch {
    throw new UsageError(`${file} is no ledger of seed. Name another file: --ledger <file>.`)
  }
}

const isFor = (first: Entry, at: Place): boolean =>
  'target' in first && first.target === at.target && first.offering === at.offering

const explainOther = (file: string, first: Entry): UsageError =>
  new UsageError(
    'target' in first
      ? `${file} belongs to offering ${first.offering} on ${first.target}. Name another file: --ledger <file>.`
      : `${file} is no ledger of seed. Name another file: --ledger <file>.`,
  )

/** What the entries come to; made once, and kept up with each new one. */
function createLedger(
  entries: readonly Entry[],
  { write, close }: { write: (entry: Entry) => void; close: () => void },
): Ledger {
  const { enter, ...known } = createAccounts()
  for (const entry of entries) enter(entry)
  return {
    ...known,
    note: (entry) => {
      write(entry)
      enter(entry)
    },
    close,
  }
}

function createAccounts() {
  let order: SeedOrder | null = null
  const made = new Map<string, string>()
  const unsure = new Set<string>()
  const going = new Set<string>()
  const archived = new Map<string, number>()
  const lacking = new Set<Operation>()
  const enter = (entry: Entry) => {
    if ('order' in entry) ({ order } = entry)
    if ('making' in entry) unsure.add(entry.making)
    if ('made' in entry) {
      made.set(entry.uuid, entry.made)
      unsure.delete(entry.made)
    }
    if ('lacks' in entry) lacking.add(entry.lacks)
    if ('changed' in entry) lacking.delete(entry.by as Operation)
    if ('removing' in entry) going.add(entry.removing)
    if ('removed' in entry) remove(entry.removed, entry.by)
  }
  const remove = (uuid: string, by: string) => {
    const tag = stripCount(made.get(uuid) ?? '')
    if (by === 'archive') archived.set(tag, (archived.get(tag) ?? 0) + 1)
    made.delete(uuid)
  }
  return {
    enter,
    order: () => order,
    present: () => [...made].map(([uuid, tag]) => ({ uuid, tag })).reverse(),
    has: (uuid: string) => made.has(uuid),
    unsure: () => unsure,
    lacking: () => lacking,
    isGoing: (uuid: string) => going.has(uuid),
    archivedTimes: (tag: string) => archived.get(tag) ?? 0,
  }
}

/** A tag without its life: `WM-h1-3.2` is the second `WM-h1-3`. */
const stripCount = (tag: string): string => tag.replace(/\.\d+$/, '')
