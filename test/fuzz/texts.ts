import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { resolveSchema } from '../../src/document/load.ts'
import type { Schema } from '../../src/document/load.ts'

/** Texts of JSON values, not values: `1e400`, `-0` and doubled keys exist only as texts. */
export type JsonText = Arbitrary<string>

/** Names that mean something to JavaScript, to JSON, to headers or to the code of the mock. */
export const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'toJSON',
  'then',
  'length',
  'errors',
  'value',
  'non_field_errors',
  '',
  ' ',
  '\0',
  '\u2028',
  '😀',
  'a"b\\c',
  'a\r\nX-Injected: yes',
  '/~1~0',
  '$F{x}',
  'x'.repeat(3000),
]

const HOSTILE_SCALARS = [
  'null',
  'true',
  'false',
  '-0',
  '-0.0',
  '-1',
  '1.5',
  '1e400',
  '-1e400',
  '1e-400',
  '1e1000000',
  '0e1000000',
  '"1e1000000"',
  '"1e-1000000"',
  '"1e99999999999999999999"',
  '"NaN"',
  '"Infinity"',
  '"-"',
  '"."',
  '"1_000"',
  '"_1"',
  '"0x10"',
  '"٣"',
  '""',
  '"  "',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\\\ud800"',
  '"\\ud83d\\ude00"',
  '"__proto__"',
  '"constructor"',
  '"\\u2028\\u2029"',
  '"a\\r\\nX-Injected: yes"',
  '"<script>alert(1)</script>"',
  '9007199254740993',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  `"${'9'.repeat(999)}"`,
  `"${'9'.repeat(1001)}"`,
  `"${'x'.repeat(5000)}"`,
  `"${'{'.repeat(2000)}x"`,
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  `${'['.repeat(1000)}${']'.repeat(1000)}`,
  `${'{"a":'.repeat(900)}1${'}'.repeat(900)}`,
]

const hostileScalar = fc.constantFrom(...HOSTILE_SCALARS)
/** Any UTF-16 at all, halves of pairs included. */
const anySigns = fc
  .array(fc.nat(0xffff), { maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes))
const hostileName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  { weight: 1, arbitrary: anySigns },
)

export const objectText = (entries: readonly (readonly [string, string])[]): string =>
  `{${entries.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`

/** Any JSON at all, some of it hostile, names included. */
export const anyText: JsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    hostileScalar,
    fc.json({ maxDepth: 1 }),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc.array(fc.tuple(hostileName, tie('value')), { maxLength: 3 }).map(objectText),
  ),
})).value

/** What a request may name: component types for dictionaries, links for fields that hold one. */
export interface Vocabulary {
  readonly types: readonly string[]
  readonly links: readonly string[]
}

/** Values that a field should take, or should refuse for a reason of its own: its boundaries. */
export function fieldText(schema: Schema, vocabulary: Vocabulary): JsonText {
  const field = resolveSchema(schema)
  const types = [field.type ?? []].flat()
  const texts = drawTypedText(field, types, vocabulary)
  return types.includes('null') ? fc.oneof(texts, texts, fc.constant('null')) : texts
}

function drawTypedText(field: Schema, types: readonly string[], vocabulary: Vocabulary): JsonText {
  if (field['x-decimal']) return fc.constantFrom(...DECIMALS)
  if (field.enum) return fc.constantFrom(...field.enum.map(quote))
  if (types.includes('integer')) return fc.constantFrom(...integersAround(field))
  if (types.includes('boolean')) return fc.constantFrom('true', 'false', '"yes"', '1', '"F"')
  if (types.includes('array')) {
    const item = fieldText(field.items ?? {}, vocabulary)
    return fc.array(item, { maxLength: 4 }).map((items) => `[${items.join(',')}]`)
  }
  if (field.properties) return bodyText(field, vocabulary)
  if (typeof field.additionalProperties === 'object') {
    const entry = fc.tuple(
      fc.constantFrom(...vocabulary.types),
      fieldText(field.additionalProperties, vocabulary),
    )
    return fc.array(entry, { maxLength: 3 }).map(objectText)
  }
  if (field.format === 'uri') return fc.constantFrom(...vocabulary.links.map(quote))
  return fc.constantFrom(...textsAround(field))
}

const quote = (text: string): string => JSON.stringify(text)

const DECIMALS = [
  '0',
  '12.5',
  '"13.5"',
  '1e3',
  '"1_000"',
  '" 7 "',
  '"+7.0"',
  '".5"',
  '0.0000000001',
  '1e-10',
  '"0.00000000001"',
  '999999999999',
  '"999999999999.9999999999"',
  '"1000000000000"',
  '"-0.0"',
  '"-0.0000000001"',
]

const integersAround = ({ minimum = 0, maximum = 2_147_483_647 }: Schema): string[] => [
  ...[minimum - 1, minimum, minimum, minimum + 1, maximum - 1, maximum, maximum + 1].map(String),
  `"${minimum + 7}"`,
  `${minimum + 2}.0`,
  '"1_0"',
]

const textsAround = ({ minLength = 0, maxLength = 400 }: Schema): string[] => [
  quote('x'.repeat(Math.max(minLength, 1))),
  quote('Élan 😀 '),
  quote('😀'.repeat(Math.min(maxLength, 20))),
  quote('x'.repeat(maxLength)),
  quote(' '.repeat(maxLength + 1)),
  quote('x'.repeat(maxLength + 1)),
  quote('<p style="color:red">a & <b>b</b> <a href="javascript:x">c</a></p>'),
  quote('__proto__'),
  '"\\u2028 \\u007f \\u0001"',
  '42',
]

/** Bodies for a schema: now and then without a field, sometimes with one that is hostile. */
export function bodyText(schema: Schema, vocabulary: Vocabulary): JsonText {
  const { properties = {}, required = [] } = resolveSchema(schema)
  const fields = Object.entries(properties).map(([name, property]) => {
    const entry = fieldText(property, vocabulary).map((text) => [[name, text] as const])
    return fc.oneof(
      { weight: required.includes(name) ? 30 : 3, arbitrary: entry },
      { weight: 2, arbitrary: fc.constant([]) },
    )
  })
  return fc.tuple(...fields).map((entries) => objectText(entries.flat()))
}

/** Bodies that are almost right: known names with any value, strange names, doubled names. */
export function drawCrookedText(schema: Schema, vocabulary: Vocabulary): JsonText {
  const { properties = {} } = resolveSchema(schema)
  const known = Object.entries(properties).map(([name, property]) =>
    fc.tuple(fc.constant(name), fc.oneof(fieldText(property, vocabulary), anyText, hostileScalar)),
  )
  const strange = fc.tuple(hostileName, anyText)
  const hostileEntries = dictionaryText(properties, vocabulary)
  const entries = fc.array(fc.oneof(...known, ...hostileEntries, strange), { maxLength: 6 })
  return entries.map(objectText)
}

/** Dictionaries whose entries are hostile by name or by value. */
const dictionaryText = (properties: NonNullable<Schema['properties']>, { types }: Vocabulary) =>
  Object.entries(properties)
    .filter(([, property]) => resolveSchema(property).additionalProperties !== undefined)
    .map(([name]) => {
      const entry = fc.tuple(fc.oneof(hostileName, fc.constantFrom(...types)), anyText)
      return fc.tuple(fc.constant(name), fc.array(entry, { maxLength: 4 }).map(objectText))
    })
