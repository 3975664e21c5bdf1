import { isDeepStrictEqual } from 'node:util'
import { uuidIn } from './guard.ts'
import { enter, remaining, tagsIn } from './ledgerFile.ts'
import type { Settings } from './settings.ts'
import { Transport } from './transport.ts'
import type { Exchange, Request } from './transport.ts'

type Row = Readonly<Record<string, unknown>>

/** Plans that could not be taken away again: left archived, or still there with the reason. */
export interface Leftover {
  readonly uuid: string
  readonly state: 'archived' | 'still there'
  readonly reason: string
}

/**
 * Takes away what runs have made, newest first: by the ledger, and by the tag of plans that a killed
 * run made but could not note. Where delete is refused, the plan is archived.
 */
export async function cleanUp(settings: Settings): Promise<Leftover[]> {
  const transport = new Transport({ ...settings, write: true, budget: null })
  const tags = new Set<unknown>(tagsIn(settings.ledger))
  const tagged = (await rowsAt(transport, PLANS))
    .filter(({ backend_id }) => tags.has(backend_id))
    .map(({ uuid }) => uuidIn(String(uuid)))
  const uuids = new Set([...remaining(settings.ledger), ...tagged])
  const leftovers: Leftover[] = []
  for (const uuid of uuids) {
    if (uuid === null) continue
    transport.guard.allow(uuid)
    const leftover = await takeAway(transport, uuid)
    if (leftover) leftovers.push(leftover)
    if (leftover?.state !== 'still there') enter(settings.ledger, { removed: uuid })
  }
  return leftovers
}

const PLANS = '/api/marketplace-plans/'

async function takeAway(transport: Transport, uuid: string): Promise<Leftover | null> {
  const path = `${PLANS}${uuid}/`
  const deleted = await asked(transport, { method: 'DELETE', path })
  if ([200, 204, 404].includes(deleted.response.status)) return null
  const archived = await asked(transport, { method: 'POST', path: `${path}archive/` })
  const { status, text } = archived.response
  const isArchived = status === 200 || (status === 400 && /already archived/.test(text))
  const reason = `DELETE answered ${deleted.response.status}, archive ${status}`
  return { uuid, state: isArchived ? 'archived' : 'still there', reason }
}

const asked = (transport: Transport, request: Omit<Request, 'role'>): Promise<Exchange> =>
  transport.exchange({ ...request, role: roleOf(transport) })

const roleOf = ({ tokens }: Pick<Transport, 'tokens'>): Request['role'] =>
  tokens.staff === undefined ? 'owner' : 'staff'

/** All plans and booking offerings that the caller sees, without those of this run, by their uuid. */
export async function othersSeen(settings: Settings): Promise<Map<string, Row>> {
  const transport = new Transport({ ...settings, budget: null })
  const ours = new Set(remaining(settings.ledger))
  const plans = await rowsAt(transport, PLANS)
  const offerings = await rowsAt(transport, '/api/booking-offerings/')
  const rows = [...plans.map((row) => ['plan', row] as const), ...offerings.map(withoutPlans)]
  return new Map(
    rows.flatMap(([kind, row]) => {
      const uuid = uuidIn(String(row['uuid']))
      const isOurs = uuid === null || ours.has(uuid) || row['backend_id'] === settings.tag
      return isOurs ? [] : [[`${kind} ${uuid}`, row] as const]
    }),
  )
}

/** An offering without what moves by itself: its plans are compared on their own, windows move on. */
function withoutPlans({ plans: _, attributes: __, ...row }: Row): readonly ['offering', Row] {
  return ['offering', row]
}

/** What differs between two readings: a name and the fields that changed, for each row. */
export function differences(before: Map<string, Row>, after: Map<string, Row>): string[] {
  return [...before].flatMap(([name, row]) => {
    const now = after.get(name)
    if (!now) return [`${name} is gone`]
    const changed = Object.keys(row).filter((key) => !isDeepStrictEqual(row[key], now[key]))
    return changed.length > 0 ? [`${name}: ${changed.join(', ')} changed`] : []
  })
}

async function rowsAt(transport: Transport, path: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; page <= 100; page++) {
    const { response } = await asked(transport, {
      method: 'GET',
      path: `${path}?page_size=300&page=${page}`,
    })
    if (response.status !== 200 || !Array.isArray(response.json)) return rows
    rows.push(...(response.json as Row[]))
    if (!/rel="next"/.test(response.headers['link'] ?? '')) return rows
  }
  return rows
}
