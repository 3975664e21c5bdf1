import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { detail, dialectNames, createWaldur, PLANS, STATS } from './createWaldur.ts'
import type { Waldur, Plan } from './createWaldur.ts'
import { ids } from './lab.ts'

/** The smallest requests that Django REST framework was seen to answer otherwise than the mock did. */
interface Row {
  readonly ask: (waldur: Waldur) => unknown
  readonly answer: unknown
  /** Where the documented dialect answers more kindly than a running server, which fails. */
  readonly documented?: unknown
}

const PLAN = `${PLANS}${ids.academic}/`
const offering = `/api/marketplace-provider-offerings/${ids.bench}/`

const writeDescriptions = (...texts: string[]) => ({
  ask: (waldur: Waldur) =>
    texts.map((description) => (waldur.patch(PLAN, { description }).json as Plan).description),
})

const writeLimits = (...texts: string[]) => ({
  ask: (waldur: Waldur) =>
    texts.map((max_amount) => (waldur.patch(PLAN, { max_amount }).json as Plan).max_amount),
})

const JSON_TYPE = { headers: { 'content-type': 'application/json' } }
const PARTS = { headers: { 'content-type': 'multipart/form-data; boundary=XX' } }
const NO_OBJECT = { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }
const TOO_DEEP = detail('JSON parse error - depth limit exceeded: line 1 column 1026 (char 1025)')
const INTEGER = ['A valid integer is required.']

const little = Buffer.from('{"name":"é"}', 'utf16le')
const big = Buffer.from(little).swap16()
const marked = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])] as const

/** What is sent under which name. */
const UTF16: readonly (readonly [charset: string, body: Buffer])[] = [
  ['utf-16-le', little],
  ['UTF_16LE', little],
  ['utf-16', little],
  ['u16', Buffer.concat([marked[0], little])],
  ['utf-16', Buffer.concat([marked[1], big])],
  ['utf-16-be', big],
  ['utf_16be', big],
]

function writeIn(waldur: Waldur, charset: string, body: Buffer): unknown {
  const type = `application/json; charset=${charset}`
  const { status, json } = waldur.patch(PLAN, body, { headers: { 'content-type': type } })
  return status === 200 ? (json as Plan).name : status
}

const rows: Record<string, Row> = {
  'two filters that are refused are named in the order of the server': {
    ask: (waldur) =>
      Object.keys(
        waldur.get(`${PLANS}?parent_offering_uuid=x&offering_uuid=x`).json as Record<
          string,
          unknown
        >,
      ),
    answer: ['offering_uuid', 'parent_offering_uuid'],
  },
  'a separator around the digits of a uuid is none of the blanks that an integer may have': {
    ask: (waldur) =>
      ['%1E', '%1C', '%20', '%C2%A0'].map(
        (sign) => waldur.get(`${STATS}?customer_provider_uuid=${'a'.repeat(31)}${sign}`).status,
      ),
    answer: [400, 400, 200, 200],
  },
  'a separator around an integer is refused, but goes with the zeros behind a point': {
    ...writeLimits('7\u001c', '\u001f7', '7.0\u001c', ' 7\u00a0', '7 .0'),
    answer: [INTEGER, INTEGER, 7, 7, 7],
  },
  'a byte order mark at the begin of a description goes, one within it stays': {
    ...writeDescriptions('\ufeff', '\ufeff<b>a</b>', ' \ufeff a', 'a\ufeff'),
    answer: ['', '<b>a</b>', 'a', 'a\ufeff'],
  },
  'the answer to a new plan has the sign of a negative zero, the plan has not': {
    ask: (waldur) =>
      ['-0.0', '"-0"', '0'].map((price) => {
        const text = `{"name":"x","offering":"${offering}","unit_price":${price}}`
        const made = waldur.post(PLANS, text, JSON_TYPE).json as Plan
        waldur.post(`${PLANS}${made.uuid}/update_prices/`, { prices: { node: '-0' } })
        const { unit_price, prices } = waldur.plan(made.uuid)
        return [made.unit_price, unit_price, Number(prices['node'])]
      }),
    answer: [
      ['-0.0000000000', '0.0000000000', 0],
      ['-0.0000000000', '0.0000000000', 0],
      ['0.0000000000', '0.0000000000', 0],
    ],
  },
  'signs of HTML in an attribute are written as references': {
    ...writeDescriptions('<b lang="a<b>&amp;">x</b>', '<b title=a<!--b>x'),
    answer: ['<b lang="a&lt;b&gt;&amp;">x</b>', '<b title="a&lt;!--b">x</b>'],
  },
  'elements of pictures and formulas go with all that is in them': {
    ...writeDescriptions(
      'a<mi>b</mi>',
      'a<path>b<p>c',
      'a<svg>b<title>c',
      'a<svg><math>b',
      'a<x-y>b',
    ),
    answer: ['a', 'a', 'ab', 'a', 'ab'],
  },
  'a select holds any element, and ends at an input or another select': {
    ...writeDescriptions(
      '<select><b>a',
      '<select><noscript><a',
      '<p><select><h1>a</select>b',
      '<code><select><input>a',
      '<select><b>a<select>b',
      '<table>a<select>b',
    ),
    answer: ['<b>a</b>', '&lt;a', '<p><h1>a</h1>b</p>', '<code>a</code>', '<b>a</b><b>b</b>', 'ab'],
  },
  'JSON is read in latin1; packed, or no UTF-8, it is what nobody catches; it may be 1,024 deep': {
    ask: (waldur) => {
      const accented = Buffer.from('{"name":"é"}', 'latin1')
      const packed = { headers: { ...JSON_TYPE.headers, 'content-encoding': 'gzip' } }
      return [
        writeIn(waldur, 'latin1', accented),
        waldur.patch(PLAN, accented, JSON_TYPE).status,
        waldur.patch(PLAN, gzipSync('{"name":"B"}'), packed).status,
        ...[1024, 1025].map(
          (depth) => waldur.patch(PLAN, '['.repeat(depth) + ']'.repeat(depth), JSON_TYPE).json,
        ),
      ]
    },
    answer: ['é', 500, 500, NO_OBJECT, TOO_DEEP],
    documented: ['é', 400, 400, NO_OBJECT, TOO_DEEP],
  },
  'the name of a part has the blanks of ASCII around it, and its head is UTF-8': {
    ask: (waldur) =>
      ['name="\v name "', 'name="\x1cname"', 'name="\xa0name"', 'name="name"; x="\xff"'].map(
        (named) => {
          const head = `Content-Disposition: form-data; ${named}`
          const body = Buffer.from(`--XX\r\n${head}\r\n\r\nB\r\n--XX--\r\n`, 'latin1')
          return Object.keys(waldur.post(PLANS, body, PARTS).json as object)
        },
      ),
    answer: [['offering'], ['name', 'offering'], ['name', 'offering'], ['name', 'offering']],
  },
  'a body in UTF-16 is read by any name that Python has for it': {
    ask: (waldur) => UTF16.map(([charset, body]) => writeIn(waldur, charset, body)),
    answer: UTF16.map(() => 'é'),
  },
}

describe.each(dialectNames)('As Django REST framework spells it, %s', (as) => {
  it.each(Object.entries(rows))('%s', (_, { ask, answer, documented = answer }) => {
    expect(ask(createWaldur({ as }))).toEqual(as === 'documented' ? documented : answer)
  })
})
