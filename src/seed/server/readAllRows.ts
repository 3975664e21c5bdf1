import { UsageError } from '../../errors.ts'
import { readObjects } from './json.ts'
import type { Json } from './json.ts'
import type { WaldurClient } from './waldurClient.ts'

/** All rows of a list, page by page. */
export async function readAllRows(
  server: WaldurClient,
  path: string,
  onPage: (rows: number, of: number) => void = () => undefined,
): Promise<Json[]> {
  const rows: Json[] = []
  const sign = path.includes('?') ? '&' : '?'
  for (let page = 1; ; page++) {
    const answer = await server.ask('GET', `${path}${sign}page_size=300&page=${page}`)
    if (answer.status !== 200 || !Array.isArray(answer.json))
      throw new UsageError(
        `${server.target}${path} answers ${answer.status} instead of a list: ${server.clean(answer.text)}. Try again, or ask whoever runs it.`,
      )
    rows.push(...readObjects(answer.json))
    onPage(rows.length, Number(answer.headers.get('x-result-count') ?? rows.length))
    if (!/rel="next"/.test(answer.headers.get('link') ?? '')) return rows
  }
}
