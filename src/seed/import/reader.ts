import { UsageError } from '../../errors.ts'
import { linkTo } from '../../domain/links/links.ts'
import type { Place } from '../../domain/links/links.ts'
import { readUuid } from '../../domain/uuid.ts'
import { isObject, readObject, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { ServerResponse, WaldurClient } from '../server/waldurClient.ts'

/** Reads rows that lists link to, each once. Null: this token does not see it. */
export interface Reader {
  readonly row: (place: Place, uuid: string) => Promise<Json | null>
  readonly answer: (place: Place, uuid: string) => Promise<ServerResponse>
  /** Where the server failed instead of saying what is there. */
  readonly failed: readonly string[]
}

export function createReader(server: WaldurClient): Reader {
  const known = new Map<string, Promise<ServerResponse>>()
  const failed: string[] = []
  const answer = (place: Place, uuid: string) => {
    const path = linkTo({ origin: '', uuids: 'hex' }, place, uuid)
    const found =
      known.get(path) ??
      server.ask('GET', path).then((one) => {
        if (one.status >= 500 || one.status === 429) failed.push(`${place} (${one.status})`)
        return one
      })
    known.set(path, found)
    return found
  }
  return {
    answer,
    failed,
    row: async (place, uuid) => {
      const { status, json } = await answer(place, uuid)
      if (status === 200 && !isObject(json)) failed.push(`${place} (no object)`)
      return status === 200 ? readObject(json) : null
    },
  }
}

/** Parents of parents of parents: real ones end after two or three. */
const MOST_PARENTS = 20

/** Refuses a chain of parents that goes on and on, which a server can invent as it is asked. */
export function demandEnd({ target }: WaldurClient, depth: number, what: string): void {
  if (depth <= MOST_PARENTS) return
  throw new UsageError(
    `${target} leads from one ${what} to the next more than ${MOST_PARENTS} times. Mend their parents there, or ask the server itself instead of the proxy before it.`,
  )
}

/** The uuid in a field, which may be one or a link that ends in one. */
export function findUuid(value: unknown): string | null {
  const [found] =
    /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?=\/?$)/i.exec(readText(value)) ?? []
  return found === undefined ? null : readUuid(found)
}

export const findUuids = (rows: readonly Json[], name = 'uuid'): string[] =>
  rows.flatMap((row) => findUuid(row[name]) ?? [])
