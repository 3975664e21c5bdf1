import type { Document, OperationObject, Schema } from './load.ts'
import { bodyOf } from './load.ts'
import type { Route } from './operations.ts'

/** What OPTIONS tells of a view: its name, media types and the fields that a body may have (§1.7). */
export function describeRoute(document: Document, route: Route): object {
  const actions = ['POST', 'PUT'].flatMap((method) => {
    const schema = findBodySchema(document, route, method)
    return schema ? [[method, describeFields(schema)] as const] : []
  })
  return {
    name: nameRoute(route),
    description: '',
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    ...(actions.length > 0 && { actions: Object.fromEntries(actions) }),
  }
}

const nameRoute = ({ path }: Route): string =>
  path
    .split(/[/_-]/)
    .filter((word) => word !== '' && word !== 'api' && !word.startsWith('{'))
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join(' ')

function findBodySchema(
  document: Document,
  { path, operations }: Route,
  method: string,
): Schema | undefined {
  if (!operations[method]) return undefined
  return bodyOf(document.paths[path]?.[method.toLowerCase()] as OperationObject, document)
}

function describeFields(schema: Schema): object {
  const { properties = {}, required = [] } = schema
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      describeField(name, field, required.includes(name)),
    ]),
  )
}

const describeField = (name: string, field: Schema, required: boolean): object => ({
  type: field.enum ? 'choice' : (field.format ?? [field.type].flat()[0] ?? 'field'),
  required,
  read_only: false,
  label: name.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase()),
  ...(field.maxLength !== undefined && { max_length: field.maxLength }),
  ...(field.minimum !== undefined && { min_value: field.minimum }),
  ...(field.maximum !== undefined && { max_value: field.maximum }),
  ...(field.enum && { choices: field.enum.map((value) => ({ value, display_name: value })) }),
})
