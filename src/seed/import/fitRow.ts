import { isDeepStrictEqual } from 'node:util'
import { readUuid } from '../../domain/uuid.ts'
import { resolveRule } from '../scenarios/rules.ts'
import type { Rule } from '../scenarios/rules.ts'

/** Takes a note of a value that a fixture can't hold: where it was, and what it was. */
export type OnDropped = (at: string, value: unknown) => void

const DROPPED = Symbol('misfit')

/**
 * What of a value the schema of fixtures allows: unknown keys go silently, since servers show more than
 * they keep; known ones that do not fit go with a note. Null: the value as a whole does not fit.
 */
export function fitRow(
  rule: Rule,
  value: unknown,
  at: string,
  onDropped: OnDropped,
): object | null {
  const found = fitValue(rule, value, { at, onDropped })
  return typeof found === 'object' ? found : null
}

interface Place {
  readonly at: string
  readonly onDropped: OnDropped
}

function fitValue(rule: Rule, value: unknown, place: Place): unknown {
  const known = resolveRule(rule)
  if (known.enum) return known.enum.includes(value) ? value : DROPPED
  const types = [known.type ?? []].flat()
  if (value === null) return types.includes('null') ? null : DROPPED
  if (types.includes('array')) return Array.isArray(value) ? fitList(known, value, place) : DROPPED
  if (types.includes('object')) return fitObject(known, value, place)
  return fitPlain(known, value, types)
}

function fitPlain(rule: Rule, value: unknown, types: readonly string[]): unknown {
  const isWhole = Number.isInteger(value) && types.includes('integer')
  if (!isWhole && !types.includes(typeof value)) return DROPPED
  const isWithin =
    typeof value === 'string' ? isTextWithin(rule, value) : isNumberWithin(rule, value)
  return isWithin ? canonicalise(rule, value) : DROPPED
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
const canonicalise = ({ examples: [example] = [] }: Rule, value: unknown): unknown =>
  example === UUID ? (readUuid(String(value)) ?? value) : value

const UUID = '4c1f0d7e9b8a4f27a6d35b90c2e8f611'

const fitList = (
  { items = {} }: Rule,
  list: readonly unknown[],
  { at, onDropped }: Place,
): unknown[] =>
  list.flatMap((item, index) => {
    const found = fitValue(items, item, { at: `${at}/${index}`, onDropped })
    if (found === DROPPED) onDropped(`${at}/${index}`, item)
    return found === DROPPED ? [] : [found]
  })

function fitObject(rule: Rule, value: unknown, { at, onDropped }: Place): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return DROPPED
  if (!rule.properties) return value
  const given = value as Readonly<Record<string, unknown>>
  const kept = Object.entries(given).flatMap(([name, part]) => {
    const inner = rule.properties?.[name]
    if (!inner) return rule.additionalProperties === false ? [] : [[name, part]]
    const found = fitValue(inner, part, { at: `${at}/${name}`, onDropped })
    if (found === DROPPED) onDropped(`${at}/${name}`, part)
    return found === DROPPED || isSpared(at, found, inner) ? [] : [[name, found]]
  })
  const made = Object.fromEntries(kept) as Record<string, unknown>
  return (rule.required ?? []).every((name) => name in made) ? made : DROPPED
}

/** Rows leave out what is usual; their parts do not, since some are shown as they are written. */
const isSpared = (at: string, value: unknown, rule: Rule): boolean =>
  !at.includes('/') && isDeepStrictEqual(value, resolveRule(rule).default)
