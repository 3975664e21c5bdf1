import { invalid } from '../errors.ts'
import { readLast, takePage } from '../domain/list.ts'
import { readUuid } from '../domain/uuid.ts'
import { encodeText } from '../pipeline/bytes.ts'
import type { Context, Decision } from '../pipeline/decisions.ts'

/** Whether a row has one of the values that a filter was given; null: a value is no such thing. */
export interface Filter<R> {
  readonly read: (text: string) => string | null
  readonly refusal: (text: string) => string
  readonly fits: (row: R, wanted: string, context: Context) => boolean
}

/** How a kind of rows is listed: those that the caller sees, in their usual order. */
export interface Listing<R> {
  readonly rows: (context: Context) => readonly R[]
  readonly filters: Readonly<Record<string, Filter<R>>>
  readonly orders?: Readonly<Record<string, (row: R, context: Context) => string | number>>
  readonly render: (context: Context, row: R) => object
}

/** Filter, then order, then page; `field` names what is shown of each row (§1.9, §1.10). */
export const list =
  <R>(listing: Listing<R>) =>
  (context: Context): Decision => {
    const page = takePage(orderRows(listing, context, filterRows(listing, context)), context.query)
    const rows = page.rows.map((row) => pickFields(listing.render(context, row), context))
    return { representation: { bytes: encodeText(JSON.stringify(rows)), problems: [] }, page }
  }

/** The same for what belongs to the object that the path names. */
export const listOf =
  <S, R>(make: (subject: S) => Listing<R>) =>
  (context: Context<S>): Decision =>
    list(make(context.subject))(asViewer(context))

export const replyWith = (
  { state }: Pick<Context, 'state'>,
  json: unknown,
  status = 200,
): Decision => ({ state, reply: { status, json } })

/** One row as it is listed. */
export const show =
  <R>(render: Listing<R>['render']) =>
  (context: Context<R>): Decision =>
    replyWith(context, pickFields(render(asViewer(context), context.subject), context))

/** Who looks, whatever is looked at. */
export const asViewer = (context: Context<unknown, unknown>): Context => ({
  ...context,
  subject: undefined,
  body: undefined,
})

function filterRows<R>({ rows, filters }: Listing<R>, context: Context): readonly R[] {
  const refusals: Record<string, string[]> = {}
  const tests: ((row: R) => boolean)[] = []
  for (const [name, filter] of Object.entries(filters)) {
    const texts = readValues(context.query, name)
    const bad = texts.find((text) => filter.read(text) === null)
    if (bad !== undefined) refusals[name] = [filter.refusal(bad)]
    const wanted = texts.flatMap((text) => filter.read(text) ?? [])
    if (wanted.length > 0) tests.push((row) => wanted.some((one) => filter.fits(row, one, context)))
  }
  if (Object.keys(refusals).length > 0) throw invalid(refusals)
  return tests.length === 0
    ? rows(context)
    : rows(context).filter((row) => tests.every((test) => test(row)))
}

/** A filter may be repeated, and each may hold several values with commas between them. */
const readValues = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap((text) => (SINGLE.has(name) ? [text] : text.split(',')))
    .filter(Boolean)

/** What people type may have commas in it. */
const SINGLE = new Set(['name', 'name_exact', 'query', 'keyword', 'full_name', 'title', 'username'])

function orderRows<R>({ orders = {} }: Listing<R>, context: Context, rows: readonly R[]) {
  const names = (readLast(context.query, 'o') ?? '').split(',').filter(Boolean)
  const known = names.flatMap((name) => {
    const key = orders[name.replace(/^-/, '')]
    return key ? [[key, name.startsWith('-') ? -1 : 1] as const] : []
  })
  if (known.length === 0) return rows
  return [...rows].sort((a, b) => {
    for (const [key, sign] of known) {
      const order = compare(key(a, context), key(b, context))
      if (order !== 0) return sign * order
    }
    return 0
  })
}

const collator = new Intl.Collator('en')

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))

/** If none of the fields is known, all of them. */
function pickFields(row: object, { query }: Pick<Context, 'query'>): object {
  const fields = new Set(query.getAll('field'))
  const chosen = Object.entries(row).filter(([name]) => fields.has(name))
  return chosen.length === 0 ? row : Object.fromEntries(chosen)
}

export const byUuid = <R>(
  pick: (row: R, context: Context) => string | null | undefined | readonly string[],
): Filter<R> => ({
  read: readUuid,
  refusal: () => 'Enter a valid UUID.',
  fits: (row, wanted, context) => [pick(row, context)].flat().includes(wanted),
})

/** By the address of something, which ends with its uuid; what is no address belongs to nothing. */
export const byLink = <R>(
  pick: (row: R, context: Context) => string | null | undefined,
): Filter<R> => ({
  read: (text) => readUuid(/\/([^/?#]+)\/?$/.exec(text)?.[1] ?? '') ?? '',
  refusal: () => '',
  fits: (row, wanted, context) => pick(row, context) === wanted,
})

export const byText = <R>(pick: (row: R, context: Context) => readonly string[]): Filter<R> => ({
  read: (text) => (text.includes('\0') ? null : text.toLowerCase()),
  refusal: () => 'Null characters are not allowed.',
  fits: (row, wanted, context) =>
    pick(row, context).some((text) => text.toLowerCase().includes(wanted)),
})

/** The whole text, whatever values there are. */
export const byWord = <R>(pick: (row: R, context: Context) => string): Filter<R> => ({
  read: (text) => text,
  refusal: () => '',
  fits: (row, wanted, context) => pick(row, context) === wanted,
})

export const byChoice = <R>(
  choices: readonly string[],
  pick: (row: R, context: Context) => string,
): Filter<R> => ({
  read: (text) => (choices.includes(text) ? text : null),
  refusal: (text) => `Select a valid choice. ${text} is not one of the available choices.`,
  fits: (row, wanted, context) => pick(row, context) === wanted,
})

/** What is neither true nor false is not asked for. */
export const byFlag = <R>(pick: (row: R, context: Context) => boolean): Filter<R> => ({
  read: (text) => text.toLowerCase(),
  refusal: () => '',
  fits: (row, wanted, context) =>
    !/^(?:true|false|1|0)$/.test(wanted) || pick(row, context) === /^(?:true|1)$/.test(wanted),
})
