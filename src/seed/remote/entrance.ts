import { UsageError } from '../../errors.ts'
import { objectIn, textIn } from './reading.ts'
import type { Server } from './server.ts'

const LIST = '/api/marketplace-plans/?page_size=1'

/** Makes sure that there is a Waldur and that it takes the token, which no other server gets to see. */
export async function enter(server: Server): Promise<void> {
  const { status, headers, json } = await server.askOpenly(LIST)
  const asksForToken = status === 401 && typeof objectIn(json)['detail'] === 'string'
  if (!asksForToken) throw notWaldur(server, `${LIST} answers ${status}${movedTo(headers)}`)

  const answer = await server.ask('GET', LIST)
  if (answer.status === 401) {
    const reason = server.spoken(textIn(objectIn(answer.json)['detail']))
    throw new UsageError(
      `${server.target} refuses the token: ${reason} Copy it again from your profile there.`,
    )
  }
  if (answer.status !== 200 || !Array.isArray(answer.json))
    throw notWaldur(server, `${LIST} answers ${answer.status} to a token`)
}

const movedTo = (headers: Headers): string =>
  headers.has('location') ? ` and leads to ${headers.get('location')}` : ''

const notWaldur = ({ target, spoken }: Server, reason: string): UsageError =>
  new UsageError(
    `${target} is not a Waldur, or not one of the releases 7.9 to 8.0: ${spoken(reason)}. Give the address without /api, for example https://waldur.example.`,
  )
