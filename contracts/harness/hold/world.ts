import { createHash } from 'node:crypto'
import { BOOKINGS, PLANS } from '../paths.ts'
import { getSession } from '../session.ts'
import type { World } from '../session.ts'
import { findUuid } from '../transport/guard.ts'
import { chooseMainRole } from '../transport/headers.ts'

type Row = Readonly<Record<string, unknown>>

/** What others can change. */
const WATCHED = [PLANS, BOOKINGS]

/** Pages that are read of each list, so that a large server is not read whole again and again. */
const MOST_PAGES = 7

/** Looks at what others can change, and notes the uuids of what they have changed since the last look. */
export async function watchWorld(): Promise<void> {
  const session = getSession()
  const { world: before, movers } = session
  const after = await readWorld()
  session.world = after
  if (before === null) return
  for (const uuid of new Set([...before.keys(), ...after.keys()]))
    if (before.get(uuid) !== after.get(uuid)) movers.add(uuid)
  session.hasTraffic ||= [...before.keys()].some((uuid) => !after.has(uuid))
  session.hasTraffic ||= after.size > before.size
}

/** What can't be read is not there. */
async function readWorld(): Promise<World> {
  const rows = new Map<string, string>()
  for (const path of WATCHED) {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { found, isLast } = await readPage(`${path}?page_size=300&page=${page}`)
      for (const row of found.filter((one) => !isOwn(one)))
        rows.set(findUuid(String(row['uuid'])) ?? '', digest(row))
      if (isLast) break
    }
  }
  return rows
}

async function readPage(path: string): Promise<{ found: Row[]; isLast: boolean }> {
  const { transport, settings } = getSession()
  const role = chooseMainRole(settings)
  const { response } = await transport.exchange({ method: 'GET', path, role })
  const { json, headers } = response
  const found = Array.isArray(json) ? (json as unknown[]).filter(isRow) : []
  return { found, isLast: !/rel="next"/.test(headers['link'] ?? '') }
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** Is it a plan that this run has made, or is just making? */
export const isOwn = ({ uuid, backend_id, article_code }: Row): boolean => {
  const { settings, transport } = getSession()
  const isTagged = [backend_id, article_code].includes(settings.tag)
  return isTagged || transport.guard.isOurs(findUuid(String(uuid)) ?? '')
}

const digest = ({ attributes: _, googlecalendar: __, plans: ___, ...row }: Row): string =>
  createHash('sha256').update(JSON.stringify(row)).digest('base64')
