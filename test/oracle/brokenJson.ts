import fc from 'fast-check'
import { anyValue } from './bodies.ts'
import { plans, PLANS } from './places.ts'
import { json, request } from './request.ts'
import type { Request } from './request.ts'

const PIECES =
  `{ } [ ] , : " \\ \\u \\ud800 \\udc00 \\ud83d\\ude00 \\n \\x \\/ 0 1 - + . e E 01 -0 1. .5 1e 1e+ NaN Infinity
  nul null tru true x ' // /**/ "a" "b" {"a":1} [1] é 😀`.split(/\s+/)

const BYTES = [
  '\x00',
  '\x01',
  '\x1f',
  '\x7f',
  '\x80',
  '\xc3',
  '\xed\xa0\x80',
  '\xef\xbb\xbf',
  '\xf4\x90\x80\x80',
  '\xff',
]

const latin1 = (text: string) => Buffer.from(text, 'latin1')

/** JSON that may be broken at any place. */
const soup = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(' ', '\n', '\t', '\f', '\xa0')), {
    maxLength: 8,
  })
  .map((pieces) => Buffer.from(pieces.join('')))

const member = anyValue.map((text) => `{"name":"A","backend_id":${text},"unit":"day"}`)

const cut = fc
  .tuple(member, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([text, share]) => Buffer.from(text).subarray(0, Math.floor(share * text.length)))

const spoiled = fc
  .tuple(member, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...PIECES, ...BYTES))
  .map(([text, share, piece]) => {
    const bytes = Buffer.from(text)
    const at = Math.floor(share * bytes.length)
    const inserted = BYTES.includes(piece) ? latin1(piece) : Buffer.from(piece)
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)])
  })

const inString = fc
  .array(fc.constantFrom(...PIECES, ...BYTES), { maxLength: 4 })
  .map((pieces) => latin1(`{"backend_id":"${pieces.join('')}"}`))

const deep = fc
  .tuple(
    fc.constantFrom('[', '{"a":', '[[],'),
    fc.constantFrom(10, 255, 1023, 1024, 1025, 1026, 3000),
  )
  .map(([open, depth]) =>
    Buffer.from(open.repeat(depth) + '1' + (open === '{"a":' ? '}' : ']').repeat(depth)),
  )

const blank = fc
  .constantFrom('', ' ', '\n\n', '\t', '\ufeff', '\ufeff{}', '\0', '{}\0', '{} ', ' {}', '\u00a0{}')
  .map((text) => Buffer.from(text))

export const brokenJson: fc.Arbitrary<Request> = fc
  .oneof(soup, cut, spoiled, inString, blank, deep)
  .map((bytes) => request('PATCH', `${PLANS}${plans.unused}/`, json(bytes)))
