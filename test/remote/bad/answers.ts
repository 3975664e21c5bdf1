import { randomBytes } from 'node:crypto'
import {
  answerJson,
  bytes,
  flood,
  head,
  HOSTILE,
  json,
  JSON_TYPE,
  status,
  text,
  TOKEN,
  write,
} from './answer.ts'
import type { BadServer } from './answer.ts'

const uuid = (): string => randomBytes(16).toString('hex')
const NEXT = 'Link: <http://bad.test/?page=2>; rel="next"'
const same = [{ uuid: uuid(), name: 'x' }]
const plan = (name: string): object => ({ uuid: uuid(), name })

/** What is wrong with bodies, lists and refusals. */
export const badAnswers: Readonly<Record<string, BadServer>> = {
  'answers a page': {
    answer: (call) => {
      const page = '<!doctype html><h1>Sign in</h1>'
      write(
        call,
        `${head(200, 'Content-Type: text/html', `Content-Length: ${page.length}`)}${page}`,
      )
    },
  },
  'answers nothing': text(''),
  'answers an object for a list': json({ detail: HOSTILE }),
  'answers null': text('null'),
  'answers half of JSON': text('[{"uuid":'),
  'answers NaN': text('[{"uuid": NaN, "unit_price": Infinity}]'),
  'answers UTF-16': bytes(Buffer.from('\ufeff[]', 'utf16le')),
  'refuses in texts that command a terminal': {
    answer: (call) => {
      const body = JSON.stringify({ detail: HOSTILE })
      write(call, `${head(400, JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`)}${body}`)
    },
  },
  'answers millions of rows': {
    answer: (call) => {
      write(call, `${head(200, JSON_TYPE)}[`)
      flood(call, `{"uuid":"a1b2c3d4e5f67890abcdef1234567890"},`.repeat(999))
    },
  },
  'has a next page on another host': {
    answer: (call) => answerJson(call, same, `Link: <${call.elsewhere}/?page=2>; rel="next"`),
  },
  'has a circle of pages': {
    answer: (call) =>
      answerJson(call, [plan(String(call.nth % 2)), ...same].slice(1 - (call.nth % 2)), NEXT),
  },
  'always has a next page, the same': { answer: (call) => answerJson(call, same, NEXT) },
  'always has a next page, empty': json([], NEXT),
  'forgets the token': {
    answer: (call) =>
      call.nth < 3
        ? answerJson(call, [])
        : write(call, `${head(401, JSON_TYPE, 'Content-Length: 21')}{"detail": "Expired"}`),
  },
  'forbids everything': {
    answer: (call) => write(call, `${head(403, JSON_TYPE, 'Content-Length: 2')}{}`),
  },
  'is busy for thirty years': status(429, 'Retry-After: 1000000000'),
  'is busy until the year 9999': status(503, 'Retry-After: Fri, 31 Dec 9999 23:59:59 GMT'),
  'is busy since before now': status(429, 'Retry-After: -5'),
  'is always busy': status(503, 'Retry-After: 0'),
  'fails and tells of the token': {
    answer: (call) => {
      const page = `<pre>Authorization: Token ${TOKEN}</pre>`
      write(
        call,
        `${head(500, 'Content-Type: text/html', `Content-Length: ${page.length}`)}${page}`,
      )
    },
  },
  'misses everything': status(404),
}
