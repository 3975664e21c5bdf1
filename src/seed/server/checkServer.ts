import { UsageError } from '../../errors.ts'
import { readObject } from './json.ts'
import type { WaldurClient } from './waldurClient.ts'

const LIST = '/api/marketplace-plans/?page_size=1'

/** Makes sure that there is a Waldur and that it takes the token, which no other server gets to see. */
export async function checkServer(server: WaldurClient): Promise<void> {
  const { status, headers, json } = await server.askOpenly(LIST)
  const asksForToken = status === 401 && typeof readObject(json)['detail'] === 'string'
  if (!asksForToken)
    throw explainNotWaldur(server, `${LIST} answers ${status}${describeRedirect(headers)}`)

  const answer = await server.ask('GET', LIST)
  if (answer.status !== 200 || !Array.isArray(answer.json))
    throw explainNotWaldur(server, `${LIST} answers ${answer.status} to a token`)
}

const describeRedirect = (headers: Headers): string =>
  headers.has('location') ? ` and leads to ${headers.get('location')}` : ''

const explainNotWaldur = ({ target, clean }: WaldurClient, reason: string): UsageError =>
  new UsageError(
    `${target} is not a Waldur, or not one of the releases 7.9 to 8.0: ${clean(reason)}. Give the address without /api, for example https://waldur.example.`,
  )
