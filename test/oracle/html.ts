import fc from 'fast-check'
import { plans, PLANS } from './places.ts'
import { json, request } from './request.ts'
import type { Request } from './request.ts'

const TAGS = `a b blockquote code em i li ol strong ul p span u s h1 h2 h3 h6 sub sup pre br
  div script style table tr td svg math img hr input title textarea iframe noscript template select option
  form button nobr font center dl dt dd xmp plaintext body html head object video B BR x-y
  mi path text line circle annotation-xml optgroup caption li tr`.split(/\s+/)

const ATTRIBUTES = [
  'href="https://x.example/?a=1&b=2"',
  'href=javascript:alert(1)',
  "href='JaVaScRiPt:alert(1)'",
  'href="mailto:a@b"',
  'href="/relative"',
  'href="//x"',
  'href="ftp://x"',
  'href="data:text/html,x"',
  'href=" https://x "',
  'href="java\tscript:x"',
  'href',
  'style="color: red; background: url(x)"',
  'STYLE=color:red',
  'rel="nofollow"',
  'title="a&quot;b"',
  'lang=et',
  'onclick="x()"',
  'class=a',
  'target=_blank',
]

const TEXTS = [
  'text',
  ' ',
  'a < b',
  'a > b',
  '&',
  '&amp;',
  '&nbsp;',
  '\u00a0',
  '&copy;',
  '&copy',
  '&lt;script&gt;',
  '&#60;',
  '&#x41;',
  '&#0;',
  '&notit;',
  '"',
  "'",
  '\n',
  '\r\n',
  'é😀',
  '<',
  '</',
  '<!',
  '<?php ?>',
  '<!-- c -->',
  '<!doctype html>',
  '<![CDATA[x]]>',
  '<>',
  '</>',
  '<3',
  '&;',
]

const open = fc
  .tuple(
    fc.constantFrom(...TAGS),
    fc.array(fc.constantFrom(...ATTRIBUTES), { maxLength: 2 }),
    fc.constantFrom('>', '>', '>', '/>', ' >', ''),
  )
  .map(([tag, attributes, end]) => `<${[tag, ...attributes].join(' ')}${end}`)

const close = fc.constantFrom(...TAGS).map((tag) => `</${tag}>`)
const piece = fc.oneof(
  { weight: 3, arbitrary: open },
  { weight: 2, arbitrary: close },
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
)
const element = fc
  .tuple(
    fc.constantFrom(...TAGS.slice(0, 20)),
    fc.constantFrom(...TEXTS),
    fc.constantFrom(...ATTRIBUTES),
  )
  .map(([tag, text, attribute]) => `<${tag} ${attribute}>${text}</${tag}>`)

/** Descriptions, from tidy paragraphs to soups of tags. */
export const html: fc.Arbitrary<Request> = fc
  .oneof(
    fc.array(piece, { minLength: 1, maxLength: 6 }),
    fc.array(element, { minLength: 1, maxLength: 3 }),
  )
  .map((pieces) => JSON.stringify({ description: pieces.join('') }))
  .map((text) => request('PATCH', `${PLANS}${plans.unused}/`, json(text)))
