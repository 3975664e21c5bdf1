import type { Side } from '../releases/overlay.ts'
import { compareSchemas } from './compareSchemas.ts'
import type { Difference } from './difference.ts'
import { followReference } from './flatten.ts'
import type { LooseSchema } from './flatten.ts'

interface Parameter {
  readonly $ref?: string
  readonly name?: string
  readonly in?: string
  readonly required?: boolean
  readonly schema?: LooseSchema
}

interface Body {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema?: LooseSchema }>>
}

interface LooseOperation {
  readonly operationId?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Body
  readonly responses?: Readonly<Record<string, Body>>
}

/** Any OpenAPI document, as far as it can be read. */
export interface LooseDocument {
  readonly info?: { readonly version?: string }
  readonly paths?: Readonly<Record<string, unknown>>
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete']

/** How two documents differ in the operations whose paths `isMeant`; each thing is told once. */
export function compareDocuments(
  from: LooseDocument,
  to: LooseDocument,
  isMeant: (path: string) => boolean,
): Difference[] {
  const [old, now] = [listOperations(from, isMeant), listOperations(to, isMeant)]
  const found = [...new Set([...old.keys(), ...now.keys()])].flatMap((place): Difference[] => {
    const [a, b] = [old.get(place), now.get(place)]
    if (a && b) return compareOperations([from, to], [a, b], place)
    const row = { what: 'operation', place } as const
    return a
      ? [{ ...row, change: 'removed', breaks: ['read', 'write'] }]
      : [{ ...row, change: 'added', breaks: [] }]
  })
  return mergeAlike(found)
}

function listOperations({ paths }: LooseDocument, isMeant: (path: string) => boolean) {
  return new Map(
    Object.entries(isObject(paths) ? paths : {})
      .filter(([path]) => isMeant(path))
      .flatMap(([path, item]) =>
        METHODS.flatMap((method) => {
          const operation = readEntry(item, method)
          return operation ? [[`${method.toUpperCase()} ${path}`, operation] as const] : []
        }),
      ),
  )
}

const readEntry = (item: unknown, method: string): LooseOperation | null => {
  const found: unknown = isObject(item) && Object.hasOwn(item, method) ? item[method] : null
  return isObject(found) ? found : null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

type Two<T> = readonly [T, T]

function compareOperations(
  documents: Two<LooseDocument>,
  operations: Two<LooseOperation>,
  place: string,
): Difference[] {
  const [from, to] = documents
  const bodies = operations.map(({ requestBody }, index) =>
    schemaOf(documents[index], requestBody ?? {}),
  )
  const answers = operations.map(({ responses = {} }, index) => {
    const first = Object.keys(responses).find((status) => status.startsWith('2'))
    return schemaOf(documents[index], responses[first ?? ''] ?? {})
  })
  const compare = (side: Side, [a, b]: readonly (LooseSchema | null)[]) =>
    a && b ? compareSchemas({ from, to, side }, [a, b], place) : []
  return [
    ...compareStatuses(operations, place),
    ...compareParameters(documents, operations, place),
    ...compare('write', bodies),
    ...compare('read', answers),
  ]
}

function schemaOf(document: unknown, body: Body): LooseSchema | null {
  const whole =
    body.$ref === undefined ? body : (followReference(document, body.$ref) as object as Body)
  return whole.content?.['application/json']?.schema ?? null
}

function compareStatuses(operations: Two<LooseOperation>, place: string): Difference[] {
  const [from, to] = operations.map(({ responses = {} }) =>
    Object.keys(responses)
      .filter((status) => status.startsWith('2'))
      .join(', '),
  ) as unknown as Two<string>
  return from === to
    ? []
    : [{ what: 'status', change: 'changed', place, from, to, breaks: ['read'] }]
}

function compareParameters(
  documents: Two<LooseDocument>,
  operations: Two<LooseOperation>,
  place: string,
): Difference[] {
  const [old, now] = operations.map(({ parameters = [] }, index) =>
    readParameters(documents[index], parameters),
  ) as unknown as Two<Map<string, Parameter>>
  const [from, to] = documents
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): Difference[] => {
    const [a, b] = [old.get(name), now.get(name)]
    const at = `${place} ?${name}`
    if (a && b) {
      return compareSchemas({ from, to, side: 'write' }, [a.schema ?? {}, b.schema ?? {}], at).map(
        (one) => ({ ...one, what: one.what === 'type' ? 'parameter' : one.what }),
      )
    }
    const row = { what: 'parameter', place: at } as const
    return a
      ? [{ ...row, change: 'removed', breaks: ['write'] }]
      : [{ ...row, change: 'added', breaks: b?.required ? ['write'] : [] }]
  })
}

const readParameters = (document: unknown, parameters: readonly Parameter[]) =>
  new Map(
    parameters
      .map((one) =>
        one.$ref === undefined ? one : (followReference(document, one.$ref) as object as Parameter),
      )
      .filter((one) => one.in === 'query' && one.name !== undefined)
      .map((one) => [one.name ?? '', one] as const),
  )

/** A schema stands in many answers and bodies: what it lost is one difference, for both sides. */
function mergeAlike(differences: readonly Difference[]): Difference[] {
  const known = new Map<string, Difference>()
  for (const one of differences) {
    const key = [one.what, one.change, one.place, one.from, one.to].join('|')
    const breaks = [...new Set([...(known.get(key)?.breaks ?? []), ...one.breaks])]
    known.set(key, { ...one, breaks })
  }
  return [...known.values()]
}
