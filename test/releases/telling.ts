import { resolveSchema } from '../../src/document/load.ts'
import type { Document, Schema } from '../../src/document/load.ts'
import { compareVersions } from '../../src/versions.ts'
import facts from './facts.json' with { type: 'json' }

/** A type as the facts write it: `string(uuid)`, `enum:OfferingState`, `{ array: … }`. */
export type FactType =
  | string
  | { readonly array: FactType }
  | { readonly map: FactType }
  | { readonly oneOf: readonly string[] }

export interface FieldFact {
  readonly always: boolean
  readonly nullable: boolean
  readonly type: FactType
}

export interface ChangeFact {
  readonly release: string
  readonly kind: string
  readonly schema?: string
  readonly field?: string
  readonly enum?: string
  readonly operation?: string
  readonly name?: string
  readonly method?: string
  readonly path?: string
  readonly type?: FactType
  readonly nullable?: boolean
  readonly from?: unknown
  readonly to?: unknown
  readonly added?: readonly string[]
  readonly removed?: readonly string[]
  readonly document_only?: boolean
  /** `documentation`: the same as document_only, of a thing that clients do not notice. */
  readonly severity?: string
}

type Spans<T> = readonly { readonly from: string; readonly to: string; readonly value: T | null }[]
type Spanned<T> = T | Spans<T>

interface Facts {
  readonly releases: readonly string[]
  readonly changes: readonly ChangeFact[]
  readonly schemas: Readonly<Record<string, Readonly<Record<string, Spanned<FieldFact>>>>>
  readonly enums: Readonly<Record<string, Spanned<readonly string[]>>>
  readonly breaking: readonly { readonly since: string; readonly what: string }[]
}

/** What others found out about the releases; no row comes from contracts/releases. */
export const releaseFacts = facts as unknown as Facts

/** What holds in a release; null: it is not there. */
export function valueIn<T>(spanned: Spanned<T>, release: string): T | null {
  if (!isSpans(spanned)) return spanned
  const span = spanned.find(
    ({ from, to }) => compareVersions(from, release) <= 0 && compareVersions(release, to) <= 0,
  )
  return span?.value ?? null
}

const isSpans = <T>(spanned: Spanned<T>): spanned is Spans<T> =>
  Array.isArray(spanned) && typeof spanned[0] === 'object'

/** What a schema of the document says against a type of the facts; null: nothing. */
export function against(document: Document, schema: Schema, type: FactType): string | null {
  const whole = resolveSchema(schema, document)
  const types = [whole.type ?? []].flat().filter((one) => one !== 'null')
  const expect = (holds: boolean) =>
    holds ? null : `${JSON.stringify(type)} became ${JSON.stringify(whole)}`
  if (type === 'any') return null
  if (typeof type === 'string') return expect(isSimple(document, whole, type))
  if ('array' in type) {
    return expect(types.includes('array')) ?? against(document, whole.items ?? {}, type.array)
  }
  if ('oneOf' in type) return expect(isEnum(document, whole, type.oneOf))
  const values = whole.additionalProperties
  if (type.map === 'any') return expect(types.includes('object'))
  return typeof values === 'object' ? against(document, values, type.map) : expect(false)
}

const FORMATS = ['uuid', 'date', 'date-time']

function isSimple(document: Document, schema: Schema, type: string): boolean {
  const [, name = '', , format] = /^([a-z]+)(\((.*)\))?/.exec(type) ?? []
  const types = [schema.type ?? []].flat()
  if (type.startsWith('schema:')) return types.includes('object') || schema.properties !== undefined
  if (type.startsWith('enum:')) return isEnum(document, schema, [type])
  if (!types.includes(name)) return false
  return format ? schema.format === format : !FORMATS.includes(schema.format ?? '')
}

function isEnum({ info }: Document, { enum: values = [] }: Schema, names: readonly string[]) {
  const wanted = names.flatMap((name) =>
    valueIn(releaseFacts.enums[name.slice(5)] ?? [], info.version),
  )
  const own = (values as readonly (string | null)[]).filter((value) => value !== null)
  return [...own].sort().join() === [...wanted].sort().join()
}

export const isNullable = (document: Document, schema: Schema): boolean =>
  [resolveSchema(schema, document).type ?? []].flat().includes('null')
