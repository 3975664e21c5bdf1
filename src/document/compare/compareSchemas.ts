import type { Side } from '../releases/overlay.ts'
import type { Difference } from './difference.ts'
import { flatten } from './flatten.ts'
import type { Flat, LooseSchema } from './flatten.ts'

/** Two documents; `side`: what is compared is read by clients, or written. */
export interface Pair {
  readonly from: unknown
  readonly to: unknown
  readonly side: Side
}

/** How the schema of one document differs from that of another, down to the last field. */
export function compareSchemas(
  pair: Pair,
  schemas: readonly [LooseSchema, LooseSchema],
  place: string,
  seen: ReadonlySet<string> = new Set(),
): Difference[] {
  const [a, b] = [flatten(pair.from, schemas[0]), flatten(pair.to, schemas[1])]
  const name = b.name ?? a.name
  if (name !== null && seen.has(name)) return []
  const within = name === null ? seen : new Set([...seen, name])
  const isObject = Object.keys({ ...a.properties, ...b.properties }).length > 0
  const here = name !== null && isObject ? name : place
  return [
    ...compareValues(pair.side, [a, b], place),
    ...compareFields(pair, [a, b], here, within),
    ...compareInner(pair, [a.items, b.items], place, within),
    ...compareInner(pair, [a.rest, b.rest], place, within),
  ]
}

function compareInner(
  pair: Pair,
  [a, b]: readonly [LooseSchema | null, LooseSchema | null],
  place: string,
  seen: ReadonlySet<string>,
): Difference[] {
  return a && b ? compareSchemas(pair, [a, b], `${place}[]`, seen) : []
}

function compareFields(
  pair: Pair,
  [a, b]: readonly [Flat, Flat],
  here: string,
  seen: ReadonlySet<string>,
): Difference[] {
  const names = Object.keys({ ...a.properties, ...b.properties })
  // A schema without fields is open: it says nothing of them.
  if (Object.keys(a.properties).length === 0 || Object.keys(b.properties).length === 0) return []
  return names.flatMap((name): Difference[] => {
    const [old, now] = [a.properties[name], b.properties[name]]
    const place = `${here}.${name}`
    if (old && now) return compareSchemas(pair, [old, now], place, seen)
    if (old) return [{ what: 'field', change: 'removed', place, breaks: [pair.side] }]
    const isDemanded = pair.side === 'write' && b.required.includes(name)
    return [{ what: 'field', change: 'added', place, breaks: isDemanded ? ['write'] : [] }]
  })
}

function compareValues(side: Side, [a, b]: readonly [Flat, Flat], place: string): Difference[] {
  const found: Difference[] = []
  const [old, now] = [nameType(a), nameType(b)]
  if (old !== now && old !== '' && now !== '') {
    found.push({ what: 'type', change: 'changed', place, from: old, to: now, breaks: [side] })
  }
  if (a.isNullable !== b.isNullable) {
    const breaks = b.isNullable === (side === 'read') ? [side] : []
    found.push({ what: 'null', change: b.isNullable ? 'added' : 'removed', place, breaks })
  }
  return [...found, ...compareEnums(side, [a.values, b.values], place)]
}

const nameType = ({ types, format }: Flat): string =>
  [...types].sort().join(' or ') + (format === null || types.length === 0 ? '' : ` (${format})`)

/** A reader meets a new value, a writer misses an old one. */
function compareEnums(
  side: Side,
  [a, b]: readonly [readonly string[] | null, readonly string[] | null],
  place: string,
): Difference[] {
  if (!a || !b) return []
  const added = b.filter((value) => !a.includes(value))
  const removed = a.filter((value) => !b.includes(value))
  const row = (change: 'added' | 'removed', values: string[], breaking: Side): Difference[] =>
    values.length === 0
      ? []
      : [
          {
            what: 'enum',
            change,
            place,
            [change === 'added' ? 'to' : 'from']: values.map((value) => `"${value}"`).join(', '),
            breaks: side === breaking ? [side] : [],
          },
        ]
  return [...row('added', added, 'read'), ...row('removed', removed, 'write')]
}
