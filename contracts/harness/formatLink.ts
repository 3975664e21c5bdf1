import { getSession } from './session.ts'

/** Rows of a page as it is asked for (§1.6). */
const readSize = (text: string): number =>
  /^\d+$/.test(text) && Number(text) > 0 ? Math.min(Number(text), 300) : 10

/** Which page a query asks for, of how many, and how many rows it has of so many in all (§1.6). */
export function findPlace(query: string, total: number) {
  const asked = new URLSearchParams(query)
  const size = readSize(asked.getAll('page_size').at(-1) ?? '10')
  const last = Math.max(1, Math.ceil(total / size))
  const page = asked.getAll('page').at(-1) || '1'
  const number = page === 'last' ? last : Number(page)
  const skipped = (number - 1) * size
  return { number, last, skipped, rows: Math.min(size, total - skipped) }
}

/** `Link` of the page that a query asks for, of so many rows in all, as its rules have it (§1.6). */
export function formatLink(path: string, query: string, total: number): string {
  const { baseUrl } = getSession().settings
  const { number, last } = findPlace(query, total)
  const link = (rel: string, page: number) => {
    const sent = new URLSearchParams(query)
    sent.delete('page')
    if (page > 1) sent.append('page', String(page))
    sent.sort()
    return `<${baseUrl}${String(sent) === '' ? path : `${path}?${sent}`}>; rel="${rel}"`
  }
  return [
    link('first', 1),
    ...(number > 1 ? [link('prev', number - 1)] : []),
    ...(number < last ? [link('next', number + 1)] : []),
    link('last', last),
  ].join(', ')
}
