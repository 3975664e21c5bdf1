import type { Settings } from '../settings.ts'

export const isRead = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/** Every uuid in a text, with dashes or without. */
export const UUID_PATTERN = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi

/** Hex digits of a uuid in a path or link, or null. */
export const findUuid = (text: string): string | null =>
  decodeEscapes(text).match(UUID_PATTERN)?.[0].replaceAll('-', '').toLowerCase() ?? null

/** What a server makes of `%61`; else the `2F` before a uuid in a form would be read as a part of it. */
const decodeEscapes = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  )

/** Thrown instead of sending what could harm what the run did not make. */
export class Forbidden extends Error {
  override name = 'Forbidden'
}

/** The one place that decides which requests may leave this machine. */
export class Guard {
  readonly #settings: Settings
  /** What the run made, and uuids that it invented: nothing else is written to. */
  readonly #ours = new Set<string>()

  constructor(settings: Settings) {
    this.#settings = settings
  }

  allow(uuid: string): void {
    this.#ours.add(uuid.replaceAll('-', '').toLowerCase())
  }

  isOurs(uuid: string): boolean {
    return this.#ours.has(uuid)
  }

  /** Throws Forbidden for a request that is neither a read, nor a write on something of ours or of nothing at all. */
  demand({ method, path, body }: { method: string; path: string; body?: unknown }): void {
    if (isRead(method)) return
    if (!this.#settings.write) throw new Forbidden(`${method} ${path}: this run is read-only`)
    if (changesNothing({ method, path, body }) && this.#mayTry(path)) return
    const what = `${method} ${path}`
    const isCalendar = path.startsWith('/api/booking-offerings/')
    for (const uuid of findUuids(path)) this.#demandOurs(what, uuid, isCalendar)
    if (findUuid(path) === null)
      for (const uuid of findUuids(body)) this.#demandOurs(what, uuid, true)
  }

  #mayTry(path: string): boolean {
    const { usedPlans } = this.#settings
    return usedPlans === 'all' || usedPlans.includes(findUuid(path) ?? '')
  }

  #demandOurs(what: string, uuid: string, mayBeOffering: boolean): void {
    if (this.#ours.has(uuid)) return
    const { offering, calendars } = this.#settings
    if (mayBeOffering && uuid === findUuid(offering ?? '')) return
    if (calendars === 'all' && CALENDAR_ACTION.test(what)) return
    throw new Forbidden(`${what}: ${uuid} was not made by this run, so it is left alone`)
  }
}

const CALENDAR_ACTION =
  /^POST \/api\/booking-offerings\/[0-9a-f-]+\/(google_calendar_sync|(un)?share_google_calendar)\/$/i

/** Requests that a server may refuse or take: either way they change nothing. */
const IDLE = new Set(['PUT {}', 'PATCH {}', 'POST update_discounts/ {"discounts":{}}'])

function changesNothing({ method, path, body }: { method: string; path: string; body?: unknown }) {
  const [, action] = /^\/api\/marketplace-plans\/[0-9a-f-]+\/(\w+\/)?$/i.exec(path) ?? [null, null]
  if (action === null) return false
  return IDLE.has([method, action, JSON.stringify(body)].filter(Boolean).join(' '))
}

/** What a path or a body could touch: every uuid in it, however it is written. */
export function findUuids(body: unknown): string[] {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return [...decodeEscapes(text).matchAll(UUID_PATTERN)].map(([uuid]) =>
    uuid.replaceAll('-', '').toLowerCase(),
  )
}
