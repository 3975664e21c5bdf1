import * as fc from 'fast-check'
import { tableNames } from '../../src/domain/state.ts'
import type { State } from '../../src/domain/state.ts'
import { findRow, listRows } from '../../src/domain/table.ts'
import type { Row, Table } from '../../src/domain/table.ts'
import { createMock } from '../../src/doors/index.ts'
import type { ApiRequest, DialectName, ApiResponse } from '../../src/doors/index.ts'
import { SEED } from './calls.ts'
import { NOW, start } from './world.ts'

/** Refusals are errors; their stacks cost more than the rest of an answer, and nobody reads them. */
Error.stackTraceLimit = 3

/** Holds for each of so many calls; a failure names the seed, the path to the call and the call. */
export function assertAll(
  calls: fc.Arbitrary<ApiRequest>,
  hold: (call: ApiRequest) => unknown,
  numRuns: number,
): void {
  const property = fc.property(calls, (call) => void hold(call))
  fc.assert(property, { numRuns, seed: SEED })
  if (own() !== pure) throw new Error('a prototype of JavaScript was changed')
}

const MONTH = 31 * 24 * 3600 * 1000
const never = (): boolean => false

/**
 * Holds the mock to what is promised for any call at all. The mock starts anew for each call, so
 * that a failing call fails alone; what a call wrote is read again, now and a month later.
 */
export function witness(as: DialectName) {
  const reports: string[] = []
  const readBefore = new Set<string>()
  let now = NOW
  const mock = createMock({
    as,
    start,
    strict: true,
    now: () => now,
    newUuid: () => 'f'.repeat(32),
    report: (line) => reports.push(line),
  })

  function answerCall(call: ApiRequest, mayCrash: (call: ApiRequest) => boolean): ApiResponse {
    const sent = mock.answer(call)
    if (reports.length > 0) throw new Error(reports.splice(0).join('\n'))
    const wrong = faultsOf(call, sent)
    if (sent.status >= 500 && !mayCrash(call)) wrong.push('a server error')
    if (wrong.length > 0) throw new Error(`${wrong.join(', ')}: ${textOf(sent)}`)
    return sent
  }

  function holds(call: ApiRequest, mayCrash: (call: ApiRequest) => boolean = never): number {
    now = NOW
    mock.reset()
    const before = mock.state()
    const sent = answerCall(call, mayCrash)
    const written = changes(before, mock.state())
    if (written !== '') {
      if (sent.status >= 400) throw new Error(`a refused call changed ${written}`)
      if (call.method === 'GET') throw new Error(`reading changed ${written}`)
      if (!readBefore.has(written)) readAgain(call, sent)
      readBefore.add(written)
    }
    demandPurity()
    return sent.status
  }

  function readAgain(call: ApiRequest, sent: ApiResponse): void {
    const path = /^\/api\/[^/]+\/(?:[^/?]+\/)?/.exec(call.target)?.[0] ?? ''
    const target = sent.headers['Location']?.replace(call.origin, '') ?? path
    const get = { ...call, method: 'GET', headers: STAFF, body: NOTHING }
    for (const later of [0, MONTH]) {
      now = new Date(NOW.getTime() + later)
      answerCall({ ...get, target }, never)
    }
  }

  return { holds }
}

const STAFF = { authorization: 'Token YOUR_API_TOKEN' }
const NOTHING = new Uint8Array()

/** The rows that are not the same rows any more; users change when a token is used. */
function changes(before: State, after: State): string {
  if (before === after) return ''
  return tableNames
    .filter((name) => name !== 'users' && before[name] !== after[name])
    .map((name) => `${name} ${difference(before[name] as never, after[name] as never)}`)
    .join('; ')
}

function difference(before: Table<Row>, after: Table<Row>): string {
  const written = listRows(after).filter((row) => findRow(before, row.uuid) !== row)
  const gone = listRows(before).filter(({ uuid }) => !findRow(after, uuid))
  return JSON.stringify([written, gone.map(({ uuid }) => uuid)])
}

/** What no header may hold: line ends, other control signs, what is not Latin-1. */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/

function faultsOf(call: ApiRequest, sent: ApiResponse): string[] {
  const { status, headers, body, isHead = false } = sent
  const isJsonType = headers['Content-Type'] === 'application/json'
  const faults: readonly [isFault: boolean, text: string][] = [
    [!(status >= 200 && status < 600), `the status ${status}`],
    ['X-Mock-Contract-Breach' in headers, 'a breach of openapi.yaml'],
    [Object.values(headers).some((value) => UNSAFE.test(value)), 'an unsafe header'],
    // A redirect says nothing of its length (§1.1).
    [status !== 301 && headers['Content-Length'] !== String(body.length), 'a wrong Content-Length'],
    [body.length > 0 && isHead !== (call.method === 'HEAD'), 'a body for HEAD'],
    [body.length > 0 && !headers['Content-Type'], 'a body without a type'],
    [isJsonType && !isJson(body), 'broken JSON'],
  ]
  return faults.flatMap(([isFault, text]) => (isFault ? [text] : []))
}

/** Bodies that were read before, by length: most answers are among a few. */
const read = new Map<number, Uint8Array[]>()
const utf8 = new TextDecoder('utf-8', { fatal: true })

function isJson(body: Uint8Array): boolean {
  const known = read.get(body.length) ?? []
  if (known.some((one) => Buffer.compare(one, body) === 0)) return true
  try {
    JSON.parse(utf8.decode(body))
  } catch {
    return false
  }
  if (known.length < 20) read.set(body.length, [...known, body])
  return true
}

const textOf = ({ status, headers, body }: ApiResponse): string =>
  `${status} ${JSON.stringify(headers)} ${new TextDecoder().decode(body).slice(0, 2000)}`

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype]
const own = (): string => PROTOTYPES.map((one) => Reflect.ownKeys(one).length).join()
const pure = own()
const bare = {}

/** What is assigned to a prototype appears in every object, so an empty one shows it at once. */
function demandPurity(): void {
  for (const name in bare) throw new Error(`every object of JavaScript has ${name} now`)
}
