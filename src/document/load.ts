import document from './openapi.gen.json' with { type: 'json' }

/** A schema of openapi.yaml, as far as requests and rows need it. */
export interface Schema {
  readonly $ref?: string
  readonly allOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly 'x-decimal'?: Digits
  readonly 'x-required-unless-field'?: boolean
}

/** The size of a decimal: all digits, those behind the point, and the least value. */
export interface Digits {
  readonly max_digits: number
  readonly decimal_places: number
  readonly minimum?: number
}

interface Content {
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema } }
}

interface BodyObject extends Content {
  readonly 'x-defaults'?: Readonly<Record<string, unknown>>
  readonly 'x-optional'?: readonly string[]
}

export interface OperationObject {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: BodyObject
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>
  /** Only where it is not that of the document; an empty requirement in it: nobody has to log in. */
  readonly security?: readonly object[]
}

/** Operations by method, and what holds for all of them. */
export interface PathItem {
  /** Methods that are listed in `Allow` and refused. */
  readonly 'x-disabled'?: readonly string[]
  readonly [key: string]: unknown
}

export interface Document {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: {
    readonly responses: Readonly<Record<string, Content>>
    readonly parameters?: Readonly<Record<string, Parameter>>
    readonly schemas: Readonly<Record<string, Schema>>
  }
}

/** openapi.yaml, as JSON made at build time. */
export const openapi = document as unknown as Document

/** A parameter of an operation; several operations share one by reference. */
export interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly schema: Schema
}

/** The parameters of an operation, shared ones looked up. */
export const listParameters = (
  { parameters = [] }: { readonly parameters?: readonly Parameter[] },
  { components }: Document,
): readonly Parameter[] =>
  parameters.map((one) =>
    one.$ref === undefined
      ? one
      : (components.parameters?.[one.$ref.split('/').at(-1) ?? ''] ?? one),
  )

/** What an operation answers with a status: the name of a shared answer, and the schema of its JSON. */
export function findAnswer(
  { responses }: OperationObject,
  status: string,
  { components }: Document = openapi,
) {
  const answer = responses[status]
  const shared = answer?.$ref?.split('/').at(-1)
  const { content } = (shared ? components.responses[shared] : answer) ?? {}
  return { shared, schema: content?.['application/json']?.schema }
}

/** The body of an operation: its schema, with what this operation alone demands and stores of it. */
export function bodyOf(
  { requestBody }: OperationObject,
  document: Document = openapi,
): Schema | undefined {
  const schema = requestBody?.content?.['application/json']?.schema
  if (!schema) return undefined
  const { 'x-defaults': defaults = {}, 'x-optional': optional = [] } = requestBody
  const whole = resolveDeeply(schema, document)
  const fields = Object.entries(whole.properties ?? {}).map(([name, field]) => [
    name,
    name in defaults ? { ...field, default: defaults[name] } : field,
  ])
  const required = (whole.required ?? []).filter((name) => !optional.includes(name))
  return { ...whole, properties: Object.fromEntries(fields), required }
}

/** The schema with its reference and its parts merged into one; siblings of `$ref` win. */
export function resolveSchema(schema: Schema, document: Document = openapi): Schema {
  const { $ref, allOf = [], ...own } = schema
  const bases = [...($ref ? [findReference($ref, document)] : []), ...allOf].map((base) =>
    resolveSchema(base, document),
  )
  return [...bases, own].reduce<Schema>(mergeSchemas, {})
}

/** The same, down to the last field; bodies never lead back to themselves. */
function resolveDeeply(schema: Schema, document: Document): Schema {
  const whole = resolveSchema(schema, document)
  const { properties, items, additionalProperties: rest } = whole
  const inner = Object.entries(properties ?? {}).map(([name, field]) => [
    name,
    resolveDeeply(field, document),
  ])
  return {
    ...whole,
    ...(properties && { properties: Object.fromEntries(inner) }),
    ...(items && { items: resolveDeeply(items, document) }),
    ...(typeof rest === 'object' && { additionalProperties: resolveDeeply(rest, document) }),
  }
}

const mergeSchemas = (a: Schema, b: Schema): Schema => ({
  ...a,
  ...b,
  ...((a.properties ?? b.properties) && { properties: mergeProperties(a, b) }),
  required: [...(a.required ?? []), ...(b.required ?? [])],
})

const mergeProperties = (a: Schema, b: Schema): Record<string, Schema> => {
  const names = new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})])
  return Object.fromEntries(
    [...names].map((name) => [name, { ...a.properties?.[name], ...b.properties?.[name] }]),
  )
}

function findReference(pointer: string, document: Document): Schema {
  const keys = pointer.slice(2).split('/')
  const found = keys.reduce<unknown>(
    (node, key) => (node as Record<string, unknown> | undefined)?.[key],
    document,
  )
  if (found === undefined) {
    throw new Error(`The document of ${document.info.version}: ${pointer} leads nowhere`)
  }
  return found as Schema
}
