import { rowsAt } from '../remote/pages.ts'
import { objectIn, objectsIn, textIn } from '../remote/reading.ts'
import type { Json } from '../remote/reading.ts'
import type { Answer, Server } from '../remote/server.ts'
import { feedsOf } from './feed.ts'
import type { Feeds } from './feed.ts'
import { organisationsOf } from './organisationsRead.ts'
import type { Organisations } from './organisationsRead.ts'
import { readerOf, uuidIn, uuidsIn } from './reader.ts'
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
  readonly checklists: ReadonlyMap<string, Json>
  readonly media: ReadonlyMap<string, Medium>
  readonly feeds: Feeds
  /** When it was read, by the server's clock. */
  readonly time: number
}

export interface Medium {
  readonly kind: 'image' | 'thumbnail' | 'document'
  readonly title: string
  readonly text: string
}

export type OnRows = (done: number, of: number, what: string) => void

export async function collected(server: Server, onRows: OnRows): Promise<Collection> {
  const reader = readerOf(server)
  const list = (path: string, what: string) =>
    rowsAt(server, path, (done, of) => onRows(done, of, what))
  const plans = await list('/api/marketplace-plans/', 'plans')
  const bookings = await list('/api/booking-offerings/', 'booking offerings')
  const time = server.time()
  const usage = await list('/api/marketplace-plans/usage_stats/', 'usage statistics')
  const offerings = await offeringsOf(reader, { plans, bookings, usage })
  const rows = [...offerings.values()]
  const me = objectIn((await server.ask('GET', '/api/users/me/')).json)
  return {
    isStaff: me['is_staff'] !== false,
    plans,
    usage,
    bookings: new Set(uuidsIn(bookings)),
    offerings,
    time,
    ...(await organisationsOf(reader, [...plans, ...rows, ...usage])),
    categories: await eachOf(reader, 'category', uuidsIn(rows, 'category_uuid')),
    checklists: await eachOf(reader, 'checklist', uuidsIn(rows, 'compliance_checklist')),
    media: await mediaOf(reader, rows, onRows),
    feeds: await feedsOf(server, offerings),
  }
}

/** Bookings as they are listed; what other plans are sold under, and parents, as providers see them. */
async function offeringsOf(
  reader: Reader,
  { plans, bookings, usage }: Record<'plans' | 'bookings' | 'usage', readonly Json[]>,
): Promise<Map<string, Json>> {
  const offerings = new Map(bookings.map((row) => [uuidIn(row['uuid']) ?? '', row]))
  const wanted = [...uuidsIn(plans, 'offering'), ...uuidsIn(usage, 'offering_uuid')]
  wanted.push(...uuidsIn(bookings, 'parent_uuid'))
  for (const uuid of wanted) {
    if (offerings.has(uuid)) continue
    const row = await reader.row('provider offering', uuid)
    offerings.set(uuid, row ?? stubOf(uuid, usage))
    wanted.push(...uuidsIn(row ? [row] : [], 'parent_uuid'))
  }
  for (const [uuid, row] of offerings)
    if (await isWithoutCalendar(reader, uuid, row))
      offerings.set(uuid, { ...row, googlecalendar: null })
  return offerings
}

/** A calendar without an id may be none: where bookings do not tell them apart, providers see it. */
async function isWithoutCalendar(reader: Reader, uuid: string, row: Json): Promise<boolean> {
  const { backend_id, public: isPublic } = objectIn(row['googlecalendar'])
  if (typeof backend_id === 'string' || isPublic === true) return false
  const seen = await reader.row('provider offering', uuid)
  return typeof seen?.['google_calendar_is_public'] !== 'boolean'
}

/** What the usage statistics say of an offering that this token does not see. */
function stubOf(uuid: string, usage: readonly Json[]): Json {
  const row = usage.find((one) => uuidIn(one['offering_uuid']) === uuid) ?? {}
  return {
    uuid,
    name: textIn(row['offering_name']) || `Offering ${uuid.slice(0, 8)}`,
    type: 'Marketplace.Basic',
    customer_uuid: row['customer_provider_uuid'] ?? null,
    customer_name: row['customer_provider_name'] ?? null,
    billable: Object.keys(row).length > 0,
  }
}

async function eachOf(
  reader: Reader,
  place: 'category' | 'checklist',
  uuids: readonly string[],
): Promise<Map<string, Json>> {
  const rows = new Map<string, Json>()
  for (const uuid of new Set(uuids)) rows.set(uuid, (await reader.row(place, uuid)) ?? {})
  return rows
}

/** Pictures are kept by their title, which the mock draws; texts as they are. */
async function mediaOf(
  reader: Reader,
  offerings: readonly Json[],
  onRows: OnRows,
): Promise<Map<string, Medium>> {
  const found = offerings.flatMap(mediaLinks)
  const media = new Map<string, Medium>()
  for (const [done, { uuid, kind, title }] of found.entries()) {
    onRows(done, found.length, 'media')
    if (media.has(uuid)) continue
    media.set(uuid, mediumFrom(await reader.answer('medium', uuid), { kind, title }))
  }
  return media
}

/** What a medium is shows in its content; who links to it only says what it is called. */
function mediumFrom(
  { status, headers, text }: Answer,
  link: Pick<Medium, 'kind' | 'title'>,
): Medium {
  const type = status === 200 ? (headers.get('content-type') ?? '') : ''
  const drawn = type.includes('svg') ? /<title>([^<]*)<\/title>/.exec(text)?.[1] : undefined
  if (type.startsWith('text/')) return { kind: 'document', title: link.title, text }
  if (drawn === undefined) return { ...link, text: '' }
  const kind = link.kind === 'document' ? 'image' : link.kind
  return { kind, title: unescaped(drawn), text: '' }
}

interface MediumLink extends Pick<Medium, 'kind' | 'title'> {
  readonly uuid: string
}

function mediaLinks(offering: Json): MediumLink[] {
  const link = (value: unknown, kind: Medium['kind'], title: unknown): MediumLink[] => {
    const uuid = uuidIn(value)
    return uuid === null ? [] : [{ uuid, kind, title: textIn(title) }]
  }
  return [
    ...link(offering['thumbnail'], 'thumbnail', offering['name']),
    ...link(offering['image'], 'image', offering['name']),
    ...objectsIn(offering['screenshots']).flatMap(({ image, thumbnail, name }) => [
      ...link(image, 'image', name),
      ...link(thumbnail, 'thumbnail', name),
    ]),
    ...objectsIn(offering['files']).flatMap(({ file, name }) => link(file, 'document', name)),
  ]
}

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
