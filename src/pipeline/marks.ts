import type { ApiResponse } from './response.ts'

type Headers = ApiResponse['headers']

/** Headers of answers that are given again and again, listed as Node writes them at the lowest cost. */
const lists = new WeakMap<Headers, readonly string[]>()

export function keepList(headers: Headers): void {
  if (!lists.has(headers)) lists.set(headers, Object.entries(headers).flat())
}

/**
 * Headers made of others, such as those of an answer that is packed. Made of what is given again and again
 * they are kept, too: the last by each, for one client asks in one way. `key`: what else they depend on.
 */
export function createHeaderMaker(): (
  headers: Headers,
  key: string,
  make: () => Headers,
) => Headers {
  const made = new WeakMap<Headers, { readonly key: string; readonly headers: Headers }>()
  return (headers, key, make) => {
    const known = made.get(headers)
    if (known?.key === key) return known.headers
    const next = make()
    if (!lists.has(headers)) return next
    keepList(next)
    made.set(headers, { key, headers: next })
    return next
  }
}

/** Names and values in turn, its marks last. */
export function listHeaders({ headers, marks = NONE }: ApiResponse): string[] {
  const known = lists.get(headers)
  const list = known ? [...known] : []
  if (!known) for (const name of Object.keys(headers)) list.push(name, headers[name] ?? '')
  for (const [name, value] of marks) list.push(name, value)
  return list
}

const NONE: NonNullable<ApiResponse['marks']> = []

/** The answer as a whole, its marks among its headers. */
export function joinMarks({ marks, ...response }: ApiResponse): ApiResponse {
  if (!marks) return response
  return { ...response, headers: { ...response.headers, ...Object.fromEntries(marks) } }
}
