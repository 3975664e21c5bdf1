import type { Api } from '../document/api.ts'
import { listParameters, resolveSchema } from '../document/load.ts'
import type { OperationObject, Parameter, Schema } from '../document/load.ts'
import type { Operation } from '../document/operations.ts'
import { readUuid } from '../domain/uuid.ts'
import { readQuery } from '../pipeline/reading/request.ts'

/** Query parameters that an operation does not have, and values that are not of their type. */
export function findParameterFaults(api: Api, operation: Operation, target: string): string[] {
  const declared = new Map(listQuery(api, operation).map((one) => [one.name, one]))
  return [...readQuery({ target })].flatMap(([name, value]) => {
    const parameter = declared.get(name)
    if (!parameter) return [`query parameter ${name} is not declared`]
    const fault = findFault(resolveSchema(parameter.schema, api.document), value)
    return fault ? [`query parameter ${name}: ${JSON.stringify(value)} is ${fault}`] : []
  })
}

function listQuery({ document }: Api, { path, method }: Operation): Parameter[] {
  const object = (document.paths[path]?.[method.toLowerCase()] ?? {}) as OperationObject
  return listParameters(object, document).filter((one) => one.in === 'query')
}

/** An item of a list is judged by itself. */
function findFault({ type, format, enum: values, items }: Schema, value: string): string | null {
  if (items) return findFault(items, value)
  if (values) return values.includes(value) ? null : `none of ${values.join(', ')}`
  const [isRight, fault] = TYPES[format ?? ''] ?? TYPES[String(type)] ?? ANY
  return isRight(value) ? null : fault
}

type Judge = readonly [isRight: (value: string) => boolean, fault: string]

const ANY: Judge = [() => true, '']

/** By format, or else by type. */
const TYPES: Readonly<Record<string, Judge>> = {
  integer: [(value) => /^-?\d+$/.test(value), 'no whole number'],
  number: [(value) => value !== '' && Number.isFinite(Number(value)), 'no number'],
  boolean: [(value) => /^(?:true|false)$/i.test(value), 'neither true nor false'],
  uuid: [(value) => readUuid(value) !== null, 'no uuid'],
}
