import type { Messages } from '../errors.ts'
import { readDecimal } from './decimals.ts'
import type { Schema } from './load.ts'
import {
  integerIn,
  PythonNumber,
  isShallow,
  plainJson,
  writePython,
  strip,
  namePythonType,
} from '../python.ts'

/** The value of a field as rules use it, or what is wrong with it. */
export type Read = { readonly value: unknown } | { readonly errors: Messages }

/** What only the caller knows about a body. */
export interface Reading {
  /** Resolves the hyperlink in a field, to a uuid or to the reason why it can't be. */
  readonly link: (field: string, link: string) => { value: string } | { error: string }
  /** A rule between the fields of one entry of a dictionary. */
  readonly entryRule?: (entry: Readonly<Record<string, unknown>>) => string | null
  /** Numbers too large for the database are let through: nobody checks them there (§2.7). */
  readonly isUnbounded?: boolean
  /** Fields that are not read at all. */
  readonly ignored?: readonly string[]
}

export type Field = (value: unknown, reading: Reading, name: string) => Read

const REQUIRED = 'This field is required.'
const NULL = 'This field may not be null.'
const refuse = (...errors: string[]): Read => ({ errors })

/**
 * Compiles a request schema into a reader with the conversions and texts of Django REST framework
 * (§2.3): `"7"` is an integer, texts are trimmed, all errors are reported together.
 */
export function makeField(schema: Schema): Field {
  const types = [schema.type ?? []].flat()
  const saysNothing = types.length === 0 && !schema.enum && !schema['x-decimal']
  if (saysNothing) return readFreely
  const field = makeTypedField(schema, types)
  return (value, reading, name) => {
    if (value !== null) return field(value, reading, name)
    return types.includes('null') ? { value: null } : refuse(NULL)
  }
}

function makeTypedField(schema: Schema, types: readonly string[]): Field {
  if (schema['x-decimal']) return makeDecimalField(schema['x-decimal'])
  if (schema.enum) return makeChoiceField(schema.enum)
  if (types.includes('integer')) return makeIntegerField(schema)
  if (types.includes('boolean')) return readBoolean
  if (types.includes('array')) return makeListField(itemOf(schema.items ?? {}))
  if (schema.properties) return makeObjectField(schema)
  if (typeof schema.additionalProperties === 'object') {
    return makeDictionaryField(makeField(schema.additionalProperties))
  }
  return schema.format === 'uri' ? readLink : makeTextField(schema)
}

/** A schema that says nothing: any JSON, kept as it was sent. */
const readFreely: Field = (value) =>
  isShallow(value, DEEPEST) ? { value: plainJson(value) } : refuse('Value must be valid JSON.')

const DEEPEST = 32

const makeDecimalField =
  (size: NonNullable<Schema['x-decimal']>): Field =>
  (value) => {
    const read = readDecimal(value, size)
    return 'error' in read ? refuse(read.error) : read
  }

const makeChoiceField =
  (choices: readonly string[]): Field =>
  (value) => {
    const text = writePython(value)
    return choices.includes(text) ? { value: text } : refuse(`"${text}" is not a valid choice.`)
  }

const LARGEST = 2_147_483_647

function makeIntegerField({ minimum, maximum }: Schema): Field {
  return (value, { isUnbounded }, name) => {
    if (typeof value === 'string' && [...value].length > 1000) {
      return refuse('String value too large.')
    }
    const number = integerIn(cutZeros(writePython(value)))
    if (number === null) return refuse('A valid integer is required.')
    const isFree = isUnbounded && maximum === LARGEST && name === 'quotas'
    const error = explainBounds(number, isFree ? Infinity : maximum, minimum)
    return error === null ? { value: Number(number) } : refuse(error)
  }
}

/** A point goes with zeros and blanks behind it; blanks elsewhere are left to int(). */
function cutZeros(text: string): string {
  const bare = strip(`|${text}`).slice(1)
  const whole = bare.replace(/\.0*$/, '')
  return whole === bare ? text : whole
}

function explainBounds(number: bigint, most = Infinity, least = -Infinity): string | null {
  if (number > most) return `Ensure this value is less than or equal to ${most}.`
  return number < least ? `Ensure this value is greater than or equal to ${least}.` : null
}

const TRUE = ['t', 'y', 'yes', 'true', 'on', '1']
const FALSE = ['f', 'n', 'no', 'false', 'off', '0']

/** Words count in any case, but with no blank around them; numbers by their value (§1.13). */
const readBoolean: Field = (value) => {
  const word =
    value instanceof PythonNumber ? String(Number(value.text)) : writePython(value).toLowerCase()
  if (TRUE.includes(word)) return { value: true }
  return FALSE.includes(word) ? { value: false } : refuse('Must be a valid boolean.')
}

function makeTextField({ minLength = 0, maxLength = Infinity }: Schema): Field {
  return (value) => {
    if (typeof value !== 'string' && !(value instanceof PythonNumber))
      return refuse('Not a valid string.')
    const text = strip(writePython(value))
    if (text === '' && minLength > 0) return refuse('This field may not be blank.')
    const errors = [
      ...([...text].length > maxLength
        ? [`Ensure this field has no more than ${maxLength} characters.`]
        : []),
      ...(text.includes('\0') ? ['Null characters are not allowed.'] : []),
    ]
    return errors.length > 0 ? refuse(...errors) : { value: text }
  }
}

const readLink: Field = (value, reading, name) =>
  value === '' ? refuse(NULL) : linkItem(value, reading, name)

/** In a list, null and an empty text are links that lead nowhere (§2.9). */
const linkItem: Field = (value, { link }, name) => {
  if (typeof value !== 'string') {
    return refuse(`Incorrect type. Expected URL string, received ${namePythonType(value)}.`)
  }
  const read = link(name, value)
  return 'error' in read ? refuse(read.error) : read
}

const itemOf = (schema: Schema): Field => (schema.format === 'uri' ? linkItem : makeField(schema))

/** The first bad item decides (§2.9). An object counts as the list of its keys, as in Python. */
function makeListField(item: Field): Field {
  return (value, reading, name) => {
    if (!isObject(value) && !Array.isArray(value)) {
      return refuse(`Expected a list of items but got type "${namePythonType(value)}".`)
    }
    const values: unknown[] = []
    for (const inner of Array.isArray(value) ? value : Object.keys(value)) {
      const read = item(inner, reading, name)
      if ('errors' in read) return read
      values.push(read.value)
    }
    return { value: values }
  }
}

/** A map from names to values; the errors of all entries are reported by name. */
function makeDictionaryField(entry: Field): Field {
  return (value, reading, name) => {
    if (!isObject(value)) {
      return refuse(`Expected a dictionary of items but got type "${namePythonType(value)}".`)
    }
    const reads = Object.entries(value).map(([key, inner]): [string, Read] => [
      key,
      checkEntry(entry(inner, reading, name), reading),
    ])
    return collect(reads, (values) => new Map(values))
  }
}

function checkEntry(read: Read, { entryRule }: Reading): Read {
  if (!entryRule || 'errors' in read || !isObject(read.value)) return read
  const error = entryRule(read.value)
  return error === null ? read : { errors: { non_field_errors: [error] } }
}

/** The named fields of an object; others are ignored silently (§1.4). */
export function makeObjectField(schema: Schema): Field {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => [name, makeField(inner), schema.required?.includes(name) ?? false] as const,
  )
  return (value, reading) => {
    if (!isObject(value)) return { errors: { non_field_errors: [explainWrongType(value)] } }
    const reads: [string, Read][] = []
    for (const [name, field, required] of fields) {
      if (reading.ignored?.includes(name)) continue
      if (Object.hasOwn(value, name)) reads.push([name, field(value[name], reading, name)])
      else if (required) reads.push([name, refuse(REQUIRED)])
    }
    return collect(reads, Object.fromEntries)
  }
}

const explainWrongType = (value: unknown): string =>
  value === null
    ? 'No data provided'
    : `Invalid data. Expected a dictionary, but got ${namePythonType(value)}.`

function collect(reads: [string, Read][], made: (values: [string, unknown][]) => unknown): Read {
  const errors = reads.flatMap(([name, read]): [string, Messages][] =>
    'errors' in read ? [[name, read.errors]] : [],
  )
  if (errors.length > 0) return { errors: Object.fromEntries(errors) }
  return {
    value: made(reads.flatMap(([name, read]) => ('value' in read ? [[name, read.value]] : []))),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof PythonNumber)
