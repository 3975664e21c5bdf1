import { getSession } from './session.ts'

/** Rows of a page as it is asked for (§1.6). */
export const readSize = (text: string): number =>
  /^\d+$/.test(text) && Number(text) > 0 ? Math.min(Number(text), 300) : 10

/** `Link` of a page, as its rules have it (§1.6). */
export function formatLink(
  path: string,
  sent: string,
  { number, last }: { number: number; last: number },
) {
  const { baseUrl } = getSession().settings
  const link = (rel: string, page: number) => {
    const pairs = [...new URLSearchParams(sent), ...(page === 1 ? [] : [['page', String(page)]])]
    const query = new URLSearchParams(pairs as [string, string][])
    query.sort()
    return `<${baseUrl}${String(query) === '' ? path : `${path}?${query}`}>; rel="${rel}"`
  }
  return [
    link('first', 1),
    ...(number > 1 ? [link('prev', number - 1)] : []),
    ...(number < last ? [link('next', number + 1)] : []),
    link('last', last),
  ].join(', ')
}
