import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Schema } from '../../src/document/load.ts'
import { anyText, bodyText, drawCrookedText, HOSTILE_NAMES } from './texts.ts'
import type { Vocabulary } from './texts.ts'

/** A body and the content type that is claimed for it. */
export interface Payload {
  readonly type: string | undefined
  readonly bytes: Uint8Array
}

const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array => encoder.encode(text)

const JSON_TYPES = [
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON;charset="latin1"',
  ' application/json ; charset=utf-16; x=y',
  'application/json;',
]

const OTHER_TYPES = [
  undefined,
  '',
  ' ',
  ';',
  'text/plain',
  'text/html; charset=utf-8',
  'application/xml',
  'application/problem+json',
  'application/json, text/plain',
  'application/jsonx',
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary="',
  '__proto__',
  '"><script>alert(1)</script>',
  'text/plain\u0000',
  'x'.repeat(3000),
]

const FORM = 'application/x-www-form-urlencoded'
const jsonType = fc.constantFrom(...JSON_TYPES)
const anyType = fc.constantFrom(...JSON_TYPES, ...OTHER_TYPES)

/** What happens to bytes on a bad way: marks in front, cut ends, bytes that are not UTF-8. */
const DAMAGES: readonly ((text: string) => Uint8Array)[] = [
  (text) => bytesOf(`\uFEFF${text}`),
  (text) => bytesOf(`${text}\0`),
  (text) => bytesOf(`\0${text}`),
  (text) => bytesOf(text.slice(0, -1)),
  (text) => bytesOf(text.slice(text.length / 2)),
  (text) => bytesOf(`${text}${text}`),
  (text) => bytesOf(` \r\n\t${text} \n`),
  (text) => bytesOf(text.replaceAll('"', "'")),
  (text) => bytesOf(text.replaceAll('}', ',}')),
  (text) => bytesOf(text.replaceAll(':', ':"\u0001",')),
  (text) => bytesOf(text.replaceAll('"', '"\\u')),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(`${text.slice(0, -1)}é`, 'latin1'),
  (text) => withBytes(text, [0xff]),
  (text) => withBytes(text, [0xc0, 0x80]),
  (text) => withBytes(text, [0xed, 0xa0, 0x80]),
  (text) => withBytes(text, [0xf4, 0x90, 0x80, 0x80]),
]

/** The bytes inside the first text of a JSON text, so that nothing else is wrong with it. */
function withBytes(text: string, bytes: readonly number[]): Uint8Array {
  const at = text.indexOf('"') + 1
  return Buffer.concat([bytesOf(text.slice(0, at)), Buffer.from(bytes), bytesOf(text.slice(at))])
}

const DEEP = [
  '['.repeat(1024) + ']'.repeat(1024),
  '['.repeat(1025) + ']'.repeat(1025),
  '['.repeat(20_000) + ']'.repeat(20_000),
  '['.repeat(20_000),
  '{"a":'.repeat(10_000),
  `{"prices":${'{"a":'.repeat(1022)}1${'}'.repeat(1023)}`,
  `{"name":"${'\\"'.repeat(20_000)}`,
  `{"name":"${'\\\\'.repeat(20_000)}"}`,
  `{"__proto__":${'{"__proto__":'.repeat(500)}1${'}'.repeat(501)}`,
]

const FORM_NAMES = [
  'name',
  'name',
  'offering',
  'unit',
  'unit_price',
  'max_amount',
  'archived',
  'description',
  'prices.hours',
  'prices.__proto__',
  'prices.',
  'prices',
  'quotas.constructor',
  'discounts.hours',
  'discounts.hours.discount_rate',
  'organization_groups',
  'organization_groups[]',
  ...HOSTILE_NAMES,
]

const FORM_VALUES = ['', '1', '-1', '1e400', 'x', '%00', '%ZZ', '%ED%A0%80', '+', '__proto__', '%']

function formText({ types, links }: Vocabulary): Arbitrary<string> {
  const names = [...FORM_NAMES, ...types.flatMap((type) => [`prices.${type}`, `quotas.${type}`])]
  const pair = fc.tuple(
    fc.constantFrom(...names),
    fc.constantFrom(...FORM_VALUES, ...links.map(encodeURIComponent), 'month'),
    fc.boolean(),
  )
  return fc
    .array(pair, { maxLength: 6 })
    .map((pairs) =>
      pairs
        .map(([name, value, isRaw]) => `${isRaw ? name : encodeURIComponent(name)}=${value}`)
        .join('&'),
    )
}

const MULTIPART = [
  '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nPlan\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n',
  '--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\n\0\r\n--x--\r\n',
  '--x\r\n\r\n--x--',
  '--x',
]

const addType =
  (type: Arbitrary<string | undefined>) =>
  (bytes: Arbitrary<Uint8Array>): Arbitrary<Payload> =>
    fc.record({ type, bytes })

/** Bodies for an operation, from right to hostile; `schema`: that of its body, if it reads one. */
export function payloads(schema: Schema | undefined, vocabulary: Vocabulary): Arbitrary<Payload> {
  const right = schema ? bodyText(schema, vocabulary) : fc.constantFrom('', '{}', 'null')
  const crooked = schema ? drawCrookedText(schema, vocabulary) : anyText
  const damaged = fc
    .tuple(fc.oneof(right, crooked), fc.constantFrom(...DAMAGES))
    .map(([text, damage]) => damage(text))
  const asJson = addType(jsonType)
  const asAnything = addType(anyType)
  const empty = fc.constant(new Uint8Array())
  return fc.oneof(
    { weight: 40, arbitrary: asJson(right.map(bytesOf)) },
    { weight: 25, arbitrary: asJson(crooked.map(bytesOf)) },
    { weight: 8, arbitrary: asJson(anyText.map(bytesOf)) },
    { weight: 8, arbitrary: asJson(damaged) },
    { weight: 6, arbitrary: asAnything(fc.oneof(right, crooked).map(bytesOf)) },
    { weight: 8, arbitrary: addType(fc.constant(FORM))(formText(vocabulary).map(bytesOf)) },
    { weight: 2, arbitrary: asAnything(fc.constantFrom(...MULTIPART).map(bytesOf)) },
    { weight: 2, arbitrary: asAnything(fc.uint8Array({ maxLength: 40 })) },
    { weight: 2, arbitrary: asAnything(empty) },
    { weight: 1, arbitrary: asJson(fc.constantFrom(...DEEP).map(bytesOf)) },
  )
}
