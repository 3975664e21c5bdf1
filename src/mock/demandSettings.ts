import { dialectNames } from '../dialect.ts'
import { UsageError } from '../errors.ts'

const known: readonly string[] = dialectNames

/** Who writes JavaScript hears what a compiler would say, before a request meets it. */
export function demandSettings({ as, release, start }: Settings): void {
  if (as !== undefined && !known.includes(String(as)))
    throw new UsageError(`as: "${String(as)}" is no dialect. There are: ${known.join(', ')}.`)
  if (release !== undefined && !has(release, 'operations'))
    throw new UsageError(
      `release: "${String(release)}" is not loaded. Write: release: await loadRelease('8.1.3').`,
    )
  if (!has(start, 'month'))
    throw new UsageError(
      "start is no state. Make one of a fixture's text: start: parseFixture(text, 'name', new Date()).",
    )
}

interface Settings {
  readonly as?: unknown
  readonly release?: unknown
  readonly start: unknown
}

const has = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && name in value
