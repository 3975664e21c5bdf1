/** Readers of what servers say: whatever is not as expected becomes empty. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const readObject = (value: unknown): Json => (isObject(value) ? value : {})

export const readObjects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.map(readObject) : []

export const readText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

export const readNumber = (value: unknown): number | null =>
  typeof value === 'number' ? value : null
