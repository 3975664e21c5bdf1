import type { components } from '../api.gen.ts'
import type { Api } from '../document/api.ts'
import type { Problem } from '../document/validators.ts'
import { listOfferingComponents } from '../domain/plans/prices.ts'
import { renderPlan } from '../domain/plans/renderPlan.ts'
import { renderUsage } from '../domain/plans/renderUsage.ts'
import {
  findNextChange,
  renderAttributes,
  renderOffering,
  listPlansWithin,
} from '../domain/bookings/renderOffering.ts'
import { tableNames } from '../domain/state.ts'
import type { Offering, Plan, State, TableName } from '../domain/state.ts'
import type { Style } from '../domain/links/links.ts'
import { findGroup, findRow } from '../domain/table.ts'
import type { Context } from '../domain/context.ts'
import { renderVersion } from '../domain/plans/history.ts'
import type { NumberedVersion } from '../domain/plans/history.ts'
import type { PlanUsage } from '../domain/plans/usage.ts'
import { encodeText } from './bytes.ts'

/** A representation as JSON bytes, with what openapi.yaml has against it. */
export interface Representation {
  readonly bytes: Uint8Array
  readonly problems: readonly Problem[]
  /** Milliseconds: when time alone makes it another one. */
  readonly until?: number
}

type View = Pick<Context, 'state' | 'style' | 'as' | 'user' | 'query' | 'now' | 'isHead'> & {
  readonly api: Api
}

/** The validator of a row of a list: its schema in openapi.yaml. */
type RowName = `row_${keyof components['schemas'] | 'VersionHistory'}`

const representAs = ({ api }: View, value: object, schema: RowName): Representation => ({
  bytes: encodeText(JSON.stringify(value)),
  problems: api.findProblems(schema, value),
})

/** What a cached rendering was made from; any of these being another value makes it stale. */
type Origins = readonly unknown[]

const sameOrigins = (a: Origins, b: Origins): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])

const plans = new WeakMap<
  Plan,
  { readonly from: Origins; readonly representation: Representation }
>()

/** A plan as it is listed and retrieved: rendered and judged once for each version of its rows. */
export function representPlan(view: View, plan: Plan): Representation {
  const { state, style, as, isHead } = view
  if (isHead) return representForCount(view, plan)
  const from = [
    listOfferingComponents(state, plan),
    findGroup(state.resources, 'plan', plan.uuid),
    state.organization_groups,
    state.customers,
    ...styleParts(style),
    as,
  ]
  const known = plans.get(plan)
  if (known && sameOrigins(known.from, from)) return known.representation
  const value = view.api.shape('ProviderPlanDetails', renderPlan(view, plan))
  const representation = representAs(view, value, 'row_ProviderPlanDetails')
  plans.set(plan, { from, representation })
  return representation
}

/** HEAD counts the bytes of a plan without what only GET returns; nobody sees them (§1.7). */
const representForCount = (view: View, plan: Plan): Representation => ({
  ...representPlanWithout(view, plan, ['plan_type', 'minimal_price']),
  problems: [],
})

/** The answer to a write: without what only GET returns, if the dialect says so (§2.0, row 5). */
export const representWrittenPlan = (view: View, plan: Plan): Representation =>
  view.as.missingInWriteReplies.length === 0
    ? representPlan(view, plan)
    : representPlanWithout(view, plan, view.as.missingInWriteReplies)

function representPlanWithout(view: View, plan: Plan, names: readonly string[]): Representation {
  const whole = Object.entries(view.api.shape('ProviderPlanDetails', renderPlan(view, plan)))
  const value = Object.fromEntries(whole.filter(([name]) => !names.includes(name)))
  return representAs(view, value, 'row_ProviderPlanDetails')
}

const styleParts = ({ origin, suffix, format }: Style) => [origin, suffix, format]

interface Timed extends Representation {
  readonly from: number
  readonly until: number
}

interface Halves extends Pick<Representation, 'problems'> {
  readonly from: Origins
  readonly value: object
  readonly head: Uint8Array
  readonly tail: Uint8Array
  /** Both joined, with the attributes of some moment between. */
  whole?: Timed
}

const offerings = new WeakMap<Offering, Halves>()

/** A booking offering; only `attributes` change with the clock, so the rest is rendered once. */
export function representOffering(view: View, offering: Offering): Representation {
  const halves = renderHalvesOnce(view, offering)
  const now = view.now.getTime()
  if (halves.whole && halves.whole.from <= now && now < halves.whole.until) return halves.whole
  return (halves.whole = joinHalves(halves, offering, view.now))
}

function joinHalves({ head, tail, problems }: Halves, offering: Offering, now: Date): Timed {
  const attributes = encodeText(JSON.stringify(renderAttributes(offering, now)))
  const bytes = joinBytes([head, attributes, tail])
  return { bytes, problems, from: now.getTime(), until: findNextChange(offering, now) }
}

function renderHalvesOnce(view: View, offering: Offering): Halves {
  const { state, style, as, user } = view
  const from = [
    ...listSeenOf(state, offering),
    ...styleParts(style),
    as,
    user.consents.includes(offering.uuid),
    ...listPlansWithin(view, offering),
  ]
  const known = offerings.get(offering)
  if (known && sameOrigins(known.from, from)) return known
  const made = { from, ...renderHalves(view, offering) }
  offerings.set(offering, made)
  return made
}

/** What an offering shows something of: its own plans and calendar, what it is a part of, and whole tables that seldom change. */
function listSeenOf(state: State, { uuid, parent }: Offering): readonly unknown[] {
  const above = findRow(state.offerings, parent)
  return [
    findGroup(state.plans, 'offering', uuid),
    findRow(state.calendars, uuid),
    above,
    findRow(state.offerings, above?.parent ?? null),
    ...SEEN.map((name) => state[name]),
  ]
}

const SEEN_BY_ROW: readonly TableName[] = ['plans', 'calendars', 'offerings']

const UNSEEN: readonly TableName[] = [
  'users',
  'login_failures',
  'orders',
  'busy_slots',
  'category_groups',
]

const SEEN = tableNames.filter((name) => ![...SEEN_BY_ROW, ...UNSEEN].includes(name))

/** No stored text can hold this: quotes inside texts are escaped. */
const CUT = '"attributes":"\\u0000"'

function renderHalves(view: View, offering: Offering): Omit<Halves, 'from'> {
  const value = view.api.shape('Offering', renderOffering(view, offering))
  const text = JSON.stringify({ ...value, attributes: '\0' })
  const start = text.indexOf(CUT) + '"attributes":'.length
  return {
    value,
    head: encodeText(text.slice(0, start)),
    tail: encodeText(text.slice(start + '"\\u0000"'.length)),
    problems: view.api.findProblems('row_Offering', value),
  }
}

/** Only the fields asked for, in their usual order; if none is known, all of them (§1.9). */
export function representFields(
  view: View,
  offering: Offering,
  fields: Set<string>,
): Representation {
  const { value } = renderHalvesOnce(view, offering)
  const chosen = Object.entries(value).filter(([name]) => fields.has(name))
  if (chosen.length === 0) return representOffering(view, offering)
  if (!fields.has('attributes'))
    return representAs(view, Object.fromEntries(chosen), 'row_Offering')
  const attributes = renderAttributes(offering, view.now)
  const until = findNextChange(offering, view.now)
  return {
    ...representAs(view, { ...Object.fromEntries(chosen), attributes }, 'row_Offering'),
    until,
  }
}

export const representUsage = (view: View, row: PlanUsage): Representation =>
  representAs(view, renderUsage(view, row), 'row_PlanUsageResponse')

export const representVersion = (view: View, version: NumberedVersion): Representation =>
  representAs(view, renderVersion(view, version), 'row_VersionHistory')

const OPEN = encodeText('[')
const COMMA = encodeText(',')
const CLOSE = encodeText(']')

const lists = new WeakMap<
  Representation,
  { readonly rows: readonly Representation[]; readonly representation: Representation }
>()

/** A JSON array of what is shown already: joined once for the same rows. */
export function representList(rows: readonly Representation[]): Representation {
  const [first = EMPTY_LIST] = rows
  const known = lists.get(first)
  if (known && sameOrigins(known.rows, rows)) return known.representation
  const representation = {
    bytes: joinBytes([
      OPEN,
      ...rows.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [COMMA, bytes])),
      CLOSE,
    ]),
    problems: rows.flatMap(({ problems }) => problems),
    until: Math.min(...rows.map(({ until = Infinity }) => until)),
  }
  lists.set(first, { rows, representation })
  return representation
}

const EMPTY_LIST: Representation = { bytes: encodeText('[]'), problems: [] }

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
