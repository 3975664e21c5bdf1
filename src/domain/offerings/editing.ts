import { denied, invalid } from '../../errors.ts'
import type { Context, Result } from '../context.ts'
import { isAllowed } from '../people/permissions.ts'
import type { Permission } from '../people/permissions.ts'
import { rule } from '../rule.ts'
import { drop, put, putAll } from '../state.ts'
import type { Offering, Schedule, User } from '../state.ts'
import { findGroup, findRow, listRows } from '../table.ts'

export type Editing<Body = unknown> = Context<Offering, Body>

/** In the offering itself, or in the organisation that offers it. */
export const demandEditor = (permission: Permission) =>
  rule(
    `Staff, and who has ${permission} in the offering or its organisation.`,
    '§2.1',
    ({ user, subject }: Editing) => {
      if (!isAllowed(user, permission, [subject.uuid, subject.customer])) throw denied()
    },
  )

/** Writes what the body names. */
export const writeOffering = (context: Editing, change: Partial<Offering>): Result => ({
  state: put(context.state, 'offerings', { ...context.subject, ...change }),
  reply: { status: 200 },
})

type Texts = Pick<
  Offering,
  | 'name'
  | 'description'
  | 'full_description'
  | 'privacy_policy_link'
  | 'access_url'
  | 'getting_started'
  | 'integration_guide'
  | 'vendor_details'
>

/** Of a slug only staff is heard. */
export function updateOverview(
  context: Editing<Partial<Texts> & { readonly slug?: string }>,
): Result {
  const { slug = '', ...texts } = context.body
  demandUrls(texts)
  if (slug === '' || !context.user.is_staff) return writeOffering(context, texts)
  if (!SLUG.test(slug)) throw invalid({ slug: [NO_SLUG] })
  return writeOffering(context, { ...texts, slug })
}

const SLUG = /^[-a-zA-Z0-9_]+$/
const NO_SLUG = 'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.'

const URL = /^(?:https?:\/\/[!-~]+)?$/

export function demandUrls(body: Partial<Texts>): void {
  const names = ['privacy_policy_link', 'access_url'] as const
  const bad = names.filter((name) => !URL.test(body[name] ?? '') || (body[name] ?? '').length > 200)
  if (bad.length === 0) return
  throw invalid(Object.fromEntries(bad.map((name) => [name, ['Enter a valid URL.']])))
}

export const updateDescription = (context: Editing<Pick<Offering, 'category'>>): Result =>
  writeOffering(context, { category: context.body.category })

export const updateLocation = (context: Editing<Place>): Result =>
  writeOffering(context, readPlace(context.body))

export interface Place {
  readonly latitude?: unknown
  readonly longitude?: unknown
}

export function readPlace(body: Place): Pick<Offering, 'latitude' | 'longitude'> {
  const read = (value: unknown, most: number): number | null => {
    const number = value === null || value === '' || value === undefined ? null : Number(value)
    return number === null || Math.abs(number) <= most ? number : NaN
  }
  const [latitude, longitude] = [read(body.latitude, 90), read(body.longitude, 180)]
  const wrong = Object.entries({ latitude, longitude }).filter(([, one]) => Number.isNaN(one))
  if (wrong.length === 0) return { latitude, longitude }
  throw invalid(Object.fromEntries(wrong.map(([name]) => [name, ['A valid number is required.']])))
}

type Free = 'options' | 'resource_options' | 'plugin_options'

/** Objects of any shape; anything else is refused, for no form could be made of it. */
export const updateFree =
  (...names: Free[]) =>
  (context: Editing<Readonly<Record<string, unknown>>>): Result => {
    const given = names.filter((name) => context.body[name] !== undefined)
    const wrong = given.filter((name) => !isObject(context.body[name]))
    if (wrong.length > 0) {
      throw invalid(Object.fromEntries(wrong.map((name) => [name, ['Value must be valid JSON.']])))
    }
    const { backend_id } = context.body
    return writeOffering(context, {
      ...Object.fromEntries(given.map((name) => [name, context.body[name]])),
      ...(typeof backend_id === 'string' && { backend_id }),
    })
  }

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The body is all attributes: what it does not name is gone. */
export function updateAttributes(context: Editing): Result {
  const { body } = context
  if (!isObject(body)) throw invalid(['Dictionary is expected.'])
  return writeOffering(context, { attributes: readAttributes(body) })
}

export function readAttributes(body: Readonly<Record<string, unknown>>): Offering['attributes'] {
  const { schedules, ...others } = body
  if (schedules === undefined || schedules === null) return others
  const windows = Array.isArray(schedules) ? schedules.map(readWindow) : [null]
  if (windows.includes(null)) throw invalid({ schedules: [WINDOWS] })
  return { ...others, schedules: windows as Schedule[] }
}

const WINDOWS = 'Each window needs start and end, two moments of which the second is later.'

/** A calendar sends a day without hours as a date alone. */
function readWindow(item: unknown): Schedule | null {
  if (!isObject(item)) return null
  const [start, end] = [readMoment(item['start']), readMoment(item['end'])]
  if (start === null || end === null || Date.parse(start) >= Date.parse(end)) return null
  return { ...item, start, end }
}

const WHOLE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

function readMoment(value: unknown): string | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN
  if (!(time >= FIRST && time < END)) return null
  return WHOLE.test(String(value)) ? String(value) : new Date(time).toISOString()
}

/** A fixture has the years 1 to 9999. */
const FIRST = Date.parse('0001-01-02T00:00:00Z')
const END = Date.parse('9999-12-31T00:00:00Z')

export const updateOfferingGroups = (
  context: Editing<{ readonly organization_groups: readonly string[] }>,
): Result =>
  writeOffering(context, { organization_groups: [...new Set(context.body.organization_groups)] })

export const deleteOfferingGroups = (context: Editing): Result => ({
  ...writeOffering(context, { organization_groups: [] }),
  reply: { status: 204 },
})

export const refuseSold = rule(
  'An offering with resources is not deleted.',
  '§2',
  ({ state, subject }: Editing) => {
    const isUsed =
      findGroup(state.resources, 'offering', subject.uuid).size > 0 ||
      findGroup(state.offerings, 'parent', subject.uuid).size > 0
    if (isUsed || subject.state !== 'Draft') {
      throw invalid(['Offering has resources or is not a draft, so it is not deleted.'])
    }
  },
)

/** A draft takes its plans, its calendar, and the roles and consents of people with it. */
export function destroyOffering({ state, subject }: Editing): Result {
  const { uuid } = subject
  const plans = findGroup(state.plans, 'offering', uuid).keysArray()
  const busy = findGroup(state.busy_slots, 'offering', uuid).keysArray()
  const without = plans.reduce((next, plan) => drop(next, 'plans', plan.uuid), state)
  const free = busy.reduce((next, slot) => drop(next, 'busy_slots', slot.uuid), without)
  const forgotten = putAll(
    free,
    'users',
    listRows(state.users).flatMap((user) => forget(user, uuid)),
  )
  const silent = findRow(state.calendars, uuid) ? drop(forgotten, 'calendars', uuid) : forgotten
  return { state: drop(silent, 'offerings', uuid), reply: { status: 204 } }
}

function forget(user: User, offering: string): User[] {
  const roles = user.roles.filter(({ scope }) => scope !== offering)
  const consents = user.consents.filter((one) => one !== offering)
  const isSame = roles.length === user.roles.length && consents.length === user.consents.length
  return isSame ? [] : [{ ...user, roles, consents }]
}
