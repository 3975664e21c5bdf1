import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Settings } from '../settings.ts'

/** What is noted: a run began under a tag, a plan was made, a plan was taken away. */
type Note = { readonly run: string } | { readonly made: string } | { readonly removed: string }

/** One line of a ledger: whose it is (the tag of the run), and on which server. */
type Entry = Note & { readonly by: string; readonly at: string }

type LedgerPlace = Pick<Settings, 'ledger' | 'baseUrl' | 'tag'>

/**
 * Writes a line at once: it must be on disk before what it speaks of is used. The line break comes
 * first, so that a line which an earlier run left torn spoils nothing but itself.
 */
export function appendEntry({ ledger, baseUrl, tag }: LedgerPlace, note: Note): void {
  mkdirSync(dirname(ledger), { recursive: true })
  appendFileSync(ledger, `\n${JSON.stringify({ ...note, by: tag, at: baseUrl })}`)
}

/** Runs on this server whose notes count: this one alone, or all that wrote into the ledger. */
export type Runs = 'this run' | 'all runs'

/** What was made and not yet taken away, newest first. A torn line is no entry. */
export function listRemaining(place: LedgerPlace, runs: Runs): string[] {
  const made = new Set<string>()
  for (const entry of readEntries(place, runs)) {
    if ('made' in entry) made.add(entry.made)
  }
  // Who took a plan away does not matter.
  for (const uuid of listRemoved(place)) made.delete(uuid)
  return [...made].reverse()
}

/** What was taken away, by deleting or archiving it. */
export const listRemoved = (place: LedgerPlace): string[] =>
  readEntries(place, 'all runs').flatMap((entry) => ('removed' in entry ? [entry.removed] : []))

/** The tags of the runs: plans may carry them that were never noted. */
export const listTags = (place: LedgerPlace, runs: Runs): string[] =>
  readEntries(place, runs).flatMap((entry) => ('run' in entry ? [entry.run] : []))

function readEntries({ ledger, baseUrl, tag }: LedgerPlace, runs: Runs): Entry[] {
  if (!existsSync(ledger)) return []
  const entries = readFileSync(ledger, 'utf8').split('\n').flatMap(parseEntry)
  return entries.filter(({ at, by }) => at === baseUrl && (runs === 'all runs' || by === tag))
}

function parseEntry(line: string): Entry[] {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null ? [entry as Entry] : []
  } catch {
    return []
  }
}
