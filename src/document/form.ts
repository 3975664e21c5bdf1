import type { Schema } from './load.ts'

/** Makes the object that a form stands for: `prices.cpu=5` is an entry, a repeated name is a list. */
export type FormReader = (form: URLSearchParams) => Record<string, unknown>

export function makeFormReader(schema: Schema): FormReader {
  const readers = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, makeValueReader(name, field)] as const,
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
function makeValueReader(name: string, field: Schema): (form: URLSearchParams) => unknown {
  const types = [field.type ?? []].flat()
  if (types.includes('array')) return (form) => form.getAll(name)
  if (types.includes('object')) return (form) => readEntries(form, `${name}.`)
  const nullable = types.includes('null')
  return (form) => {
    const value = form.getAll(name).at(-1)
    return value === '' && nullable ? null : value
  }
}

const readEntries = (form: URLSearchParams, prefix: string): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  )
