/** A search for the fewest changes that break something, one question at a time (delta debugging). */
export interface Search {
  /** What is to be tried next; when the search has ended: what was found, maybe nothing. */
  readonly trying: readonly string[]
  readonly isFound: boolean
  /** The fewest of which it is known that they break it. */
  readonly breaking: readonly string[] | null
  /** How many parts they are cut in, and which of the parts or of their rests is next. */
  readonly parts: number
  readonly next: number
}

export const startSearch = (all: readonly string[]): Search => ({
  trying: all,
  isFound: false,
  breaking: null,
  parts: 2,
  next: 0,
})

/** The search after the answer to its question. */
export function narrowSearch(search: Search, broke: boolean): Search {
  const { breaking, trying, parts, next, isFound } = search
  if (isFound) return search
  if (!breaking) return broke ? askNext({ ...search, breaking: trying }) : endSearch([])
  if (!broke) return askNext({ ...search, next: next + 1 })
  const isRest = next >= parts
  return askNext({
    ...search,
    breaking: trying,
    parts: isRest ? Math.max(2, parts - 1) : 2,
    next: 0,
  })
}

const endSearch = (found: readonly string[]): Search => ({ ...startSearch(found), isFound: true })

/** With the next question put: a part alone, then all but a part, then the same with smaller parts. */
function askNext(search: Search): Search {
  const { parts, next } = search
  const breaking = search.breaking ?? []
  if (breaking.length <= 1) return endSearch(breaking)
  const count = Math.min(parts, breaking.length)
  if (next < count) return { ...search, parts: count, trying: takePart(breaking, count, next) }
  if (next < 2 * count && count > 2) {
    const without = new Set(takePart(breaking, count, next - count))
    return { ...search, parts: count, trying: breaking.filter((one) => !without.has(one)) }
  }
  if (count === breaking.length) return endSearch(breaking)
  return askNext({ ...search, parts: count * 2, next: 0 })
}

const takePart = (all: readonly string[], count: number, index: number): readonly string[] =>
  all.slice(
    Math.floor((index * all.length) / count),
    Math.floor(((index + 1) * all.length) / count),
  )
