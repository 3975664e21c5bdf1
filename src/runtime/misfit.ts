/** A key of an object or a place in a list, as JSON pointers have them. */
export type Key = string | number

/** What does not fit in a fixture, and what cures it; the file is named by who reads it. */
export class Misfit extends Error {
  override name = 'Misfit'

  constructor(where: string | readonly Key[], what: string, cure: string) {
    const place = typeof where === 'string' ? where : pointerOf(where)
    super(oneLine(`${place && `${place}: `}${what}; ${cure}`))
  }
}

export const pointerOf = (keys: readonly Key[]): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A value as an error shows it: short, and never as deep as the value may be. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 36)}…${text.at(-1)}` : text
}

const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${hex(char)}`).replace(LONG, '$1…$2')

const LONG = /^(.{400}).+(.{400})$/su

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, '0')
