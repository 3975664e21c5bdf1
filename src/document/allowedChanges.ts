import type { Api } from './api.ts'
import { findAnswer, resolveSchema } from './load.ts'
import type { Document, OperationObject, Schema } from './load.ts'
import type { OperationId } from './operations.ts'

/** One way in which an answer could be another and still be what openapi.yaml allows. */
export interface AllowedChange {
  /** `marketplace_plans_list * description null`: operation, place in the answer, what becomes of it. */
  readonly id: string
  /** Names of properties; `*` stands for every item of a list and every value of a map. */
  readonly place: readonly string[]
  readonly to: (held: unknown) => unknown
}

/** In place of a value that is left out. */
export const ABSENT = Symbol('absent')

const known = new WeakMap<Api, Map<OperationId, readonly AllowedChange[]>>()

/** Every change of the JSON that an operation answers with 200 or 201. Made once. */
export function listAllowedChanges(api: Api, operation: OperationId): readonly AllowedChange[] {
  const ofApi = known.get(api) ?? new Map<OperationId, readonly AllowedChange[]>()
  known.set(api, ofApi)
  const made = ofApi.get(operation) ?? makeChanges(api.document, operation)
  ofApi.set(operation, made)
  return made
}

function makeChanges(document: Document, operation: OperationId): AllowedChange[] {
  const schema = findAnswerSchema(document, operation)
  if (!schema) return []
  return [...listChanges(document, schema, [])].map(({ place, name, to }) => ({
    id: [operation, ...place, name].join(' '),
    place,
    to,
  }))
}

function findAnswerSchema(document: Document, operation: OperationId): Schema | undefined {
  const objects = Object.values(document.paths).flatMap((item) => Object.values(item))
  const object = objects.find(
    (one) => (one as Partial<OperationObject>).operationId === operation,
  ) as OperationObject
  return findAnswer(object, '200' in object.responses ? '200' : '201', document).schema
}

interface Change extends Pick<AllowedChange, 'place' | 'to'> {
  readonly name: string
}

const DEEPEST = 6

function* listChanges(
  document: Document,
  schema: Schema,
  place: readonly string[],
): Generator<Change> {
  const whole = resolveSchema(schema, document)
  if (place.length > DEEPEST) return
  for (const [name, to] of Object.entries(listValues(whole))) yield { place, name, to }
  const { properties = {}, required = [], items, additionalProperties } = whole
  for (const [property, inner] of Object.entries(properties)) {
    const at = [...place, property]
    if (!required.includes(property)) yield { place: at, name: 'absent', to: () => ABSENT }
    yield* listChanges(document, inner, at)
  }
  if (items) yield* listChanges(document, items, [...place, '*'])
  if (typeof additionalProperties === 'object') {
    yield* listChanges(document, additionalProperties, [...place, '*'])
  }
}

type To = (held: unknown) => unknown

/** What a value of the schema could be as well, by name. */
function listValues(schema: Schema): Record<string, To> {
  const types = [schema.type ?? []].flat()
  const isOneOf = (type: string) => types.includes(type)
  return {
    ...(isOneOf('null') && { null: () => null }),
    ...(isOneOf('boolean') && { flipped: (held: unknown) => held === false }),
    ...(isOneOf('array') && LIST),
    ...(isOneOf('object') && schema.additionalProperties && { 'empty map': () => ({}) }),
    ...((isOneOf('integer') || isOneOf('number')) && listNumbers(schema)),
    ...(isOneOf('string') && listTexts(schema)),
  }
}

const LIST: Record<string, To> = {
  'empty list': () => [],
  'other order': (held) => (Array.isArray(held) ? held.toReversed() : held),
}

const LARGEST = 2_147_483_647

const listNumbers = ({ minimum = -LARGEST, maximum = LARGEST }: Schema): Record<string, To> => ({
  smallest: () => minimum,
  largest: () => maximum,
})

/** Two signs wide in UTF-16 and in many fonts, right to left, and accented: all are one character. */
const SIGNS = [...'Ünïcödé ‮😀 عربى 中文 ']
const LONG = 4096

function listTexts(schema: Schema): Record<string, To> {
  if (schema.enum) {
    return Object.fromEntries(schema.enum.map((value) => [`"${value}"`, () => value]))
  }
  if (schema['x-decimal']) return listDecimals(schema['x-decimal'])
  if (schema.format === 'date-time') {
    return {
      earliest: () => '1900-01-01T00:00:00.000001Z',
      latest: () => '9999-12-31T23:59:59.999999Z',
    }
  }
  if (schema.format) return {}
  const longest = schema.maxLength ?? LONG
  return {
    longest: () => Array.from({ length: longest }, (_, n) => SIGNS[n % SIGNS.length]).join(''),
    ...(!schema.minLength && { 'empty text': () => '' }),
  }
}

const listDecimals = ({
  max_digits,
  decimal_places,
}: {
  max_digits: number
  decimal_places: number
}) => ({
  'most digits': () => `${'9'.repeat(max_digits - decimal_places)}.${'9'.repeat(decimal_places)}`,
  zero: () => `0.${'0'.repeat(decimal_places)}`,
})

/** The value with a change made wherever its place is. */
export function changeAt(value: unknown, [key, ...rest]: readonly string[], to: To): unknown {
  if (key === undefined) return to(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    return key === '*' ? value.map((item) => changeAt(item, rest, to)) : value
  }
  const pairs = Object.entries(value).map(([name, held]) => [
    name,
    key === '*' || key === name ? changeAt(held, rest, to) : held,
  ])
  return Object.fromEntries(pairs.filter(([, held]) => held !== ABSENT))
}
