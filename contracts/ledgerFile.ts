import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One line of a ledger: a run began under a tag, a plan was made, a plan was taken away. */
type Entry = { readonly run: string } | { readonly made: string } | { readonly removed: string }

/** Writes a line at once: it must be on disk before what it speaks of is used. */
export function enter(file: string, entry: Entry): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(entry)}\n`)
}

/** What was made and not yet taken away, newest first. A torn last line is no entry. */
export function remaining(file: string): string[] {
  const made = new Set<string>()
  for (const entry of entriesOf(file)) {
    if ('made' in entry) made.add(entry.made)
    if ('removed' in entry) made.delete(entry.removed)
  }
  return [...made].reverse()
}

/** The tags of all runs that wrote into this ledger: plans may carry them that were never noted. */
export const tagsIn = (file: string): string[] =>
  entriesOf(file).flatMap((entry) => ('run' in entry ? [entry.run] : []))

function entriesOf(file: string): Entry[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').flatMap(entryOf)
}

function entryOf(line: string): Entry[] {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null ? [entry as Entry] : []
  } catch {
    return []
  }
}
