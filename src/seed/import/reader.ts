import { linkTo } from '../../domain/links/links.ts'
import type { Place } from '../../domain/links/links.ts'
import { readUuid } from '../../domain/uuid.ts'
import { readObject, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { ServerResponse, WaldurClient } from '../server/waldurClient.ts'

/** Reads rows that lists link to, each once. Null: this token does not see it. */
export interface Reader {
  readonly row: (place: Place, uuid: string) => Promise<Json | null>
  readonly answer: (place: Place, uuid: string) => Promise<ServerResponse>
}

export function createReader(server: WaldurClient): Reader {
  const known = new Map<string, Promise<ServerResponse>>()
  const answer = (place: Place, uuid: string) => {
    const path = linkTo({ origin: '', uuids: 'hex' }, place, uuid)
    const found = known.get(path) ?? server.ask('GET', path)
    known.set(path, found)
    return found
  }
  return {
    answer,
    row: async (place, uuid) => {
      const { status, json } = await answer(place, uuid)
      return status === 200 ? readObject(json) : null
    },
  }
}

/** The uuid in a field, which may be one or a link that ends in one. */
export function findUuid(value: unknown): string | null {
  const [found] =
    /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?=\/?$)/i.exec(readText(value)) ?? []
  return found === undefined ? null : readUuid(found)
}

export const findUuids = (rows: readonly Json[], name = 'uuid'): string[] =>
  rows.flatMap((row) => findUuid(row[name]) ?? [])
