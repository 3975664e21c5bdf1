import { ABSENT, END } from './findDifference.ts'

/** Signs of a value that a person gets to see. */
const MOST = 600

/** A value in one text that a person can read; of a long one, its beginning. */
export function formatValue(value: unknown): string {
  const text = formatWhole(value)
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}

/** Signs in place of bytes that are no text: from so many on nobody reads it. */
const UNREADABLE = /(?:\uFFFD[^]{0,8}){10}/

export const formatWhole = (value: unknown): string => {
  if (value === ABSENT || value === END) return String(value.description)
  if (typeof value === 'string' && UNREADABLE.test(value.slice(0, MOST)))
    return `${value.length} signs that are no text`
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing (no such key)')
}

/** Signs before the first one that differs in two long texts. */
const BEFORE = 60

/** Two values beside each other: of long texts, the part in which they differ. */
export function formatBoth(
  seen: unknown,
  wanted: unknown,
): readonly [seen: string, wanted: string] {
  const [mine, theirs] = [formatWhole(seen), formatWhole(wanted)]
  if (mine.length <= MOST && theirs.length <= MOST) return [mine, theirs]
  const at = [...mine].findIndex((sign, index) => sign !== theirs[index])
  const start = Math.max(0, (at === -1 ? theirs.length : at) - BEFORE)
  const cut = (text: string) => `${start > 0 ? '…' : ''}${formatValue(text.slice(start))}`
  return [cut(mine), cut(theirs)]
}
