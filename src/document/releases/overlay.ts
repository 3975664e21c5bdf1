import type { Document, Schema } from '../load.ts'

/** How sure a fact is: A read or executed, B concluded from neighbours, C plausible. */
export type Certainty = 'A' | 'B' | 'C'

/** Which clients a change breaks: those that read answers, those that send bodies and queries. */
export type Side = 'read' | 'write'

interface Fact {
  readonly certainty?: Certainty
  readonly source?: string
  /** The document changed, servers did not. */
  readonly document_only?: boolean
}

interface Effect<Value> {
  readonly added?: Value
  readonly changed?: Value
  readonly removed?: true
}

interface SchemaChange extends Fact, Effect<Schema> {
  readonly schema: string
  readonly field?: string
  /** The added field is in every answer. */
  readonly required?: boolean
}

interface OperationChange extends Fact, Effect<object> {
  readonly operation: string
  readonly parameter?: string
  readonly status?: string
  /** Of an added operation. */
  readonly method?: string
  readonly path?: string
}

interface SecurityChange extends Fact, Effect<object> {
  readonly security: string
}

/** What no document says, told to those who compare two releases. */
export interface BehaviourChange extends Fact {
  readonly behaviour: string
  readonly breaks: readonly Side[]
  readonly who?: string
}

export type Change = SchemaChange | OperationChange | SecurityChange | BehaviourChange

/** A file of contracts/releases: what a release changed since the one before it. */
export interface Overlay {
  readonly release: string
  readonly source: string
  readonly certainty: Certainty
  readonly changes: readonly Change[]
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends object ? Draft<T[K]> : T[K] }
type Names<T> = Record<string, T>

interface Parameter {
  name?: string
  $ref?: string
  schema?: unknown
}

interface Item {
  operationId?: string
  parameters?: Parameter[]
  responses?: Names<unknown>
}

interface Whole {
  paths: Names<Names<Item>>
  components: {
    schemas: Names<Draft<Schema>>
    parameters?: Names<Parameter>
    securitySchemes?: Names<unknown>
  }
  security?: object[]
}

/** The document after the changes of an overlay, applied in their order. */
export function applyOverlay(document: Document, { release, changes }: Overlay): Document {
  const whole = structuredClone(document) as unknown as Whole
  for (const change of changes) applyChange(whole, change, release)
  return whole as unknown as Document
}

function applyChange(whole: Whole, change: Change, release: string): void {
  if ('schema' in change) return changeSchema(whole, change, release)
  if ('operation' in change) return changeOperation(whole, change, release)
  if ('security' in change) changeSecurity(whole, change)
}

function changeSchema(whole: Whole, change: SchemaChange, release: string): void {
  const { schemas } = whole.components
  const { schema: name, field } = change
  if (field === undefined) return setEntry(schemas, name, change, release)
  const schema = schemas[name]
  if (!schema) throw explainMisfit(release, `there is no schema ${name}`)
  schema.properties ??= {}
  setEntry(schema.properties, field, change, release)
  requireField(schema, field, change)
}

/** A changed field stays as required as it was. */
function requireField(schema: Draft<Schema>, field: string, { required, changed }: SchemaChange) {
  const { required: all } = schema
  if (!all && !required) return
  const others = (all ?? []).filter((one) => one !== field)
  const isRequired = required ?? (changed !== undefined && all?.includes(field))
  schema.required = isRequired ? [...others, field] : others
}

function changeOperation(whole: Whole, change: OperationChange, release: string): void {
  const { operation: id, parameter, status, added, method, path } = change
  if (added && method !== undefined && path !== undefined) {
    whole.paths[path] = { ...whole.paths[path], [method]: added as Item }
    return
  }
  const item = findItem(whole, id)
  if (!item) throw explainMisfit(release, `there is no operation ${id}`)
  if (status !== undefined) return setEntry((item.responses ??= {}), status, change, release)
  item.parameters = changeParameter(whole, item.parameters ?? [], change)
  if (!item.parameters.some(({ name }) => name === parameter)) {
    throw explainMisfit(release, `${id} has no parameter ${parameter}`)
  }
}

/** Of this operation alone, though others may share the parameter. */
function changeParameter(
  { components }: Whole,
  parameters: Parameter[],
  { parameter, changed: schema }: OperationChange,
): Parameter[] {
  return parameters.map((one) => {
    const whole = one.$ref ? components.parameters?.[one.$ref.split('/').at(-1) ?? ''] : one
    return whole?.name === parameter ? { ...whole, schema } : one
  })
}

const findItem = ({ paths }: Whole, id: string): Item | undefined =>
  Object.values(paths)
    .flatMap((path) => Object.values(path))
    .find(({ operationId }) => operationId === id)

function changeSecurity(whole: Whole, { security, added }: SecurityChange): void {
  whole.components.securitySchemes = { ...whole.components.securitySchemes, [security]: added }
  whole.security = [...(whole.security ?? []), { [security]: [] }]
}

/** An overlay that does not fit what stands before it is a mistake of ours. */
function setEntry<T>(
  entries: Names<T>,
  name: string,
  { added, changed, removed }: Effect<unknown>,
  release: string,
): void {
  const isThere = Object.hasOwn(entries, name)
  if (isThere === (added !== undefined)) {
    throw explainMisfit(release, `${name} ${isThere ? 'is there already' : 'is not there'}`)
  }
  if (removed) delete entries[name]
  else entries[name] = structuredClone(added ?? changed) as T
}

const explainMisfit = (release: string, what: string): Error =>
  new Error(`contracts/releases/${release}.yaml does not fit: ${what}.`)
