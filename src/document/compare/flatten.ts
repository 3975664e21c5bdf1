/** A schema of any document, as leniently as comparing needs it: 3.0 or 3.1, whole or broken. */
export interface LooseSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly nullable?: boolean
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, LooseSchema>>
  readonly required?: readonly string[]
  readonly items?: LooseSchema
  readonly additionalProperties?: LooseSchema | boolean
  readonly allOf?: readonly LooseSchema[]
  readonly oneOf?: readonly LooseSchema[]
  readonly anyOf?: readonly LooseSchema[]
}

/** What of a schema is compared. */
export interface Flat {
  /** The last schema with a name on the way here. */
  readonly name: string | null
  readonly types: readonly string[]
  readonly isNullable: boolean
  readonly format: string | null
  readonly values: readonly string[] | null
  readonly properties: Readonly<Record<string, LooseSchema>>
  readonly required: readonly string[]
  readonly items: LooseSchema | null
  readonly rest: LooseSchema | null
}

const NOTHING: Flat = {
  name: null,
  types: [],
  isNullable: false,
  format: null,
  values: null,
  properties: {},
  required: [],
  items: null,
  rest: null,
}

const DEEPEST = 12

/** References followed and parts joined; what leads nowhere, or round in circles, says nothing. */
export function flatten(document: unknown, schema: LooseSchema, depth = 0): Flat {
  if (depth > DEEPEST) return NOTHING
  const parts = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((some) => some ?? [])
  const flat = parts.map((part) => flatten(document, part, depth + 1))
  return [...flattenNamed(document, schema, depth), ...flat, readOwn(schema)].reduce(join, NOTHING)
}

function flattenNamed(document: unknown, { $ref }: LooseSchema, depth: number): Flat[] {
  if ($ref === undefined) return []
  const found = flatten(document, followReference(document, $ref), depth + 1)
  return [{ ...found, name: $ref.split('/').at(-1) ?? null }]
}

function readOwn({ additionalProperties: rest, ...schema }: LooseSchema): Flat {
  const types = [schema.type ?? []].flat()
  const { format = null, items = null, properties = {}, required = [] } = schema
  return {
    ...NOTHING,
    format,
    items,
    properties,
    required,
    ...readValues(schema.enum),
    types: types.filter((type) => type !== 'null'),
    isNullable: [...types, ...(schema.enum ?? [])].some(isNull) || schema.nullable === true,
    rest: typeof rest === 'object' ? rest : null,
  }
}

/** `null` as a type, or as a value. */
const isNull = (one: unknown): boolean => one === 'null' || one === null

const readValues = (values: readonly unknown[] | undefined) => ({
  values: values ? values.filter((value) => value !== null).map(String) : null,
})

const join = (a: Flat, b: Flat): Flat => ({
  name: b.name ?? a.name,
  types: [...new Set([...a.types, ...b.types])],
  isNullable: a.isNullable || b.isNullable,
  format: b.format ?? a.format,
  values: a.values && b.values ? [...new Set([...a.values, ...b.values])] : (a.values ?? b.values),
  properties: { ...a.properties, ...b.properties },
  required: [...a.required, ...b.required],
  items: b.items ?? a.items,
  rest: b.rest ?? a.rest,
})

export function followReference(document: unknown, pointer: string): LooseSchema {
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => {
      const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
      return typeof node === 'object' && node !== null && Object.hasOwn(node, name)
        ? (node as Record<string, unknown>)[name]
        : undefined
    }, document)
  return typeof found === 'object' && found !== null ? found : {}
}
