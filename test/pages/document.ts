import { type Facts, mergeFacts } from './facts.ts'

export type Node = { [keyword: string]: unknown }

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head']
/** What a page can say of a field; every other keyword has to be marked as observed. */
const SAID = ['type', 'format', 'enum', 'description', 'properties', 'items']
/** What needs no mark, as the document's description explains. */
const SILENT = ['unevaluatedProperties', 'readOnly', 'example']

/** What the document says without a mark, in the words of the pages. */
export function documentFacts(document: Node): Facts {
  const read = reader(document)
  return mergeFacts(
    Object.entries(node(document.paths)).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = read.removeMarks(node(item)[method] ?? { 'x-origin': 'observed' })
        if (operation === undefined) return []
        const parameters = [...list(node(item).parameters), ...list(operation.parameters)]
        return [operationFacts(read, path, method, { ...operation, parameters })]
      }),
    ),
  )
}

type Reader = ReturnType<typeof reader>

function operationFacts(read: Reader, path: string, method: string, operation: Node): Facts {
  const id = text(operation.operationId)
  const prose = text(operation.description).split('\n\n').filter(Boolean)
  const head = [id, method.toUpperCase(), path, text(operation.summary), ...prose].join(' | ')
  const body = read.removeMarks(operation.requestBody ?? {})
  const answers = Object.entries(node(operation.responses)).map(([status, answer]) =>
    answerFacts(read, status, answer),
  )
  const facts = [
    ...list(operation.parameters).flatMap((parameter) => parameterFacts(read, parameter)),
    ...contentFacts(read, 'request', node(body?.content)),
    ...surplus('request', '', body ?? {}, ['content']),
    ...answers.flatMap((answer) => answer.facts),
  ]
  return {
    heads: [head, ...answers.flatMap(({ heads }) => heads.map((line) => `${id} | ${line}`))],
    facts: facts.map((fact) => `${id} | ${fact}`),
  }
}

function parameterFacts(read: Reader, value: unknown): string[] {
  const parameter = read.removeMarks(value)
  const schema = read.removeMarks(parameter?.schema ?? {})
  if (parameter === undefined || schema === undefined) return []
  const place = text(parameter.in)
  const known = ['name', 'in', 'description', 'schema', ...(place === 'path' ? ['required'] : [])]
  const field = { ...schema, description: parameter.description }
  return [
    ...fieldFacts(read, place, text(parameter.name), field),
    ...surplus(place, text(parameter.name), parameter, known),
  ]
}

function answerFacts(read: Reader, status: string, value: unknown): Facts {
  const answer = read.removeMarks(value)
  if (answer === undefined) return { heads: [], facts: [] }
  const headers = Object.entries(node(answer.headers)).flatMap(([name, header]) =>
    read.removeMarks(header) ? [`${status} | header ${name}`] : [],
  )
  if (!answer.content) return { heads: [], facts: [...headers, `${status} | No response body`] }
  const json = read.removeMarks(node(node(answer.content)['application/json']).schema)
  const heads = json?.type === 'array' ? ['an array of objects'] : []
  return { heads, facts: [...headers, ...contentFacts(read, status, node(answer.content))] }
}

function contentFacts(read: Reader, place: string, content: Node): string[] {
  return Object.entries(content).flatMap(([type, media]) => {
    if (type !== 'application/json') return [`${place} | ${type}`]
    const schema = read.removeMarks(node(media).schema)
    const row = schema?.type === 'array' ? read.removeMarks(schema.items) : schema
    return row ? [...surplus(place, '', row, SAID), ...childFacts(read, place, '', row)] : []
  })
}

function childFacts(read: Reader, place: string, prefix: string, schema: Node): string[] {
  return Object.entries(node(schema.properties)).flatMap(([name, value]) => {
    const field = read.removeMarks(value)
    if (field) return fieldFacts(read, place, `${prefix}${name}`, field)
    return [`${place} | ${prefix}${name} | a field that no page lists`]
  })
}

function fieldFacts(read: Reader, place: string, name: string, field: Node): string[] {
  const items = read.removeMarks(field.items ?? {}) ?? {}
  return [
    [place, name, typeName(read, field), text(field.description)].join(' | '),
    ...(field.enum ? [`${place} | ${name} | Enum: ${list(field.enum).join(', ')}`] : []),
    ...surplus(place, name, field, SAID),
    ...surplus(place, `${name}[]`, items, SAID),
    ...childFacts(read, place, `${name}.`, field),
    ...childFacts(read, place, `${name}.`, items),
  ]
}

function typeName(read: Reader, { type, format, properties, items }: Node): string {
  if (type === undefined) return 'any'
  if (type === 'object') return properties ? 'object' : 'object (free-form)'
  if (type !== 'array') return `${String(type)}${format ? ` (${text(format)})` : ''}`
  const item = read.removeMarks(items ?? {})
  if (item === undefined) return 'array'
  return item.type === 'object' ? 'array of objects' : `array of ${typeName(read, item)}s`
}

function surplus(place: string, name: string, thing: Node, said: string[]): string[] {
  const unmarked = Object.keys(thing).filter((key) => ![...said, ...SILENT].includes(key))
  return unmarked.map((key) => `${place} | ${name} | ${key} without x-origin`)
}

/** Reads any thing of the document without what is marked as observed, references resolved. */
function reader(document: Node) {
  function unmarked(value: unknown): Node | undefined {
    const { 'x-origin': origin, 'x-observed': additions, ...thing } = node(value)
    if (origin === 'observed' && additions === undefined) return undefined
    const kept = without(thing, list(additions).map(text))
    const { $ref, allOf, ...own } = kept
    const target = typeof $ref === 'string' ? unmarked(at(document, $ref)) : {}
    if (target === undefined) return undefined
    const parts = list(allOf).map((part) => unmarked(part) ?? {})
    return [target, ...parts, own].reduce(join)
  }
  return { removeMarks: unmarked }
}

function without(thing: Node, additions: string[]): Node {
  const kept = Object.entries(thing).filter(([key]) => !additions.includes(key))
  const types = list(thing.type).filter((type) => type !== 'null')
  const nullable = additions.includes('nullable') && !additions.includes('type')
  return Object.fromEntries(nullable ? [...kept, ['type', types.join()]] : kept)
}

function join(left: Node, right: Node): Node {
  const properties = { ...node(left.properties), ...node(right.properties) }
  const both = { ...left, ...right }
  return Object.keys(properties).length === 0 ? both : { ...both, properties }
}

/** What a JSON pointer or a local reference leads to. */
export function at(document: Node, pointer: string): unknown {
  const keys = pointer.split('/').slice(1)
  return keys.reduce<unknown>((place, key) => node(place)[key], document)
}

export function node(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
