import { isDeepStrictEqual } from 'node:util'
import { exchanged, session } from './session.ts'
import type { Role } from '../run/settings.ts'
import type { Exchange, Request } from './transport.ts'

/** A demand that was not met: what was expected, what was seen, and the request that showed it. */
export class Broken extends Error {
  override name = 'Broken'
  readonly expected: string
  readonly seen: string
  readonly exchange: Pick<Exchange, 'request'> | null

  constructor(expected: string, seen: string, exchange: Pick<Exchange, 'request'> | null) {
    super(`expected ${expected}, but saw ${seen}`)
    this.expected = expected
    this.seen = seen
    this.exchange = exchange
  }
}

/** Leaves a contract out while it runs, for want of something that the server does not have. */
export class Inapplicable extends Error {
  override name = 'Inapplicable'
}

type Options = Partial<Omit<Request, 'method' | 'path' | 'body'>>

/** How a contract speaks to the server; every answer is held to openapi.yaml on the way. */
export class Api {
  readonly contract: string
  #last: Exchange | null = null

  constructor(contract: string) {
    this.contract = contract
  }

  /** Staff, or the first role that there is a token of. */
  get role(): Role {
    const { tokens } = session().settings
    return (['staff', 'owner'] as const).find((role) => tokens[role] !== undefined) ?? 'staff'
  }

  async send(request: Omit<Request, 'role'> & { role?: Request['role'] }): Promise<Exchange> {
    this.#last = await exchanged({ role: this.role, ...request })
    return this.#last
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

  /** Demands something of what was seen; `expected` reads as the end of "expected …". */
  demand(holds: boolean, expected: string, seen: unknown, exchange = this.#last): asserts holds {
    if (!holds) throw new Broken(expected, shown(seen), exchange)
  }

  /** Demands a value, of any depth. */
  equal(seen: unknown, wanted: unknown, what: string, exchange = this.#last): void {
    this.demand(isDeepStrictEqual(seen, wanted), `${what} to be ${shown(wanted)}`, seen, exchange)
  }

  /** Demands a status, and says the body of another one. */
  status({ request, response }: Exchange, ...wanted: readonly number[]): void {
    this.demand(
      wanted.includes(response.status),
      `status ${wanted.join(' or ')} of ${request.method} ${request.path.split('?')[0]}`,
      `${response.status} ${response.text.slice(0, 300)}`,
      { request, response },
    )
  }

  /** The rows of a list answer; demands a list of objects. */
  rows(exchange: Exchange): Record<string, unknown>[] {
    this.status(exchange, 200)
    const { json } = exchange.response
    this.demand(Array.isArray(json), 'a JSON array', exchange.response.text, exchange)
    return json as Record<string, unknown>[]
  }

  /** The object that an answer is. */
  object(exchange: Exchange): Record<string, unknown> {
    const { json } = exchange.response
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    this.demand(isObject, 'a JSON object', exchange.response.text, exchange)
    return json as Record<string, unknown>
  }
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
