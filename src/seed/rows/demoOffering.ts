import type { Schedule } from '../../domain/state.ts'
import type { SparseOffering, SparsePlan, SparsePlanComponent, SparseRows } from './tables.ts'
import { makeWindow } from './windows.ts'

type Texts = readonly string[]

/** An offering of demo.json. Lists of texts stand for rows; links are names; prices are short texts. */
export interface Entry {
  readonly uuid: string
  readonly name: string
  readonly created: string
  readonly thumbnail?: string
  readonly image?: string
  /** uuid, name, description, image, thumbnail. */
  readonly screenshots?: readonly Texts[]
  /** uuid of the medium, name, content, and when it was made if not with the offering. */
  readonly files?: readonly Texts[]
  readonly plans: readonly EntryPlan[]
  readonly calendar?: Omit<SparseRows['calendars'], 'uuid'>
  readonly [field: string]: unknown
}

type EntryPlan = Omit<SparsePlan, 'offering' | 'components'> & {
  readonly prices: Readonly<Record<string, string>>
}

/** Where names lead, and how many windows there are so far. */
export interface Links {
  readonly customer: (abbreviation: string) => string
  readonly category: (title: string) => string
  readonly group: (name: string) => string
  readonly offering: (name: string) => string
  readonly checklist: (name: string) => string
  windows: number
}

/** Fields come in the order of the catalogue. */
export function makeOffering(entry: Entry, links: Links): SparseOffering {
  const fields = Object.entries(entry).flatMap(([name, value]) => {
    const read = readers[name]
    return read === null ? [] : [[name, read ? read(value as never, entry, links) : value]]
  })
  return Object.fromEntries(fields) as SparseOffering
}

type Reader = (value: never, entry: Entry, links: Links) => unknown

/** Fields that are written otherwise than they are kept; null: rows of another table. */
const readers: Readonly<Record<string, Reader | null>> = {
  customer: (name: string, _entry, { customer }) => customer(name),
  category: (title: string, _entry, { category }) => category(title),
  parent: (name: string, _entry, { offering }) => offering(name),
  compliance_checklist: (name: string, _entry, { checklist }) => checklist(name),
  endpoints: (rows: readonly Texts[]) => rows.map(([uuid, name, url]) => ({ uuid, name, url })),
  roles: (rows: readonly Texts[]) => rows.map(([uuid, name]) => ({ uuid, name })),
  screenshots: (rows: readonly Texts[], { created }) =>
    rows.map(([uuid, name, description, image, thumbnail]) => ({
      uuid,
      name,
      description,
      image,
      thumbnail,
      created,
    })),
  files: (rows: readonly Texts[], { created }) =>
    rows.map(([file, name, , at]) => ({ name, created: at || created, file })),
  attributes: ({ windows, ...rest }: { windows: readonly Texts[] }, _entry, links) => ({
    schedules: windows.map((window) => makeSchedule(window, links)),
    ...rest,
  }),
  plans: null,
  calendar: null,
}

function makeSchedule(window: Texts, links: Links): Schedule {
  const [start = '', end = '', title = '', slot = '', opens = '', closes = '', days = '', all] =
    window
  links.windows++
  const id = `window-${String(links.windows).padStart(2, '0')}`
  const hours = { slot, opens, closes, days, isAllDay: all === 'all day' }
  return makeWindow({ id, start, end, title }, hours)
}

/** The pictures and files of an offering. A picture and its thumbnail have one title. */
export const makeMedia = ({ name, image, thumbnail, screenshots = [], files = [] }: Entry) => [
  ...screenshots.flatMap(([, title = '', , picture = '', small = '']) => [
    makeMedium(picture, 'image', title),
    makeMedium(small, 'thumbnail', title),
  ]),
  ...files.map(([uuid = '', title = '', text = '']) => ({
    ...makeMedium(uuid, 'document', title),
    text,
  })),
  ...(thumbnail === undefined ? [] : [makeMedium(thumbnail, 'thumbnail', name)]),
  ...(image === undefined ? [] : [makeMedium(image, 'image', name)]),
]

const makeMedium = (
  uuid: string,
  kind: SparseRows['media']['kind'],
  title: string,
): SparseRows['media'] => ({ uuid, kind, title })

export const makePlans = ({ uuid: offering, plans }: Entry, { group }: Links): SparsePlan[] =>
  plans.map(({ uuid, name, prices, organization_groups: groups, unit, ...texts }) => {
    const { max_amount, archived, ...before } = texts
    return {
      uuid,
      name,
      offering,
      ...before,
      ...(groups && { organization_groups: groups.map(group) }),
      ...(max_amount !== undefined && { max_amount }),
      ...(archived !== undefined && { archived }),
      ...(unit && { unit }),
      components: Object.entries(prices).map(([type, price]) => makeComponent(type, price)),
    }
  })

const PRICE =
  /^(?:(?<amount>\d+) × )?(?<price>[\d.]+)(?: then (?<future>[\d.]+))?(?:, (?<rate>\d+) % off from (?<threshold>\d+))?$/

/** Reads `4 × 30.00`, `240.00 then 255.00` and `0.015, 15 % off from 5000`. */
function makeComponent(type: string, text: string): SparsePlanComponent {
  const { amount, price, future, rate, threshold } = PRICE.exec(text)?.groups ?? {}
  if (price === undefined) throw new Error(`demo.json: "${text}" is no price. Write "85.00".`)
  return {
    type,
    ...(amount !== undefined && { amount: Number(amount) }),
    price,
    ...(future !== undefined && { future_price: future }),
    ...(threshold !== undefined && {
      discount_threshold: Number(threshold),
      discount_rate: Number(rate),
    }),
  }
}

export const makeCalendars = ({ uuid, calendar }: Entry): SparseRows['calendars'][] =>
  calendar ? [{ uuid, ...calendar }] : []
