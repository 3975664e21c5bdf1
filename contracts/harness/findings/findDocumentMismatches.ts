import { cleanLine } from '../../../src/remote/clean.ts'
import { released } from '../release.ts'
import type { Exchange } from '../transport/exchange.ts'
import { findOperationAt } from '../../../src/document/matchRoute.ts'
import type { Operation } from '../../../src/document/operations.ts'
import type { Problem } from '../../../src/document/validators.ts'
import { isTrouble } from '../transport/trouble.ts'
import type { Mismatch } from './finding.ts'
import { readMediaType } from './mediaType.ts'

/** One way in which an answer is not what openapi.yaml declares. */
export interface DocumentMismatch extends Mismatch {
  readonly operation: string
  /** Operation, status and place, without list positions: the first of a kind is kept in a run. */
  readonly kind: string
}

/** The operation that a request is for; HEAD counts as GET. Null for a path or method without one. */
export function findOperation({ request }: Pick<Exchange, 'request'>): Operation | null {
  return findOperationAt(released, request.method, decodePath(request.path.split('?')[0] ?? ''))
}

/** Everything in an answer that openapi.yaml does not declare: status, type, headers and body. */
export function findDocumentMismatches(exchange: Exchange): DocumentMismatch[] {
  const operation = findOperation(exchange)
  if (!operation || exchange.request.method === 'OPTIONS' || isTrouble(exchange.response)) return []
  const { status } = exchange.response
  const stray = exchange.response.hasStrayBody ? [describeStray(exchange, operation)] : []
  const differences = listDifferences(exchange, operation).map(([place, wanted, seen, field]) => {
    const kind = `${operation.id} ${status} ${place}`
    // Deviations match this text: it is led by operation, status and place.
    const mismatch = { operation: operation.id, expected: `${kind}: ${wanted}`, seen, exchange }
    if (field === undefined || status >= 300) return { ...mismatch, kind }
    return { ...mismatch, kind: `${kind} ${field}`, added: field }
  })
  return [...stray, ...differences]
}

/** One in the whole run: what answers so does so to every HEAD. */
const describeStray = (exchange: Exchange, { id }: Operation): DocumentMismatch => ({
  operation: id,
  kind: 'HEAD',
  expected: `${id} ${exchange.response.status} HEAD: no body after the head of the answer`,
  seen: 'a body, which spoils the answer that comes after it on the same connection',
  exchange,
})

/** What it is about, without list positions: `/name maxLength`, `header Link`, `status`. */
type Difference = readonly [place: string, expected: string, seen: string, added?: string]

function listDifferences(exchange: Exchange, operation: Operation): Difference[] {
  const { status } = exchange.response
  const schema = operation.answers[status]
  if (schema === undefined) {
    const declared = Object.keys(operation.answers).join(', ')
    return [['status', `one of ${declared}`, String(status)]]
  }
  const headers = checkHeaders(exchange, operation)
  if (exchange.request.method === 'HEAD') return headers
  const absent = findAbsentFields(exchange, operation).map((name): Difference => [
    `/${name} required`,
    `the field ${name}`,
    'an answer without it',
  ])
  return [...headers, ...checkBody(exchange, schema), ...absent]
}

/** Fields of a booking, unless `field` asked for fewer: the schema alone can't demand them. */
function findAbsentFields({ request, response }: Exchange, { id }: Operation): string[] {
  const { status, json } = response
  const isAsked = new URLSearchParams(request.path.split('?')[1] ?? '').has('field')
  if (isAsked || status !== 200 || !BOOKINGS.includes(id)) return []
  const rows = [json].flat().filter((row): row is object => typeof row === 'object' && row !== null)
  return bookingFields.filter((name) => rows.some((row) => !(name in row)))
}

const BOOKINGS = ['booking_offerings_list', 'booking_offerings_retrieve']

/** Fields that stand on the pages: those of the schema which are not additions as a whole. */
const bookingFields = Object.entries(
  (released.document.components.schemas['Offering']?.properties ?? {}) as Record<string, Marked>,
)
  .filter(([, mark]) => mark['x-origin'] === undefined || mark['x-observed'] !== undefined)
  .map(([name]) => name)

interface Marked {
  readonly 'x-origin'?: string
  readonly 'x-observed'?: readonly string[]
}

function checkHeaders({ response }: Exchange, { id, method }: Operation): Difference[] {
  const { status, headers } = response
  const demands: [boolean, string, string, RegExp][] = [
    [status === 401, 'www-authenticate', 'Token', /^Token$/],
    [status === 201, 'location', 'the address of the new plan', /^https?:\/\/.+\/$/],
    [status === 405, 'allow', 'the methods of the address', /[A-Z]+/],
    [status === 200 && isList(id, method), 'x-result-count', 'a number', /^\d+$/],
    [
      status === 200 && isList(id, method),
      'link',
      'links to pages',
      /^(?=.*rel="first").*rel="last"/,
    ],
  ]
  return demands.flatMap(([holds, name, expected, pattern]): Difference[] => {
    const seen = headers[name]
    if (!holds || (seen !== undefined && pattern.test(seen))) return []
    return [[`header ${name}`, expected, seen ?? 'nothing']]
  })
}

const isList = (id: string, method: string): boolean => method === 'GET' && id.endsWith('_list')

function checkBody({ response }: Exchange, schema: string | null): Difference[] {
  const { headers, json, text } = response
  const type = readMediaType(headers)
  if (schema === null) {
    return text === '' ? [] : [['body', 'no body', cleanLine(text, 200)]]
  }
  if (type !== 'application/json') {
    return [['header content-type', 'application/json', type || 'nothing']]
  }
  if (json === undefined) return [['body', 'JSON', cleanLine(text, 200)]]
  const looked = Array.isArray(json) ? json.slice(0, MOST_ROWS) : json
  return released.findProblems(schema, looked).map((problem) => describeProblem(problem, looked))
}

/** Waldur's largest page has 300 rows; who sends a million at once must not stop the run by that. */
const MOST_ROWS = 1000

/** A field too many is told by its name, so that a deviation can name the release that it came with. */
function describeProblem(problem: Problem, json: unknown): Difference {
  const { instancePath, keyword, message = keyword, params = {} } = problem
  const path = instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')
  const seen = JSON.stringify(readPointer(json, instancePath))?.slice(0, 200) ?? 'nothing'
  const name = params['unevaluatedProperty']
  if (typeof name !== 'string') return [`${path} ${keyword}`, message, seen]
  const field = `${path}/${name}`.replace(/^(\/\*)?\//, '').replaceAll('/*/', '[].')
  return [`${path} ${keyword}`, `no field ${name}`, seen, field.replaceAll('/', '.')]
}

const readPointer = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null
          ? (node as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')]
          : undefined,
      value,
    )

export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
