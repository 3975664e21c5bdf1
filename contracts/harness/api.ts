import { isDeepStrictEqual } from 'node:util'
import { describeWanted, findDifference } from './findings/findDifference.ts'
import { readMediaType } from './findings/mediaType.ts'
import { formatBoth, formatValue, formatWhole } from './findings/formatValue.ts'
import type { Exchange, Request } from './transport/exchange.ts'
import { sendRequest } from './transport/sendRequest.ts'
import { getSession } from './session.ts'
import type { Role } from './settings.ts'
import { UnmetDemand } from './unmet.ts'
import { describeAnswer } from './findings/describeAnswer.ts'
import { cleanLine } from '../../src/remote/clean.ts'

type Options = Partial<Omit<Request, 'method' | 'path' | 'body'>>

/** How a contract speaks to the server; every answer is held to openapi.yaml on the way. */
export class Api {
  readonly contract: string
  /** Of which it was forked. */
  readonly root: Api
  readonly #offering: string | null
  #last: Exchange | null = null

  constructor(contract: string, offering: string | null = null, root: Api | null = null) {
    this.contract = contract
    this.root = root ?? this
    this.#offering = offering
  }

  /** Another one of the same contract, with a latest answer of its own. */
  fork(): Api {
    return new Api(this.contract, this.#offering, this.root)
  }

  /** The offering whose calendar is used: the chosen one, unless another was named. */
  get offering(): string | null {
    return this.#offering ?? getSession().settings.offering
  }

  /** Staff, or the first role that there is a token of. */
  get role(): Role {
    const { tokens } = getSession().settings
    return (['staff', 'owner'] as const).find((role) => tokens[role] !== undefined) ?? 'staff'
  }

  /** The latest answer, null before there is one. */
  get last(): Exchange | null {
    return this.#last
  }

  async send(request: Omit<Request, 'role'> & { role?: Request['role'] }): Promise<Exchange> {
    const exchange = await sendRequest({ role: this.role, ...request }, this.contract)
    this.root.#last = exchange
    this.#last = exchange
    return exchange
  }

  get = (path: string, options: Options = {}) => this.send({ ...options, method: 'GET', path })
  head = (path: string, options: Options = {}) => this.send({ ...options, method: 'HEAD', path })
  delete = (path: string, options: Options = {}) =>
    this.send({ ...options, method: 'DELETE', path })
  post = (path: string, body?: unknown, options: Options = {}) =>
    this.send({ ...options, method: 'POST', path, body })
  put = (path: string, body: unknown, options: Options = {}) =>
    this.send({ ...options, method: 'PUT', path, body })
  patch = (path: string, body: unknown, options: Options = {}) =>
    this.send({ ...options, method: 'PATCH', path, body })

  /** Demands something of what was seen, or of what a function tells when it is to be told; `expected` reads as the end of "expected …". */
  demand(holds: boolean, expected: string, seen: unknown, exchange = this.#last): asserts holds {
    if (holds) return
    const told: unknown = typeof seen === 'function' ? seen() : seen
    throw new UnmetDemand(expected, formatValue(told), exchange)
  }

  /** Demands a value, of any depth; what is said is the first place that differs. */
  demandEqual(seen: unknown, wanted: unknown, what: string, exchange = this.#last): void {
    if (isDeepStrictEqual(seen, wanted)) return
    const difference = findDifference(seen, wanted)
    const [mine, theirs] = formatBoth(difference.seen, difference.wanted)
    throw new UnmetDemand(
      describeWanted(difference, what, theirs),
      mine,
      exchange,
      [seen, wanted].map(formatWhole).join('\n'),
    )
  }

  /** Demands a status, and says the body of another one. */
  demandStatus({ request, response }: Exchange, ...wanted: readonly number[]): void {
    this.demand(
      wanted.includes(response.status),
      `status ${wanted.join(' or ')} of ${request.method} ${request.path.split('?')[0]}`,
      () => describeAnswer(response),
      { request, response },
    )
  }

  /** Demands a media type; what stands behind it, such as a charset, is up to the renderer and the gateway. */
  demandType(exchange: Exchange, wanted: string): void {
    this.demandEqual(readMediaType(exchange.response.headers), wanted, 'Content-Type', exchange)
  }

  /** Demands that `Content-Length`, where it is sent, counts the bytes of a body that is not packed. */
  demandLength(exchange: Exchange): void {
    const { headers, text } = exchange.response
    const { 'content-length': length, 'content-encoding': coding } = headers
    if (length === undefined || coding !== undefined) return
    this.demandEqual(length, String(Buffer.byteLength(text)), 'Content-Length', exchange)
  }

  /** The rows of a list answer; demands a list of objects. */
  readRows(exchange: Exchange): Record<string, unknown>[] {
    this.demandStatus(exchange, 200)
    const { json, text } = exchange.response
    this.demand(Array.isArray(json), 'a JSON array', () => cleanLine(text), exchange)
    return json as Record<string, unknown>[]
  }

  /** The object that an answer is. */
  readObject(exchange: Exchange): Record<string, unknown> {
    const { json, text } = exchange.response
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    this.demand(isObject, 'a JSON object', () => cleanLine(text), exchange)
    return json as Record<string, unknown>
  }
}
