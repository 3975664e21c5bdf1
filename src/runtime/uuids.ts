import type { Key } from './misfit.ts'

/** A uuid made from words: the same words always give the same one. */
export function uuidOf(...words: readonly string[]): string {
  const parts = [0, 1, 2, 3].map((seed) => hash(`${seed}/${words.join('/')}`))
  const hex = parts.map((part) => part.toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`
}

/** FNV-1a, stirred at the end so that near words differ everywhere. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b)
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35)
  return (sum ^ (sum >>> 16)) >>> 0
}

type Holder = Record<Key, unknown>

/** `at` is one list that changes on the way: whoever keeps it keeps a copy. */
export type Visit = (text: string, at: readonly Key[], holder: Holder) => void

type Walk = (holder: Holder, at: Key[], visit: Visit) => void

/** Visits the texts at a path such as `screenshots/*\/image`; what is null or absent is passed by. */
export function walkAlong([step = '', ...rest]: readonly string[]): Walk {
  const further = rest.length > 0 ? walkAlong(rest) : null
  const enter = (key: Key, holder: Holder, at: Key[], visit: Visit): void => {
    const value = holder[key]
    at.push(key)
    if (typeof value === 'string') visit(value, at, holder)
    else if (typeof value === 'object' && value !== null) further?.(value as Holder, at, visit)
    at.pop()
  }
  if (step !== '*') return (holder, at, visit) => enter(step, holder, at, visit)
  return (list, at, visit) => {
    for (let place = 0; place < Number(list['length']); place++) enter(place, list, at, visit)
  }
}
