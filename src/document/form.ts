import { resolved } from './load.ts'
import type { Schema } from './load.ts'

/** Makes the object that a form stands for: `prices.cpu=5` is an entry, a repeated name is a list. */
export type FormReader = (form: URLSearchParams) => Record<string, unknown>

export function formReaderOf(schema: Schema): FormReader {
  const readers = Object.entries(resolved(schema).properties ?? {}).map(
    ([name, field]) => [name, valueReader(name, resolved(field))] as const,
  )
  return (form) =>
    Object.fromEntries(
      readers.flatMap(([name, read]) => {
        const value = read(form)
        return value === undefined ? [] : [[name, value]]
      }),
    )
}

/** An absent dictionary or list is an empty one: that is how an empty form clears groups (§2.0, row 10). */
function valueReader(name: string, field: Schema): (form: URLSearchParams) => unknown {
  const types = [field.type ?? []].flat()
  if (types.includes('array')) return (form) => form.getAll(name)
  if (types.includes('object')) return (form) => entriesOf(form, `${name}.`)
  const nullable = types.includes('null')
  return (form) => {
    const value = form.getAll(name).at(-1)
    return value === '' && nullable ? null : value
  }
}

const entriesOf = (form: URLSearchParams, prefix: string): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  )
