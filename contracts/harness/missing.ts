import { cleanLine } from '../../src/remote/clean.ts'
import { matchRoute } from '../../src/document/matchRoute.ts'
import type { Operation } from '../../src/document/operations.ts'
import { getDocumentDemand } from './findings/documentDemand.ts'
import { decodePath } from './findings/findDocumentMismatches.ts'
import { readMediaType } from './findings/mediaType.ts'
import { released } from './release.ts'
import { getSession } from './session.ts'
import type { Exchange, Request } from './transport/exchange.ts'
import { MissingOperation, UnmetDocument } from './unmet.ts'

/** Ends a contract that needs an operation which the server is known not to have. */
export function demandNotMissing({ method, path }: Request): void {
  const known = getSession().missing
  if (known.size === 0) return
  const operations = listOperations(path)
  const missing = operations.filter(({ id }) => known.has(id))
  const isWhole = missing.length === operations.length
  const id = missing.find((one) => isWhole || one.method === method)?.id
  if (id !== undefined) throw new MissingOperation(describeMissing(id))
}

/** A 404 that is no JSON, and a 405 to what is declared, come from what routes requests: is the operation there at all? The first to see that says it. */
export async function demandExists(exchange: Exchange, during: string): Promise<void> {
  const operations = await listMissing(exchange)
  const [first] = operations
  if (first === undefined) return
  const isNew = !getSession().missing.has(first.id)
  for (const { id } of operations) getSession().missing.add(id)
  if (!isNew) throw new MissingOperation(describeMissing(first.id))
  throw new UnmetDocument(describe(exchange, first, during))
}

const describeMissing = (id: string): string => `the server has no operation ${id}`

const describe = (exchange: Exchange, { id, method, path }: Operation, during: string) => ({
  operation: id,
  kind: `${id} ${exchange.response.status}`,
  expected: `${id} ${exchange.response.status} status: the operation ${method} ${path} to exist`,
  seen: `${exchange.response.status} ${cleanLine(exchange.response.text, 80)}, as of servers of an earlier release`,
  exchange,
  ...(getDocumentDemand(id).id !== during && { during }),
})

async function listMissing(exchange: Exchange): Promise<Operation[]> {
  const { request, response } = exchange
  if (response.status !== 405 && !isOfRouter(exchange)) return []
  const operations = listOperations(request.path).filter(({ id }) => !hasAnswered(id))
  if (response.status === 405) return operations.filter(({ method }) => method === request.method)
  if (operations.length === 0) return []
  const { body: _, ...probe } = { ...request, method: 'OPTIONS', path: addSlash(request.path) }
  return isOfRouter(await getSession().transport.exchange(probe)) ? operations : []
}

const isOfRouter = ({ response: { status, headers } }: Exchange): boolean =>
  status === 404 && readMediaType(headers) !== 'application/json'

const listOperations = (path: string): Operation[] => {
  const match = matchRoute(released, decodePath(addSlash(path).split('?')[0] ?? ''))
  return match?.format === null ? Object.values(match.route.operations) : []
}

/** A path that lacks its last slash leads to no operation but by a redirect: without the one, there is not the other. */
const addSlash = (path: string): string => path.replace(/^([^?]*[^?/])(?=$|\?)/, '$1/')

/** An operation that has answered what its router does not is there; a token and what is accepted are looked at before the method. */
const hasAnswered = (id: string): boolean =>
  Object.keys(getSession().coverage.statuses).some(
    (key) => key.startsWith(`${id} `) && !/ 40[1456]$/.test(key),
  )
