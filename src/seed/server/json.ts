/** Readers of what servers say: whatever is not as expected becomes empty. */
export type Json = Readonly<Record<string, unknown>>

export const readObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}

export const readObjects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.map(readObject) : []

export const readText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

export const readNumber = (value: unknown): number | null =>
  typeof value === 'number' ? value : null
