import { linkTo } from '../../domain/links/links.ts'
import type { Place } from '../../domain/links/links.ts'
import { readUuid } from '../../domain/uuid.ts'
import { objectIn, textIn } from '../remote/reading.ts'
import type { Json } from '../remote/reading.ts'
import type { Answer, Server } from '../remote/server.ts'

/** Reads rows that lists link to, each once. Null: this token does not see it. */
export interface Reader {
  readonly row: (place: Place, uuid: string) => Promise<Json | null>
  readonly answer: (place: Place, uuid: string) => Promise<Answer>
}

export function readerOf(server: Server): Reader {
  const known = new Map<string, Promise<Answer>>()
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
      return status === 200 ? objectIn(json) : null
    },
  }
}

/** The uuid in a field, which may be one or a link that ends in one. */
export function uuidIn(value: unknown): string | null {
  const [found] = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?=\/?$)/i.exec(textIn(value)) ?? []
  return found === undefined ? null : readUuid(found)
}

export const uuidsIn = (rows: readonly Json[], name = 'uuid'): string[] =>
  rows.flatMap((row) => uuidIn(row[name]) ?? [])
