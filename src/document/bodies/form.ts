import type { Charset } from './charset.ts'
import type { Schema } from '../load.ts'

/** A file in a form: no field of this API takes one. */
export class FormFile {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

export type FormPair = readonly [name: string, value: string | FormFile]

/** Makes the object that a form stands for. */
export type FormReader = (form: readonly FormPair[]) => Record<string, unknown>

export function makeFormReader(schema: Schema): FormReader {
  const { properties = {}, required = [] } = schema
  const readers = Object.entries(properties).map(
    ([name, field]) => [name, makeValueReader(name, field, required.includes(name))] as const,
  )
  return (form) =>
    Object.fromEntries(
      readers.flatMap(([name, read]) => {
        const value = read(form)
        return value === undefined ? [] : [[name, value]]
      }),
    )
}

/** A list is all values of a name; of others the last one counts (§2.0, row 10; §1.14). */
function makeValueReader(name: string, field: Schema, isRequired: boolean) {
  const types = [field.type ?? []].flat()
  if (types.includes('array')) return (form: readonly FormPair[]) => listValues(form, name)
  if (types.includes('object')) return (form: readonly FormPair[]) => readEntries(form, `${name}..`)
  const empty = emptyValue(field, types, isRequired)
  return (form: readonly FormPair[]) => {
    const value = listValues(form, name).at(-1)
    return value === '' ? empty : value
  }
}

/** What an empty value of a field stands for: null, itself, or that the field is not there. */
function emptyValue(field: Schema, types: readonly string[], isRequired: boolean) {
  const mayBeBlank =
    types.includes('string') && !field.enum && field.format === undefined && !field.minLength
  if (mayBeBlank || isRequired || field.minLength) return ''
  return types.includes('null') ? null : undefined
}

const listValues = (form: readonly FormPair[], name: string) =>
  form.flatMap(([key, value]) => (key === name ? [value] : []))

/** Django reads the names of entries twice, so that only a name with two dots is one (§1.14). */
const readEntries = (form: readonly FormPair[], prefix: string) =>
  Object.fromEntries(
    form.flatMap(([key, value]) =>
      key.startsWith(prefix) && key.length > prefix.length
        ? [[key.slice(prefix.length), value]]
        : [],
    ),
  )

/** The pairs of an urlencoded form. */
export const parseForm = (text: string, charset: Charset): FormPair[] =>
  text
    .split('&')
    .filter(Boolean)
    .map((pair): FormPair => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      return [unquote(name, charset), unquote(value, charset)]
    })

const unquote = (text: string, { replace }: Charset): string =>
  text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      replace(Uint8Array.from(run.slice(1).split('%'), (hex) => parseInt(hex, 16))),
    )
