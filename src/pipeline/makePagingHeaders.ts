import type { Page } from '../domain/context.ts'

/** `X-Result-Count` and `Link` of a page: links sort their parameters by name (§1.6). */
export function makePagingHeaders(url: string, query: URLSearchParams, page: Page<unknown>) {
  const others = [...query].filter(([name]) => name !== 'page')
  const link = (rel: string, number: number) => {
    const pairs = number === 1 ? others : [...others, ['page', String(number)] as const]
    return `<${url}${writeQuery(pairs)}>; rel="${rel}"`
  }
  const links = [
    link('first', 1),
    ...(page.number > 1 ? [link('prev', page.number - 1)] : []),
    ...(page.number < page.last ? [link('next', page.number + 1)] : []),
    link('last', page.last),
  ]
  return { 'X-Result-Count': String(page.total), Link: links.join(', ') }
}

function writeQuery(pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return ''
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `?${sorted.map(([name, value]) => `${quoteLikePython(name)}=${quoteLikePython(value)}`).join('&')}`
}

/** Percent-encoding as Python's urlencode does it. */
const quoteLikePython = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
