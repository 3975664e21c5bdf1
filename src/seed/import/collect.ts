import { readAllRows } from '../server/readAllRows.ts'
import { readObject, readObjects, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'
import type { SparseRows } from '../rows/tables.ts'
import type { ServerResponse, WaldurClient } from '../server/waldurClient.ts'
import { readBusySlots } from './busySlots.ts'
import { readFeeds } from './feed.ts'
import type { Feeds } from './feed.ts'
import { readOrganisations } from './readOrganisations.ts'
import type { Organisations } from './readOrganisations.ts'
import { createReader, demandEnd, findUuid, findUuids } from './reader.ts'
import type { Reader } from './reader.ts'

/** Everything that a token sees of plans and bookings, and of what they link to. Keys are uuids. */
export interface Collection extends Organisations {
  readonly isStaff: boolean
  readonly plans: readonly Json[]
  readonly usage: readonly Json[]
  /** Those in the list of bookings. */
  readonly bookings: ReadonlySet<string>
  readonly offerings: ReadonlyMap<string, Json>
  readonly categories: ReadonlyMap<string, Json>
  readonly shelves: ReadonlyMap<string, Json>
  readonly checklists: ReadonlyMap<string, Json>
  readonly media: ReadonlyMap<string, Medium>
  readonly feeds: Feeds
  readonly busySlots: readonly SparseRows['busy_slots'][]
  /** When it was read, by the server's clock. */
  readonly time: number
  /** What the server failed to show. */
  readonly failed: readonly string[]
}

export interface Medium {
  readonly kind: 'image' | 'thumbnail' | 'document'
  readonly title: string
  readonly text: string
}

export type OnRows = (done: number, of: number, what: string) => void

export async function collect(server: WaldurClient, onRows: OnRows): Promise<Collection> {
  const reader = createReader(server)
  const list = (path: string, what: string) =>
    readAllRows(server, path, (done, of) => onRows(done, of, what))
  const plans = await list('/api/marketplace-plans/', 'plans')
  const bookings = await list('/api/booking-offerings/', 'booking offerings')
  const time = server.time()
  const usage = await list('/api/marketplace-plans/usage_stats/', 'usage statistics')
  const offerings = await collectOfferings(server, reader, { plans, bookings, usage })
  const rows = [...offerings.values()]
  const categories = await readEach(reader, 'category', findUuids(rows, 'category_uuid'))
  const me = readObject((await server.ask('GET', '/api/users/me/')).json)
  return {
    isStaff: me['is_staff'] !== false,
    plans,
    usage,
    bookings: new Set(findUuids(bookings)),
    offerings,
    time,
    failed: reader.failed,
    ...(await readOrganisations(server, reader, [...plans, ...rows, ...usage])),
    categories,
    shelves: await readEach(reader, 'category group', findUuids([...categories.values()], 'group')),
    checklists: await readEach(reader, 'checklist', findUuids(rows, 'compliance_checklist')),
    media: await collectMedia(reader, rows, onRows),
    feeds: await readFeeds(server, offerings),
    busySlots: await readBusySlots(server, findUuids(bookings)),
  }
}

/** Bookings as they are listed; what other plans are sold under, and parents, as providers see them. */
async function collectOfferings(
  server: WaldurClient,
  reader: Reader,
  { plans, bookings, usage }: Record<'plans' | 'bookings' | 'usage', readonly Json[]>,
): Promise<Map<string, Json>> {
  const offerings = new Map(bookings.map((row) => [findUuid(row['uuid']) ?? '', row]))
  let wanted = [...findUuids(plans, 'offering'), ...findUuids(usage, 'offering_uuid')]
  wanted.push(...findUuids(bookings, 'parent_uuid'))
  for (let depth = 0; wanted.length > 0; depth++) {
    demandEnd(server, depth, 'offering')
    const parents: string[] = []
    for (const uuid of wanted.filter((one) => !offerings.has(one))) {
      const row = await reader.row('provider offering', uuid)
      offerings.set(uuid, row ?? makeStub(uuid, usage))
      parents.push(...findUuids(row ? [row] : [], 'parent_uuid'))
    }
    wanted = parents
  }
  for (const [uuid, row] of offerings)
    if (await isWithoutCalendar(reader, uuid, row))
      offerings.set(uuid, { ...row, googlecalendar: null })
  return offerings
}

/** A calendar without an id may be none: where bookings do not tell them apart, providers see it. */
async function isWithoutCalendar(reader: Reader, uuid: string, row: Json): Promise<boolean> {
  const { backend_id, public: isPublic } = readObject(row['googlecalendar'])
  if (typeof backend_id === 'string' || isPublic === true) return false
  const seen = await reader.row('provider offering', uuid)
  return typeof seen?.['google_calendar_is_public'] !== 'boolean'
}

/** What the usage statistics say of an offering that this token does not see. */
function makeStub(uuid: string, usage: readonly Json[]): Json {
  const row = usage.find((one) => findUuid(one['offering_uuid']) === uuid) ?? {}
  return {
    uuid,
    name: readText(row['offering_name']) || `Offering ${uuid.slice(0, 8)}`,
    type: 'Marketplace.Basic',
    customer_uuid: row['customer_provider_uuid'] ?? null,
    customer_name: row['customer_provider_name'] ?? null,
    billable: Object.keys(row).length > 0,
  }
}

async function readEach(
  reader: Reader,
  place: 'category' | 'category group' | 'checklist',
  uuids: readonly string[],
): Promise<Map<string, Json>> {
  const rows = new Map<string, Json>()
  for (const uuid of new Set(uuids)) rows.set(uuid, (await reader.row(place, uuid)) ?? {})
  return rows
}

/** Pictures are kept by their title, which the mock draws; texts as they are. */
async function collectMedia(
  reader: Reader,
  offerings: readonly Json[],
  onRows: OnRows,
): Promise<Map<string, Medium>> {
  const found = offerings.flatMap(listMediaLinks)
  const media = new Map<string, Medium>()
  for (const [done, { uuid, kind, title }] of found.entries()) {
    onRows(done, found.length, 'media')
    if (media.has(uuid)) continue
    media.set(uuid, readMedium(await reader.answer('medium', uuid), { kind, title }))
  }
  return media
}

/** What a medium is shows in its content; who links to it only says what it is called. */
function readMedium(
  { status, headers, text }: ServerResponse,
  link: Pick<Medium, 'kind' | 'title'>,
): Medium {
  const type = status === 200 ? (headers.get('content-type') ?? '') : ''
  const drawn = type.includes('svg') ? /<title>([^<]*)<\/title>/.exec(text)?.[1] : undefined
  if (type.startsWith('text/')) return { kind: 'document', title: link.title, text }
  if (drawn === undefined) return { ...link, text: '' }
  const kind = link.kind === 'document' ? 'image' : link.kind
  return { kind, title: unescapeMarkup(drawn), text: '' }
}

interface MediumLink extends Pick<Medium, 'kind' | 'title'> {
  readonly uuid: string
}

function listMediaLinks(offering: Json): MediumLink[] {
  const link = (value: unknown, kind: Medium['kind'], title: unknown): MediumLink[] => {
    const uuid = findUuid(value)
    return uuid === null ? [] : [{ uuid, kind, title: readText(title) }]
  }
  return [
    ...link(offering['thumbnail'], 'thumbnail', offering['name']),
    ...link(offering['image'], 'image', offering['name']),
    ...readObjects(offering['screenshots']).flatMap(({ image, thumbnail, name }) => [
      ...link(image, 'image', name),
      ...link(thumbnail, 'thumbnail', name),
    ]),
    ...readObjects(offering['files']).flatMap(({ file, name }) => link(file, 'document', name)),
  ]
}

const unescapeMarkup = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) =>
    Number(code) > 0x10ffff ? '\uFFFD' : String.fromCodePoint(Number(code)),
  )
