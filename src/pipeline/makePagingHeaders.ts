import type { Page } from '../domain/context.ts'
import { byText } from '../domain/indexes.ts'
import { quoteQuery } from '../domain/links/links.ts'
import type { ParsedRequest } from './world.ts'

/** `X-Result-Count` and `Link` of a page: links sort their parameters by name (§1.6). */
export function makePagingHeaders(
  { path, query, style }: Pick<ParsedRequest, 'path' | 'query' | 'style'>,
  page: Page<unknown>,
) {
  const url = `${style.origin}${encodeURI(path)}`
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
  const sorted = [...pairs].sort(([a], [b]) => byText(a, b))
  return `?${sorted.map(([name, value]) => `${quoteQuery(name)}=${quoteQuery(value)}`).join('&')}`
}
