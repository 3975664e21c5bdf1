import { readList, readObject, readOwn, resolveLoose } from './loose.ts'
import type { Loose } from './loose.ts'

/** Any OpenAPI document, as far as it can be read. */
export interface LooseDocument {
  readonly info?: { readonly version?: unknown }
  readonly paths?: unknown
}

/** What of an operation is compared; schemas as they stand. */
export interface LooseOperation {
  /** `GET /api/marketplace-plans/` */
  readonly place: string
  readonly query: ReadonlyMap<string, { readonly isRequired: boolean; readonly schema: unknown }>
  /** Undefined: it takes no JSON, or does not say which. */
  readonly body: unknown
  readonly statuses: readonly string[]
  readonly answer: unknown
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete']

/** The operations whose paths `isMeant`, by method and path; how path parameters are named is no matter. */
export function readOperations(
  document: LooseDocument,
  isMeant: (path: string) => boolean,
): Map<string, LooseOperation> {
  const base = readBase(document)
  return new Map(
    Object.entries(readObject(document.paths)).flatMap(([path, item]) => {
      const whole = `${base}${path}`
      return isMeant(whole) ? readItem(document, whole, resolveLoose(document, item)) : []
    }),
  )
}

/** Paths that leave out `/api` have it in the address of their server. */
function readBase(document: object): string {
  const base =
    readOwn(document, 'basePath') ?? readOwn(readList(readOwn(document, 'servers'))[0], 'url')
  return typeof base === 'string' && /^(https?:\/\/[^/]+)?\/api\/?$/.test(base) ? '/api' : ''
}

const readItem = (document: LooseDocument, path: string, item: Loose) =>
  METHODS.flatMap((method) => {
    const operation = readOwn(item, method)
    if (typeof operation !== 'object' || operation === null) return []
    const place = `${method.toUpperCase()} ${path}`
    const parameters = [
      ...readList(item['parameters']),
      ...readList(readOwn(operation, 'parameters')),
    ]
    const read = readOperation(document, readObject(operation), parameters)
    return [[place.replaceAll(/\{[^{}]*\}/g, '{}'), { place, ...read }] as const]
  })

function readOperation(
  document: LooseDocument,
  { requestBody, responses }: Loose,
  declared: readonly unknown[],
): Omit<LooseOperation, 'place'> {
  const parameters = declared.map((one) => resolveLoose(document, one))
  const inBody = parameters.find((one) => one['in'] === 'body')
  const answers = readObject(responses)
  const statuses = Object.keys(answers).filter((status) => status.startsWith('2'))
  return {
    query: new Map(parameters.flatMap(readQueryParameter)),
    body: inBody ? inBody['schema'] : readSchema(resolveLoose(document, requestBody)),
    statuses: statuses.sort(),
    answer: readSchema(resolveLoose(document, answers[statuses[0] ?? ''])),
  }
}

/** Before OpenAPI 3 a parameter is its own schema. */
function readQueryParameter(parameter: Loose) {
  const { name, in: place, required, schema } = parameter
  if (place !== 'query' || typeof name !== 'string') return []
  const { required: _, ...own } = parameter
  return [[name, { isRequired: required === true, schema: schema ?? own }] as const]
}

/** Of JSON; before OpenAPI 3 it stood in the answer itself. */
function readSchema(body: Loose): unknown {
  const json = readOwn(body['content'], 'application/json')
  return json === undefined ? body['schema'] : readOwn(json, 'schema')
}
