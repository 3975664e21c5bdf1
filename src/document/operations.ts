import type { operations } from '../api.gen.ts'
import { makeField, makeObjectField } from './fields.ts'
import type { Field } from './fields.ts'
import { makeFormReader } from './bodies/form.ts'
import type { FormReader } from './bodies/form.ts'
import { findAnswer, bodyOf } from './load.ts'
import type { Document, OperationObject, PathItem, Schema } from './load.ts'

export type OperationId =
  | Exclude<keyof operations, `${string}_count`>
  // Of later releases than the one of openapi.yaml.
  | 'marketplace_plans_history_list'
  | 'marketplace_plans_history_at_retrieve'

/** One operation of openapi.yaml, with what serving it needs compiled at start. */
export interface Operation {
  readonly id: OperationId
  readonly path: string
  readonly method: string
  readonly readBody: Field | null
  readonly readForm: FormReader | null
  /** The name of the validator of each declared status; null for an answer without a body. */
  readonly answers: Readonly<Record<string, string | null>>
  /** Whether a caller has to have a token, may have one, or is not even asked. */
  readonly token: 'needed' | 'welcome' | 'ignored'
}

/** One path of the document, with its operations by method. */
export interface Route {
  readonly path: string
  /** The `Allow` header: it lists the methods of the path, disabled ones too (§1.5). */
  readonly allow: string
  readonly operations: Readonly<Record<string, Operation>>
}

/** In the order in which Waldur lists them. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** The routes of a document, in its order. */
export const readRoutes = (document: Document): readonly Route[] =>
  Object.entries(document.paths).map(([path, item]) => ({
    path,
    allow: listMethods(item),
    operations: Object.fromEntries(
      METHODS.filter((method) => method in item).map((method) => [
        method.toUpperCase(),
        readOperation(document, { path, method, object: item[method] as OperationObject }),
      ]),
    ),
  }))

interface Place {
  readonly path: string
  readonly method: string
  readonly object: OperationObject
}
/** Neither a list nor an object: `usage_stats/`, or what can be done to an object. */
export const isAction = ({ path }: Route): boolean => !/^\/api\/[^/]+\/(?:\{uuid\}\/)?$/.test(path)

function readOperation(document: Document, { path, method, object }: Place): Operation {
  const schema = bodyOf(object, document)
  return {
    id: object.operationId as OperationId,
    path,
    method: method.toUpperCase(),
    readBody: schema ? makeBodyField(schema) : null,
    readForm: schema ? makeFormReader(schema) : null,
    answers: Object.fromEntries(
      Object.keys(object.responses).map((status) => [status, nameAnswer(document, object, status)]),
    ),
    token: readSecurity(object),
  }
}

/** A body of which nothing is said is any JSON. */
const makeBodyField = (schema: Schema): Field =>
  schema.type === undefined ? makeField({}) : makeObjectField(schema)

const readSecurity = ({ security }: OperationObject): Operation['token'] => {
  if (security === undefined) return 'needed'
  return security.length === 0 ? 'ignored' : 'welcome'
}

function nameAnswer(document: Document, object: OperationObject, status: string): string | null {
  const { shared, schema } = findAnswer(object, status, document)
  return schema ? (shared ?? `${object.operationId}_${status}`) : null
}

function listMethods(item: PathItem): string {
  const isListed = (method: string) => method in item || item['x-disabled']?.includes(method)
  const methods = [...METHODS.filter(isListed), ...('get' in item ? ['head'] : []), 'options']
  return methods.join(', ').toUpperCase()
}
