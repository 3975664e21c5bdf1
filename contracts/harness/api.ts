import { isDeepStrictEqual } from 'node:util'
import type { Exchange, Request } from './transport/exchange.ts'
import { getSession, sendRequest } from './session.ts'
import type { Role } from './settings.ts'
import { UnmetDemand } from './unmet.ts'

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
    const { tokens } = getSession().settings
    return (['staff', 'owner'] as const).find((role) => tokens[role] !== undefined) ?? 'staff'
  }

  async send(request: Omit<Request, 'role'> & { role?: Request['role'] }): Promise<Exchange> {
    this.#last = await sendRequest({ role: this.role, ...request })
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
    if (!holds) throw new UnmetDemand(expected, formatValue(seen), exchange)
  }

  /** Demands a value, of any depth. */
  demandEqual(seen: unknown, wanted: unknown, what: string, exchange = this.#last): void {
    this.demand(
      isDeepStrictEqual(seen, wanted),
      `${what} to be ${formatValue(wanted)}`,
      seen,
      exchange,
    )
  }

  /** Demands a status, and says the body of another one. */
  demandStatus({ request, response }: Exchange, ...wanted: readonly number[]): void {
    this.demand(
      wanted.includes(response.status),
      `status ${wanted.join(' or ')} of ${request.method} ${request.path.split('?')[0]}`,
      `${response.status} ${response.text.slice(0, 300)}`,
      { request, response },
    )
  }

  /** The rows of a list answer; demands a list of objects. */
  readRows(exchange: Exchange): Record<string, unknown>[] {
    this.demandStatus(exchange, 200)
    const { json } = exchange.response
    this.demand(Array.isArray(json), 'a JSON array', exchange.response.text, exchange)
    return json as Record<string, unknown>[]
  }

  /** The object that an answer is. */
  readObject(exchange: Exchange): Record<string, unknown> {
    const { json } = exchange.response
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    this.demand(isObject, 'a JSON object', exchange.response.text, exchange)
    return json as Record<string, unknown>
  }
}

const formatValue = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
