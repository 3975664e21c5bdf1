import { invalid, notFoundDetail } from '../errors.ts'
import { slice } from './table.ts'
import type { Ordered } from './table.ts'
import type { Page } from './context.ts'
import { integerIn, strip } from '../python.ts'
import { readUuid } from './uuid.ts'

const DEFAULT_SIZE = 10
const MAX_SIZE = 300

/** The page that the query asks for; a page that does not exist is a 404 (§1.6). */
export function takePage<R>(rows: Ordered<R> | readonly R[], query: URLSearchParams): Page<R> {
  const total = 'size' in rows ? rows.size : rows.length
  const size = readSize(readLast(query, 'page_size'))
  const lastPage = Math.max(1, Math.ceil(total / size))
  const number = readNumber(readLast(query, 'page') || '1', lastPage)
  const [start, end] = [(number - 1) * size, Math.min(number * size, total)]
  return {
    rows: 'size' in rows ? slice(rows, start, end) : rows.slice(start, end),
    total,
    number,
    last: lastPage,
  }
}

/** Repeated parameters count once: the last one, as in Django. */
export const readLast = (query: URLSearchParams, name: string): string | undefined =>
  query.getAll(name).at(-1)

/** Reads one filter: its value, or null for a text that is refused. */
export type FilterReader = readonly [
  read: (text: string) => string | null,
  refusal: (text: string) => string,
]

/** Filters by name. Empty ones do not count; all bad ones are refused together (§1.10). */
export function readFilters<N extends string>(
  query: URLSearchParams,
  readers: Readonly<Record<N, FilterReader>>,
): { [Name in N]?: string } {
  if (query.size === 0) return {}
  const values: Record<string, string> = {}
  const refusals: Record<string, string[]> = {}
  for (const [name, [read, refusal]] of Object.entries<FilterReader>(readers)) {
    const text = readLast(query, name) ?? ''
    if (text === '') continue
    const value = read(text)
    if (value === '') continue
    if (value === null) refusals[name] = [refusal(text)]
    else values[name] = value
  }
  if (Object.keys(refusals).length > 0) throw invalid(refusals)
  return values as { [Name in N]?: string }
}

export const filterByUuid = (refusal: string): FilterReader => [readUuid, () => refusal]

/** Several uuids with commas between them; one that is none refuses them all. */
export const filterByUuids = (refusal: string): FilterReader => [
  (text) => {
    const uuids = text
      .split(',')
      .filter(Boolean)
      .map((one) => readUuid(strip(one)))
    return uuids.includes(null) ? null : uuids.join(',')
  },
  () => refusal,
]

/** A filter of a list of plans takes no notice of blanks around its value (§1.10). */
export const trimFilter = ([read, refusal]: FilterReader): FilterReader => [
  (text) => (strip(text) === '' ? '' : read(strip(text))),
  refusal,
]

/** Any text without a NUL (§1.10). */
export const textFilter: FilterReader = [
  (text) => (text.includes('\0') ? null : text),
  () => 'Null characters are not allowed.',
]

function readSize(text: string | undefined): number {
  const size = readInteger(text ?? '')
  return size === null || size <= 0 ? DEFAULT_SIZE : Math.min(size, MAX_SIZE)
}

function readNumber(text: string, lastPage: number): number {
  const number = text === 'last' ? lastPage : readInteger(text)
  if (number === null || number < 1 || number > lastPage) throw notFoundDetail('Invalid page.')
  return number
}

const readInteger = (text: string): number | null => {
  const integer = integerIn(text)
  return integer === null ? null : Number(integer)
}
