import { isDeepStrictEqual } from 'node:util'
import { readUuid } from '../../domain/uuid.ts'
import { resolved } from '../scenarios/rules.ts'
import type { Rule } from '../scenarios/rules.ts'

/** Takes a note of a value that a fixture can't hold: where it was, and what it was. */
export type Misfits = (at: string, value: unknown) => void

const MISFIT = Symbol('misfit')

/**
 * What of a value the schema of fixtures allows: unknown keys go silently, since servers show more than
 * they keep; known ones that do not fit go with a note. Null: the value as a whole does not fit.
 */
export function fitted(rule: Rule, value: unknown, at: string, misfits: Misfits): object | null {
  const found = fit(rule, value, { at, misfits })
  return typeof found === 'object' ? found : null
}

interface Place {
  readonly at: string
  readonly misfits: Misfits
}

function fit(rule: Rule, value: unknown, place: Place): unknown {
  const known = resolved(rule)
  if (known.enum) return known.enum.includes(value) ? value : MISFIT
  const types = [known.type ?? []].flat()
  if (value === null) return types.includes('null') ? null : MISFIT
  if (types.includes('array')) return Array.isArray(value) ? listOf(known, value, place) : MISFIT
  if (types.includes('object')) return objectOf(known, value, place)
  return plainOf(known, value, types)
}

function plainOf(rule: Rule, value: unknown, types: readonly string[]): unknown {
  const isWhole = Number.isInteger(value) && types.includes('integer')
  if (!isWhole && !types.includes(typeof value)) return MISFIT
  const isWithin =
    typeof value === 'string' ? isTextWithin(rule, value) : isNumberWithin(rule, value)
  return isWithin ? canonical(rule, value) : MISFIT
}

const isNumberWithin = (
  { minimum = -Infinity, maximum = Infinity }: Rule,
  value: unknown,
): boolean => typeof value !== 'number' || (value >= minimum && value <= maximum)

const isTextWithin = (
  { minLength = 0, maxLength = Infinity, pattern }: Rule,
  text: string,
): boolean =>
  text.length >= minLength &&
  (text.length <= maxLength || [...text].length <= maxLength) &&
  (pattern === undefined || new RegExp(pattern, 'u').test(text))

/** Servers write uuids with dashes or without: fixtures without. */
const canonical = ({ examples: [example] = [] }: Rule, value: unknown): unknown =>
  example === UUID ? (readUuid(String(value)) ?? value) : value

const UUID = '4c1f0d7e9b8a4f27a6d35b90c2e8f611'

const listOf = (
  { items = {} }: Rule,
  list: readonly unknown[],
  { at, misfits }: Place,
): unknown[] =>
  list.flatMap((item, index) => {
    const found = fit(items, item, { at: `${at}/${index}`, misfits })
    if (found === MISFIT) misfits(`${at}/${index}`, item)
    return found === MISFIT ? [] : [found]
  })

function objectOf(rule: Rule, value: unknown, { at, misfits }: Place): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return MISFIT
  if (!rule.properties) return value
  const given = value as Readonly<Record<string, unknown>>
  const kept = Object.entries(given).flatMap(([name, part]) => {
    const inner = rule.properties?.[name]
    if (!inner) return rule.additionalProperties === false ? [] : [[name, part]]
    const found = fit(inner, part, { at: `${at}/${name}`, misfits })
    if (found === MISFIT) misfits(`${at}/${name}`, part)
    return found === MISFIT || isSpared(at, found, inner) ? [] : [[name, found]]
  })
  const made = Object.fromEntries(kept) as Record<string, unknown>
  return (rule.required ?? []).every((name) => name in made) ? made : MISFIT
}

/** Rows leave out what is usual; their parts do not, since some are shown as they are written. */
const isSpared = (at: string, value: unknown, rule: Rule): boolean =>
  !at.includes('/') && isDeepStrictEqual(value, resolved(rule).default)
