/** An object of a document of others: anything may stand in any place. */
export type Loose = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const readObject = (value: unknown): Loose => (isObject(value) ? value : {})

export const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const readTexts = (value: unknown): readonly string[] =>
  readList(value).filter((one) => typeof one === 'string')

export const readOwn = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** What a reference leads to in its own document; one that leads elsewhere says nothing. */
export function followReference(document: unknown, pointer: string): Loose {
  if (!pointer.startsWith('#/')) return {}
  const found = pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => readOwn(node, unescapeKey(key)), document)
  return readObject(found)
}

const unescapeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~')

/** An object, or what it refers to. */
export function resolveLoose(document: unknown, value: unknown): Loose {
  const $ref = readOwn(value, '$ref')
  return typeof $ref === 'string' ? followReference(document, $ref) : readObject(value)
}
