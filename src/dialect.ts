import type { Reply } from './errors.ts'
import { compareVersions } from './versions.ts'

/** One disagreement between the pages and the real server: a row of waldur-behaviour.md, §2.0. */
interface Deviation<Value> {
  readonly row: number
  readonly topic: string
  readonly documented: Value
  readonly observed: Value
  /** Which breaches of openapi.yaml follow from it; texts as `breachesIn` writes them. */
  readonly breach?: RegExp
}

const deviation = <Value>(
  row: number,
  topic: string,
  values: Omit<Deviation<Value>, 'row' | 'topic'>,
): Deviation<Value> => ({ row, topic, ...values })

type ReplyOf = Pick<Reply, 'status' | 'json'>

type Unwritten = 'archived' | 'unit_price' | 'backend_id'

/** Every disagreement that the mock can show, by name. Nothing else in the code asks for the dialect. */
export const deviations = {
  calendarAccepted: deviation<ReplyOf>(1, 'answer of the three calendar actions', {
    documented: { status: 200 },
    observed: { status: 202, json: 'OK' },
    breach: /calendar(?:_sync)? 202 /,
  }),
  groupsDeleted: deviation<ReplyOf>(2, 'answer of delete_organization_groups', {
    documented: { status: 200 },
    observed: { status: 204 },
    breach: /delete_organization_groups 204 /,
  }),
  archived: deviation<ReplyOf>(4, 'answer of archive', {
    documented: { status: 200 },
    observed: { status: 200, json: { detail: 'Plan has been archived.' } },
    breach: /_archive 200 [^_]*body/,
  }),
  missingInWriteReplies: deviation<readonly string[]>(5, 'fields that only GET returns', {
    documented: [],
    observed: ['plan_type', 'minimal_price'],
  }),
  ignoredOnUpdate: deviation<readonly Unwritten[]>(6, 'fields that PUT and PATCH do not write', {
    documented: [],
    observed: ['archived', 'unit_price', 'backend_id'],
  }),
  offeringOnUpdate: deviation<'checked' | 'ignored'>(7, '`offering` in the body of PUT', {
    documented: 'checked',
    observed: 'ignored',
  }),
  samplePathIsOffering: deviation(9, 'the sample link /api/offering/{uuid}/', {
    documented: true,
    observed: false,
  }),
  absentGroups: deviation<'change nothing' | 'crash'>(10, 'a body without organization_groups', {
    documented: 'change nothing',
    observed: 'crash',
    breach: /update_organization_groups 500 /,
  }),
  money: deviation<'number' | 'text'>(13, 'prices that are computed', {
    documented: 'number',
    observed: 'text',
    breach: /(init|switch|minimal)_price type$/,
  }),
  statsFilters: deviation<readonly string[]>(16, 'filters of usage_stats that have an effect', {
    documented: [
      'offering_uuid',
      'customer_provider_uuid',
      'offering',
      'offering_slug',
      'parent_offering_uuid',
    ],
    observed: ['offering_uuid', 'customer_provider_uuid'],
  }),
  uuids: deviation<'dashed' | 'hex'>(20, 'how a uuid is written', {
    documented: 'dashed',
    observed: 'hex',
    breach: /(uuid|overage_component) format$/,
  }),
  groupCustomers: deviation<'counted' | 'omitted'>(21, 'customers of an organization group', {
    documented: 'counted',
    observed: 'omitted',
  }),
  untouchedCalendar: deviation<'object' | 'null'>(22, '`googlecalendar` without a calendar', {
    documented: 'object',
    observed: 'null',
  }),
  totals: deviation<'integer' | 'null'>(23, 'customers and costs of a booking offering', {
    documented: 'integer',
    observed: 'null',
  }),
  bearerToken: deviation<'accepted' | 'refused'>(33, 'the header `Bearer Token …` of a sample', {
    documented: 'accepted',
    observed: 'refused',
  }),
  crashes: deviation<boolean>(34, 'requests that make a running server fail: a 500', {
    documented: false,
    observed: true,
    breach: / 500 /,
  }),
  triedRoutes: deviation<'hidden' | 'told'>(35, 'the 404 of a filter whose path has no route', {
    documented: 'hidden',
    observed: 'told',
    breach: / 404 /,
  }),
}

/** Rows of §2.0 in which both dialects answer alike, with the reason. */
export const alike: Readonly<Record<number, string>> = {
  3: 'the page says 204, and so does the server; who may delete is not on the page',
  8: 'the page lists the fields as writable, and the server stores them at creation',
  11: 'the page does not say what becomes of unnamed components',
  12: 'the page does not say what becomes of unnamed components',
  14: 'the page does not say whether plan_type may be null',
  15: 'the page does not say whether limit and remaining may be null',
  17: 'the page does not say who sees which rows',
  18: 'the page does not say who sees which plans',
  19: 'the page does not say what a stranger is answered',
  24: 'a booking offering has no scope that could be named; null is not excluded by the page',
  25: 'concerns the value of scope_name, which is always null here',
  26: 'the page does not say which schedules are returned',
  27: 'the page does not say which plans are nested, nor where their url leads',
  28: 'the value -1 is an integer, as the page says',
  29: 'the page does not say what an unknown field name does',
  30: 'the page does not mention headers; a default size of 10 contradicts nothing',
  31: 'the page does not mention the Location header',
  32: 'concerns the Python client, not the server',
}

/** A rule that changed with a release, in both dialects. */
interface Turn<Value> {
  readonly topic: string
  /** How sure it is that the rule changed, and then. A read or executed, B concluded, C plausible. */
  readonly certainty: 'A' | 'B' | 'C'
  readonly before: Value
  readonly since: Readonly<Record<string, Value>>
}

const turn = <Value>(
  topic: string,
  certainty: Turn<Value>['certainty'],
  values: Omit<Turn<Value>, 'topic' | 'certainty'>,
): Turn<Value> => ({ topic, certainty, ...values })

/** Rules by release, by name. What only has another shape stands in contracts/releases alone. */
export const turns = {
  /** Real servers always answered 204; null: what the dialect says. */
  groupsRemoved: turn<ReplyOf | null>('answer of delete_organization_groups', 'A', {
    before: null,
    since: { '7.8.8': { status: 204 } },
  }),
  laterFields: turn<boolean>('fields that openapi.yaml does not have', 'A', {
    before: false,
    since: { '7.9.2': true },
  }),
  history: turn<'none' | 'kept'>('versions of a plan', 'A', {
    before: 'none',
    since: { '8.0.0': 'kept' },
  }),
  personalTokens: turn<'refused' | 'accepted'>('the header `Bearer w_…`', 'A', {
    before: 'refused',
    since: { '8.0.7': 'accepted' },
  }),
  figures: turn<'as money' | 'text'>('prices, future_prices and minimal_price', 'A', {
    before: 'as money',
    since: { '8.0.8': 'text' },
  }),
  limitPeriod: turn<'as stored' | 'never blank' | 'never null'>('limit_period', 'B', {
    before: 'as stored',
    since: { '8.0.8': 'never blank', '8.1.3': 'never null' },
  }),
  discounts: turn<'pair' | 'formula'>('discounts of a plan component', 'A', {
    before: 'pair',
    since: { '8.1.2': 'formula' },
  }),
  oneTimePrices: turn<'price' | 'price × amount'>('init_price and switch_price', 'B', {
    before: 'price',
    since: { '8.1.2': 'price × amount' },
  }),
  plansOfChildren: turn<'made' | 'refused'>('a plan for a child offering', 'B', {
    before: 'made',
    since: { '8.1.2': 'refused' },
  }),
  offeringFilter: turn<'one' | 'list'>('the filter offering_uuid', 'B', {
    before: 'one',
    since: { '8.1.2': 'list' },
  }),
}

export const dialectNames = ['documented', 'observed'] as const

export type DialectName = (typeof dialectNames)[number]

type Deviations = {
  readonly [Name in keyof typeof deviations]: (typeof deviations)[Name]['documented']
}
type Turns = { readonly [Name in keyof typeof turns]: (typeof turns)[Name]['before'] }

/** How to answer: every deviation as the pages or real servers have it, every turn as of a release. */
export type Dialect = Deviations & Turns & { readonly name: DialectName }

const known = new Map<string, Dialect>()

/** One value a dialect and release: what is cached by it stays valid. */
export function dialectOf(name: DialectName, release: string): Dialect {
  const key = `${name} ${release}`
  const made = known.get(key) ?? makeDialect(name, release)
  known.set(key, made)
  return made
}

const makeDialect = (name: DialectName, release: string): Dialect =>
  ({
    name,
    ...mapValues<Deviation<unknown>>(deviations, (entry) => entry[name]),
    ...mapValues<Turn<unknown>>(turns, (entry) => valueSince(entry, release)),
  }) as unknown as Dialect

/** The releases of a turn stand in their order. */
const valueSince = ({ before, since }: Turn<unknown>, release: string): unknown =>
  Object.entries(since).findLast(([first]) => compareVersions(first, release) <= 0)?.[1] ?? before

const mapValues = <T>(table: Readonly<Record<string, T>>, map: (entry: T) => unknown): object =>
  Object.fromEntries(Object.entries(table).map(([topic, entry]) => [topic, map(entry)]))
