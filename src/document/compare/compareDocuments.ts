import type { Side } from '../releases/overlay.ts'
import { compareDemand } from './compareDemand.ts'
import { compareSchemas } from './compareSchemas.ts'
import type { Comparing } from './compareSchemas.ts'
import type { Difference } from './difference.ts'
import { makeFlatten } from './flatten.ts'
import { readOperations } from './readOperations.ts'
import type { LooseDocument, LooseOperation } from './readOperations.ts'

type Two<T> = readonly [T, T]

type Reading = Omit<Comparing, 'side'>

/** How two documents differ in the operations whose paths `isMeant`; each thing is told once. */
export function compareDocuments(
  from: LooseDocument,
  to: LooseDocument,
  isMeant: (path: string) => boolean,
): Difference[] {
  const [old, now] = [readOperations(from, isMeant), readOperations(to, isMeant)]
  const reading: Reading = { flattens: [makeFlatten(from), makeFlatten(to)], seen: new Set() }
  const found = [...new Set([...old.keys(), ...now.keys()])].flatMap((key): Difference[] => {
    const [a, b] = [old.get(key), now.get(key)]
    if (a && b) return compareOperations(reading, [a, b])
    return a
      ? [{ what: 'operation', change: 'removed', place: a.place, breaks: ['read', 'write'] }]
      : [{ what: 'operation', change: 'added', place: b?.place ?? key, breaks: [] }]
  })
  return mergeAlike(found)
}

function compareOperations(reading: Reading, operations: Two<LooseOperation>): Difference[] {
  const [a, b] = operations
  const compare = (side: Side, schemas: Two<unknown>) =>
    schemas.includes(undefined) ? [] : compareSchemas({ ...reading, side }, schemas, b.place)
  return [
    ...compareStatuses(operations),
    ...compareParameters(reading, operations),
    ...compare('write', [a.body, b.body]),
    ...compare('read', [a.answer, b.answer]),
  ]
}

function compareStatuses([a, b]: Two<LooseOperation>): Difference[] {
  const [from, to] = [a.statuses.join(', '), b.statuses.join(', ')]
  return from === to
    ? []
    : [{ what: 'status', change: 'changed', place: b.place, from, to, breaks: ['read'] }]
}

function compareParameters(reading: Reading, [a, b]: Two<LooseOperation>): Difference[] {
  return [...new Set([...a.query.keys(), ...b.query.keys()])].flatMap((name): Difference[] => {
    const [old, now] = [a.query.get(name), b.query.get(name)]
    const place = `${b.place} ?${name}`
    const row = { what: 'parameter', place } as const
    if (!now) return [{ ...row, change: 'removed', breaks: ['write'] }]
    if (!old) return [{ ...row, change: 'added', breaks: now.isRequired ? ['write'] : [] }]
    const schemas = [old.schema, now.schema] as const
    const found = compareSchemas({ ...reading, side: 'write' }, schemas, place)
    return [
      ...compareDemand([old.isRequired, now.isRequired], place, 'write'),
      ...found.map((one): Difference => ({
        ...one,
        what: one.what === 'type' ? 'parameter' : one.what,
      })),
    ]
  })
}

/** A schema stands in many answers and bodies: what it lost is one difference, for both sides. */
function mergeAlike(differences: readonly Difference[]): Difference[] {
  const known = new Map<string, Difference>()
  for (const one of differences) {
    const key = [one.what, one.change, one.place, one.from, one.to].join('|')
    const breaks = [...new Set([...(known.get(key)?.breaks ?? []), ...one.breaks])]
    known.set(key, { ...one, breaks })
  }
  return [...known.values()]
}
