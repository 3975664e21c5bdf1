import schema from '../../fixtures/schema.json' with { type: 'json' }
import { resolveRule } from '../../src/seed/scenarios/rules.ts'
import type { Rule } from '../../src/seed/scenarios/rules.ts'

const root = schema as unknown as Rule

/** Tables of a fixture, without what is written about it as a whole. */
const tables = Object.entries(root.properties ?? {}).filter(([, { type }]) => type === 'array')

/** What a fixture at its edges must hold: `plans/*\/max_amount = 32767`, `… = null`, `… is 150 long`. */
export const demandsOf = (): string[] => tables.flatMap(([name, rule]) => demandsAt(name, rule))

function demandsAt(at: string, rule: Rule): string[] {
  const known = resolveRule(rule)
  return [
    ...valuesOf(known).map((value) => `${at} = ${JSON.stringify(value)}`),
    ...lengthsOf(known).map((length) => `${at} is ${length} long`),
    ...Object.entries(known.properties ?? {}).flatMap(([name, part]) =>
      demandsAt(`${at}/${name}`, part),
    ),
    ...(known.items ? demandsAt(`${at}/*`, known.items) : []),
  ]
}

function valuesOf({ type, enum: words = [], minimum, maximum }: Rule): unknown[] {
  const types = [type ?? []].flat()
  const bounds = [minimum, maximum].filter((bound) => bound !== undefined)
  return [
    ...words,
    ...bounds,
    ...(types.includes('null') ? [null] : []),
    ...(types.includes('boolean') ? [true, false] : []),
  ]
}

function lengthsOf({ type, pattern = '', minLength = 0, maxLength }: Rule): number[] {
  if (![type ?? []].flat().includes('string') || LINK.test(pattern)) return []
  const shortest = pattern === '' && minLength === 0 ? [0] : []
  return maxLength === undefined ? shortest : [...shortest, maxLength]
}

const LINK = /\{32\}/

/** The same said of a fixture. */
export function listSeen(fixture: Readonly<Record<string, unknown>>): Set<string> {
  const seen = new Set<string>()
  const visit = (at: string, value: unknown) => {
    if (typeof value === 'string') seen.add(`${at} is ${[...value].length} long`)
    if (Array.isArray(value)) value.forEach((item) => visit(`${at}/*`, item))
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of Object.entries(value)) visit(`${at}/${name}`, part)
    else seen.add(`${at} = ${JSON.stringify(value)}`)
  }
  for (const [name] of tables) visit(name, fixture[name])
  return seen
}
