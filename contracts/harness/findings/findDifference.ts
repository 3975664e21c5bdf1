import { isDeepStrictEqual } from 'node:util'

/** Where two values first differ, and what stands there in each. */
export interface Difference {
  /** `.components[2].price`; empty for the values themselves. */
  readonly path: string
  readonly seen: unknown
  readonly wanted: unknown
}

/** In place of a value, where an object or array has none. */
export const ABSENT = Symbol('no such key')
export const END = Symbol('the end of the list')

/** The first place, in the order of the wanted value, at which another one is not the same. */
export function findDifference(seen: unknown, wanted: unknown, path = ''): Difference {
  if (!isHolder(seen) || !isHolder(wanted) || Array.isArray(seen) !== Array.isArray(wanted))
    return { path, seen, wanted }
  const keys = new Set([...Object.keys(wanted), ...Object.keys(seen)])
  for (const key of keys) {
    const [mine, theirs] = [readKey(seen, key), readKey(wanted, key)]
    const step = Array.isArray(wanted) ? `[${key}]` : `.${key}`
    if (!isDeepStrictEqual(mine, theirs)) return findDifference(mine, theirs, path + step)
  }
  return { path, seen, wanted }
}

type Holder = Readonly<Record<string, unknown>>

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

const readKey = (holder: Holder, key: string): unknown =>
  key in holder ? holder[key] : Array.isArray(holder) ? END : ABSENT

/** What is demanded of the first place that differs; a list that is too long should have ended there. */
export function describeWanted({ path, wanted }: Difference, what: string, text: string): string {
  const [, list = '', index = ''] = /^(.*)\[(\d+)\]$/.exec(path) ?? []
  if (wanted !== END) return `${what}${path} to be ${text}`
  return index === '0' ? `${what}${list} to be none` : `${what}${list} to be no more than ${index}`
}
