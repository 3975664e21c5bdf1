import type { Api } from '../document/api.ts'
import { resolveSchema } from '../document/load.ts'
import type { Schema } from '../document/load.ts'
import type { Operation } from '../document/operations.ts'
import { readUuid } from '../domain/uuid.ts'
import { readQuery } from '../pipeline/request.ts'

interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly schema?: Schema
}

/** Query parameters that an operation does not have, and values that are not of their type. */
export function findParameterFaults(api: Api, operation: Operation, target: string): string[] {
  const declared = new Map(listParameters(api, operation).map((one) => [one.name, one]))
  return [...readQuery({ target })].flatMap(([name, value]) => {
    const parameter = declared.get(name)
    if (!parameter) return [`query parameter ${name} is not declared`]
    const fault = findFault(resolveSchema(parameter.schema ?? {}, api.document), value)
    return fault ? [`query parameter ${name}: ${JSON.stringify(value)} is ${fault}`] : []
  })
}

function listParameters({ document }: Api, { path, method }: Operation): Parameter[] {
  const { parameters = [] } = (document.paths[path]?.[method.toLowerCase()] ?? {}) as {
    readonly parameters?: readonly Parameter[]
  }
  const { parameters: shared = {} } = document.components as {
    readonly parameters?: Readonly<Record<string, Parameter>>
  }
  return parameters
    .map((one) => (one.$ref ? (shared[one.$ref.split('/').at(-1) ?? ''] ?? one) : one))
    .filter((one) => one.in === 'query')
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
