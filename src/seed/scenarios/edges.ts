import { makeUuid } from '../random.ts'
import { resolveRule } from './rules.ts'
import type { Rule } from './rules.ts'

/** How many rows it takes until each property has had each of its edges. */
export const ROUNDS = 10

/** A value at its edges: in `ROUNDS` rounds null, bounds, every word of a list, shortest and longest. */
export function makeEdge(rule: Rule, round: number, words: readonly string[]): unknown {
  const known = resolveRule(rule)
  const types = [known.type ?? 'string'].flat()
  const values = [...listPlainEdges(known, words), ...(types.includes('null') ? [null] : [])]
  if (known.items) return makeList(known.items, round, words)
  if (!types.includes('object')) return values[round % values.length]
  if (types.includes('null') && round % 4 === 3) return null
  return known.properties ? makeObject(known, round, words) : FREE[round % FREE.length]
}

/** In the first round only what is required, so that defaults are tried too. */
export function makeObject(rule: Rule, round: number, words: readonly string[]): object {
  const names = round === 0 ? (rule.required ?? []) : Object.keys(rule.properties ?? {})
  return Object.fromEntries(
    names.map((name) => [
      name,
      makeEdge(rule.properties?.[name] ?? {}, round, [...words, `${round}`, name]),
    ]),
  )
}

/** None, one, two: what lists hold is at its edges too. */
const makeList = (items: Rule, round: number, words: readonly string[]): unknown[] =>
  Array.from({ length: round % 3 }, (_, place) =>
    makeEdge(items, round + place, [...words, `${place}`]),
  )

const FREE: readonly object[] = [
  {},
  { note: 'Ünïcode ✓', list: [1, null, { deep: false }], zero: 0 },
]

function listPlainEdges(rule: Rule, words: readonly string[]): readonly unknown[] {
  if (rule.enum) return rule.enum
  const types = [rule.type ?? 'string'].flat()
  if (types.includes('boolean')) return [true, false]
  if (types.includes('integer') || types.includes('number'))
    return [rule.minimum ?? 0, rule.maximum ?? 2 ** 31 - 1]
  if (types.includes('string')) return listTextEdges(rule, words)
  return []
}

/** Texts of a form that others read, by the example that the schema gives of them. */
const FORMS: Readonly<Record<string, (words: readonly string[], longest: number) => string[]>> = {
  '4c1f0d7e9b8a4f27a6d35b90c2e8f611': (words) => [makeUuid(...words)],
  '85.00': () => ['0', '999999999999.9999999999', '0.0000000001', '7.5'],
  '2026-03-02T08:00:00Z': () => [
    '0001-01-02T00:00:00.000001Z',
    '9999-12-30T23:59:59.999999Z',
    '2026-02-28T23:59:59+13:45',
  ],
  'https://lab.example.org/': (_, longest) => [
    '',
    fillText('https://example.org/', longest),
    fillText('ldaps://example.org/', longest),
    'http://x',
    'rdp://host:3389',
  ],
  EE: () => ['', 'EU', 'ZZ'],
  beam_hours: (words, longest) => [
    fillText(`a-Z_0/9:${makeUuid(...words)}`, longest),
    `t${makeUuid(...words, 'short').slice(0, 8)}`,
  ],
  'cryo-tem-1': (words, longest) => [fillText(`A-z_9${makeUuid(...words)}`, longest), 's'],
  'owner-token': (words, longest) => [
    fillText(`!${makeUuid(...words)}~`, longest),
    makeUuid(...words, 'short'),
  ],
}

function listTextEdges(rule: Rule, words: readonly string[]): string[] {
  const { pattern, minLength = 0, maxLength = 6000, examples = [] } = rule
  if (pattern === undefined) return [LETTERS.slice(0, minLength), makeLongText(maxLength)]
  const form = new RegExp(pattern, 'u')
  const edges = FORMS[examples[0] ?? '']?.(words, maxLength) ?? []
  return edges.filter((edge) => form.test(edge))
}

const fillText = (start: string, length: number): string =>
  start.padEnd(length, 'x').slice(0, length)

const LETTERS = 'Žluťoučký kůň, Ærøskøbing, Łódź, ΑΒΓ, Їжак, 測定, naïve façade, ½ µm, 𝄞. '

/** Counted in characters, not in the units that JavaScript counts. */
const makeLongText = (length: number): string => {
  const letters = [...LETTERS]
  return Array.from({ length }, (_, place) => letters[place % letters.length]).join('')
}
