import { createHash } from 'node:crypto'
import { UsageError } from '../../errors.ts'
import { isObject, readObjects } from './json.ts'
import type { Json } from './json.ts'
import type { ServerResponse, WaldurClient } from './waldurClient.ts'

/** No marketplace has more pages of 300 rows; a server that always says that there is a next one does. */
const MOST_PAGES = 1000

/** All rows of a list, page by page. */
export async function readAllRows(
  server: WaldurClient,
  path: string,
  onPage: (rows: number, of: number) => void = () => undefined,
): Promise<Json[]> {
  const rows: Json[] = []
  const seen = new Set<string>()
  const sign = path.includes('?') ? '&' : '?'
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await server.ask('GET', `${path}${sign}page_size=300&page=${page}`)
    const found = readPage(answer, server, path)
    rows.push(...found)
    onPage(rows.length, Number(answer.headers.get('x-result-count') ?? rows.length))
    if (!/rel="next"/.test(answer.headers.get('link') ?? '')) return rows
    const digest = createHash('sha256').update(answer.text).digest('base64')
    if (seen.has(digest)) throw explainEndless(server, path, `page ${page} is one that came before`)
    seen.add(digest)
  }
  throw explainEndless(server, path, `there are more than ${MOST_PAGES} pages`)
}

function readPage(answer: ServerResponse, { target, clean }: WaldurClient, path: string): Json[] {
  if (answer.status === 200 && Array.isArray(answer.json)) return readObjects(answer.json)
  throw new UsageError(
    `${target}${path} answers ${answer.status} instead of a list: ${describeAnswer(answer, clean)}. Try again, or ask whoever runs it.`,
  )
}

const explainEndless = ({ target }: WaldurClient, path: string, why: string): UsageError =>
  new UsageError(
    `${target}${path} has no end: ${why}, and it names a next one. Tell whoever runs it, or ask the server itself instead of the proxy before it.`,
  )

/** One row, or null where this token sees none; a server that fails has not said that there is none. */
export async function readRow(server: WaldurClient, path: string): Promise<Json | null> {
  const answer = await server.ask('GET', path)
  if (answer.status === 200 && isObject(answer.json)) return answer.json
  if (answer.status !== 200 && answer.status < 500) return null
  throw new UsageError(
    `${server.target}${path} answers ${answer.status} instead of an object: ${describeAnswer(answer, server.clean)}. Try again, or ask whoever runs it.`,
  )
}

/** What came in place of what was asked for. */
function describeAnswer({ headers, text }: ServerResponse, clean: WaldurClient['clean']): string {
  const place = headers.get('location')
  return place === null ? clean(text) || 'nothing' : `a redirect to ${clean(place)}`
}
