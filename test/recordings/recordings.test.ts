/**
 * What a running Waldur answered (source of October 2024), as far as it does not depend on its data. Left out are: rows of
 * lists and plans as they were stored (data); texts in other languages (the mock speaks English); DELETE of plans, which that
 * release did not have; JSON with bytes that are no UTF-8 (the parser of later releases fails there with 500).
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { DialectName } from '../../src/doors/index.ts'
import { detail, dialectNames, createWaldur, NO_PLAN, ORIGIN } from '../domain/createWaldur.ts'
import type { Answer } from '../domain/createWaldur.ts'
import { places, world } from './world.ts'

/** One exchange: who sent what, and what came back. A word in braces stands for something of the world. */
interface Row {
  readonly as: string
  readonly send: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** null: a body without a content type; else it is JSON unless the headers say otherwise. */
  readonly type?: null
  readonly status: number
  readonly answer?: unknown
  /** The fields of the answer, or of its first row. */
  readonly keys?: readonly string[]
  readonly now?: keyof typeof NOW
  /** What the pages make of it, where they contradict the server (§2.0). */
  readonly documented?: Expected
}

type Expected = Pick<Row, 'status' | 'answer' | 'keys'>

/** What is known to be otherwise since that release and its stock renderer. */
const NOW = {
  /** Plans of customers that a caller has no role in were visible, and are not any more (§2.1). */
  hidden: (_row: Row) => ({ status: 404, answer: NO_PLAN }),
  /** The text of the JSON parser is another parser's (§1.4). */
  parser: ({ status }: Row) => ({
    status,
    answer: detail(expect.stringMatching(/^JSON parse error - ./) as string),
  }),
}

const TOPICS = [
  'actions',
  'create',
  'groups',
  'lists',
  'prices',
  'quotas',
  'retrieve',
  'update',
  'wire',
]

const page = (title: string, text: string): string =>
  [
    '\n<!doctype html>\n<html lang="en">\n<head>',
    `  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1><p>${text}</p>\n</body>\n</html>\n`,
  ].join('\n')

/** Answers that a row names, since they are always the same. */
const PAGES: Readonly<Record<string, string>> = {
  '{missing}': page('Not Found', 'The requested resource was not found on this server.'),
  '{crashed}': page('Server Error (500)', ''),
}

/** What OPTIONS tells of a view varies with the release (§1.7). */
const METADATA = '{metadata}'

const rowsOf = (topic: string): Row[] =>
  parse(readFileSync(new URL(`rows/${topic}.yaml`, import.meta.url), 'utf8')) as Row[]

const fillIn = (text: string): string =>
  text
    .replaceAll('{origin%}', encodeURIComponent(ORIGIN))
    .replaceAll('{origin}', ORIGIN)
    .replaceAll(/\{([\w%]+)\}/g, (whole, name: string) => places[name] ?? whole)

function play({ as: caller, send, headers = {}, body, type }: Row, as: DialectName) {
  const [method = '', path = ''] = fillIn(send).split(' ')
  const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fillIn(value)])
  const all: Record<string, string> = {
    ...(body !== undefined && type !== null && { 'content-type': 'application/json' }),
    ...(Object.fromEntries(sent) as Record<string, string>),
  }
  const isNamed = caller === 'anonymous' || 'authorization' in all
  return createWaldur({ as, rows: world }).call(method, path, body && fillIn(body), {
    token: isNamed ? null : caller,
    headers: all,
  })
}

function chooseExpected(row: Row, as: DialectName): Expected {
  const { status, answer, keys }: Expected =
    (as === 'documented' && row.documented) || (row.now ? NOW[row.now](row) : row)
  return {
    status,
    ...(answer !== undefined && answer !== METADATA && { answer: PAGES[String(answer)] ?? answer }),
    ...(keys && { keys }),
  }
}

/** As much of an answer as is expected. */
function readSeen({ status, json, text }: Answer, wanted: Expected): Expected {
  const [first = {}] = [json].flat() as (object | undefined)[]
  return {
    status,
    ...('answer' in wanted && { answer: json ?? text }),
    ...('keys' in wanted && { keys: Object.keys(first) }),
  }
}

const titleRow = (row: Row): string =>
  `${row.as}: ${row.send} ${(row.body ?? '').slice(0, 80)}`.trim().replaceAll(/\s+/g, ' ')

describe.each(TOPICS)('A running Waldur, asked for %s', (topic) => {
  const cells = rowsOf(topic).flatMap((row) =>
    dialectNames.map((as) => [titleRow(row), as, row] as const),
  )

  it.each(cells)('%s (%s)', (_, as, row) => {
    const wanted = chooseExpected(row, as)

    expect(readSeen(play(row, as), wanted)).toEqual(wanted)
  })
})
