import type { Messages } from '../errors.ts'
import { readDecimal } from './decimals.ts'
import { resolved } from './load.ts'
import type { Schema } from './load.ts'
import { pythonText, typeName } from './python.ts'

/** The value of a field as rules use it, or what is wrong with it. */
export type Read = { readonly value: unknown } | { readonly errors: Messages }

/** What only the caller knows about a body. */
export interface Reading {
  /** Resolves the hyperlink in a field, to a uuid or to the reason why it can't be. */
  readonly link: (field: string, link: string) => { value: string } | { error: string }
  /** A rule between the fields of one entry of a dictionary. */
  readonly entryRule?: (entry: Readonly<Record<string, unknown>>) => string | null
  /** Fields that are not read at all. */
  readonly ignored?: readonly string[]
}

export type Field = (value: unknown, reading: Reading, name: string) => Read

const REQUIRED = 'This field is required.'
const NULL = 'This field may not be null.'
const refused = (...errors: string[]): Read => ({ errors })

/**
 * Compiles a request schema into a reader with the conversions and texts of Django REST framework
 * (§2.3): `"7"` is an integer, texts are trimmed, all errors are reported together.
 */
export function fieldOf(schema: Schema): Field {
  const whole = resolved(schema)
  const types = [whole.type ?? []].flat()
  const field = typedField(whole, types)
  return (value, reading, name) => {
    if (value !== null) return field(value, reading, name)
    return types.includes('null') ? { value: null } : refused(NULL)
  }
}

function typedField(schema: Schema, types: readonly string[]): Field {
  if (schema['x-decimal']) return decimalField(schema['x-decimal'])
  if (schema.enum) return choiceField(schema.enum)
  if (types.includes('integer')) return integerField(schema)
  if (types.includes('boolean')) return booleanField
  if (types.includes('array')) return listField(fieldOf(schema.items ?? {}))
  if (schema.properties) return objectField(schema)
  if (typeof schema.additionalProperties === 'object') {
    return dictionaryField(fieldOf(schema.additionalProperties))
  }
  return schema.format === 'uri' ? linkField : textField(schema)
}

const decimalField =
  (size: NonNullable<Schema['x-decimal']>): Field =>
  (value) => {
    const read = readDecimal(value, size)
    return 'error' in read ? refused(read.error) : read
  }

const choiceField =
  (choices: readonly string[]): Field =>
  (value) => {
    const text = pythonText(value)
    return choices.includes(text) ? { value: text } : refused(`"${text}" is not a valid choice.`)
  }

function integerField({ minimum, maximum }: Schema): Field {
  return (value) => {
    if (typeof value === 'string' && value.length > 1000) return refused('String value too large.')
    const number = integerOf(value)
    if (number === null) return refused('A valid integer is required.')
    if (maximum !== undefined && number > maximum) {
      return refused(`Ensure this value is less than or equal to ${maximum}.`)
    }
    if (minimum !== undefined && number < minimum) {
      return refused(`Ensure this value is greater than or equal to ${minimum}.`)
    }
    return { value: number }
  }
}

function integerOf(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const text = String(value).trim().replace(/\.0*$/, '')
  return /^[+-]?\d+(_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : null
}

const TRUE = ['t', 'y', 'yes', 'true', 'on', '1']
const FALSE = ['f', 'n', 'no', 'false', 'off', '0']
/** Python's set has these spellings of a word: lower case, capitalised and upper case. */
const spelled = (words: readonly string[], text: string): boolean =>
  words.some((word) =>
    [word, word[0]?.toUpperCase() + word.slice(1), word.toUpperCase()].includes(text),
  )

const booleanField: Field = (value) => {
  if (typeof value === 'object') return refused('Must be a valid boolean.')
  const text = String(value).trim()
  if (spelled(TRUE, text)) return { value: true }
  if (spelled(FALSE, text)) return { value: false }
  return refused(text === '' || text === 'null' ? NULL : 'Must be a valid boolean.')
}

function textField({ minLength = 0, maxLength = Infinity }: Schema): Field {
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number')
      return refused('Not a valid string.')
    const text = String(value).trim()
    if (text === '' && minLength > 0) return refused('This field may not be blank.')
    const errors = [
      ...([...text].length > maxLength
        ? [`Ensure this field has no more than ${maxLength} characters.`]
        : []),
      ...(text.includes('\0') ? ['Null characters are not allowed.'] : []),
    ]
    return errors.length > 0 ? refused(...errors) : { value: text }
  }
}

const linkField: Field = (value, { link }, name) => {
  if (value === '') return refused(NULL)
  if (typeof value !== 'string') {
    return refused(`Incorrect type. Expected URL string, received ${typeName(value)}.`)
  }
  const read = link(name, value)
  return 'error' in read ? refused(read.error) : read
}

/** The first bad item decides (§2.9). An object counts as the list of its keys, as in Python. */
function listField(item: Field): Field {
  return (value, reading, name) => {
    if (typeof value !== 'object' || value === null) {
      return refused(`Expected a list of items but got type "${typeName(value)}".`)
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
function dictionaryField(entry: Field): Field {
  return (value, reading, name) => {
    if (!isObject(value)) {
      return refused(`Expected a dictionary of items but got type "${typeName(value)}".`)
    }
    const reads = Object.entries(value).map(([key, inner]): [string, Read] => [
      key,
      ruled(entry(inner, reading, name), reading),
    ])
    return collected(reads, (values) => new Map(values))
  }
}

function ruled(read: Read, { entryRule }: Reading): Read {
  if (!entryRule || 'errors' in read || !isObject(read.value)) return read
  const error = entryRule(read.value)
  return error === null ? read : { errors: { non_field_errors: [error] } }
}

/** The named fields of an object; others are ignored silently (§1.4). */
export function objectField(schema: Schema): Field {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => [name, fieldOf(inner), schema.required?.includes(name) ?? false] as const,
  )
  return (value, reading) => {
    if (!isObject(value)) return { errors: { non_field_errors: [wrongType(value)] } }
    const reads: [string, Read][] = []
    for (const [name, field, required] of fields) {
      if (reading.ignored?.includes(name)) continue
      if (Object.hasOwn(value, name)) reads.push([name, field(value[name], reading, name)])
      else if (required) reads.push([name, refused(REQUIRED)])
    }
    return collected(reads, Object.fromEntries)
  }
}

const wrongType = (value: unknown): string =>
  value === null
    ? 'No data provided'
    : `Invalid data. Expected a dictionary, but got ${typeName(value)}.`

function collected(reads: [string, Read][], made: (values: [string, unknown][]) => unknown): Read {
  const errors = reads.flatMap(([name, read]): [string, Messages][] =>
    'errors' in read ? [[name, read.errors]] : [],
  )
  if (errors.length > 0) return { errors: Object.fromEntries(errors) }
  return {
    value: made(reads.flatMap(([name, read]) => ('value' in read ? [[name, read.value]] : []))),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
