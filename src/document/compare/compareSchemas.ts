import type { Side } from '../releases/overlay.ts'
import { compareDemand } from './compareDemand.ts'
import type { Difference } from './difference.ts'
import type { Flat, Flatten } from './flatten.ts'

type Two<T> = readonly [T, T]

/** What is compared: how each document is read, and whether clients read it or write it. */
export interface Comparing {
  readonly flattens: Two<Flatten>
  readonly side: Side
  /** Schemas that were compared already, by side and names: what they lost is told once. */
  readonly seen: Set<string>
}

/** How the schema of one document differs from that of another, down to the last field. */
export function compareSchemas(
  comparing: Comparing,
  schemas: Two<unknown>,
  place: string,
): Difference[] {
  const { flattens, side, seen } = comparing
  const [a, b] = [flattens[0](schemas[0]), flattens[1](schemas[1])]
  const isObject = Object.keys({ ...a.properties, ...b.properties }).length > 0
  const name = isObject ? (b.name ?? a.name) : null
  const own = compareValues(side, [a, b], place)
  const key = `${side} ${a.name} ${b.name}`
  if (name !== null && seen.has(key)) return own
  if (name !== null) seen.add(key)
  return [
    ...own,
    ...compareFields(comparing, [a, b], name ?? place),
    ...compareInner(comparing, [a.items, b.items], place),
    ...compareInner(comparing, [a.rest, b.rest], place),
  ]
}

const compareInner = (comparing: Comparing, inner: Two<unknown>, place: string): Difference[] =>
  inner.includes(null) ? [] : compareSchemas(comparing, inner, `${place}[]`)

function compareFields(comparing: Comparing, [a, b]: Two<Flat>, here: string): Difference[] {
  const { side } = comparing
  const names = Object.keys({ ...a.properties, ...b.properties })
  // A schema without fields is open: it says nothing of them.
  if (Object.keys(a.properties).length === 0 || Object.keys(b.properties).length === 0) return []
  return names.flatMap((name): Difference[] => {
    const isIn = [a, b].map(({ properties }) => Object.hasOwn(properties, name))
    const isDemanded = [a.required.includes(name), b.required.includes(name)] as const
    const place = `${here}.${name}`
    if (!isIn[1]) return [{ what: 'field', change: 'removed', place, breaks: [side] }]
    if (!isIn[0]) {
      const breaks: Side[] = side === 'write' && isDemanded[1] ? ['write'] : []
      return [{ what: 'field', change: 'added', place, breaks }]
    }
    return [
      ...compareDemand(isDemanded, place, side),
      ...compareSchemas(comparing, [a.properties[name], b.properties[name]], place),
    ]
  })
}

function compareValues(side: Side, [a, b]: Two<Flat>, place: string): Difference[] {
  const found: Difference[] = []
  const [old, now] = [nameType(a), nameType(b)]
  if (old !== now && old !== '' && now !== '') {
    // A reader can take what it took before, a server that is written to must.
    const isTaken = side === 'read' ? isWithin(b, a) : isWithin(a, b)
    const breaks = isTaken ? [] : [side]
    found.push({ what: 'type', change: 'changed', place, from: old, to: now, breaks })
  }
  if (a.isNullable !== b.isNullable) {
    const breaks = b.isNullable === (side === 'read') ? [side] : []
    found.push({ what: 'null', change: b.isNullable ? 'added' : 'removed', place, breaks })
  }
  return [...found, ...compareEnums(side, [a.values, b.values], place)]
}

const nameType = ({ types, format }: Flat): string =>
  [...types].sort().join(' or ') + (format === null || types.length === 0 ? '' : ` (${format})`)

/** Formats that say how wide a number is bind nobody: JSON has one kind of number. */
const WIDTHS = ['double', 'float', 'int32', 'int64']

/** Is each value of one also a value of the other? */
function isWithin(narrow: Flat, wide: Flat): boolean {
  const isBound = wide.format !== null && !WIDTHS.includes(wide.format)
  if (isBound && wide.format !== narrow.format) return false
  return narrow.types.every(
    (type) => wide.types.includes(type) || (type === 'integer' && wide.types.includes('number')),
  )
}

/** A reader meets a new value, a writer misses an old one. */
function compareEnums(
  side: Side,
  [a, b]: Two<readonly string[] | null>,
  place: string,
): Difference[] {
  if (!a || !b) return []
  const row = (change: 'added' | 'removed', values: readonly string[]): Difference[] => {
    if (values.length === 0) return []
    const list = values.map((value) => `"${value}"`).join(', ')
    const breaks = (change === 'added') === (side === 'read') ? [side] : []
    return [{ what: 'enum', change, place, [change === 'added' ? 'to' : 'from']: list, breaks }]
  }
  const [before, after] = [new Set(a), new Set(b)]
  return [
    ...row(
      'added',
      b.filter((value) => !before.has(value)),
    ),
    ...row(
      'removed',
      a.filter((value) => !after.has(value)),
    ),
  ]
}
