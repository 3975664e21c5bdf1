import type { operations } from '../api.gen.ts'
import { makeObjectField } from './fields.ts'
import type { Field } from './fields.ts'
import { makeFormReader } from './form.ts'
import type { FormReader } from './form.ts'
import { findAnswer, bodyOf, openapi } from './load.ts'
import type { OperationObject, PathItem } from './load.ts'

export type OperationId = Exclude<keyof operations, `${string}_count`>

/** One operation of openapi.yaml, with what serving it needs compiled at start. */
export interface Operation {
  readonly id: OperationId
  readonly path: string
  readonly method: string
  readonly readBody: Field | null
  readonly readForm: FormReader | null
  /** The name of the validator of each declared status; null for an answer without a body. */
  readonly answers: Readonly<Record<string, string | null>>
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

export const routes: readonly Route[] = Object.entries(openapi.paths).map(([path, item]) => ({
  path,
  allow: listMethods(item),
  operations: Object.fromEntries(
    METHODS.filter((method) => method in item).map((method) => [
      method.toUpperCase(),
      readOperation(path, method, item[method] as OperationObject),
    ]),
  ),
}))

/** All of them, in the order of the document. */
export const everyOperation: readonly Operation[] = routes.flatMap((route) =>
  Object.values(route.operations),
)

export const operationIds: readonly OperationId[] = everyOperation.map(({ id }) => id)

/** The name of the validator of an answer; null: it has no body, or is not declared. */
export const findValidator = (operation: OperationId, status: number): string | null =>
  everyOperation.find(({ id }) => id === operation)?.answers[status] ?? null

function readOperation(path: string, method: string, object: OperationObject): Operation {
  const schema = bodyOf(object)
  return {
    id: object.operationId as OperationId,
    path,
    method: method.toUpperCase(),
    readBody: schema ? makeObjectField(schema) : null,
    readForm: schema ? makeFormReader(schema) : null,
    answers: Object.fromEntries(
      Object.keys(object.responses).map((status) => [status, nameAnswer(object, status)]),
    ),
  }
}

function nameAnswer(object: OperationObject, status: string): string | null {
  const { shared, schema } = findAnswer(object, status)
  return schema ? (shared ?? `${object.operationId}_${status}`) : null
}

function listMethods(item: PathItem): string {
  const isListed = (method: string) => method in item || item['x-disabled']?.includes(method)
  const methods = [...METHODS.filter(isListed), ...('get' in item ? ['head'] : []), 'options']
  return methods.join(', ').toUpperCase()
}
