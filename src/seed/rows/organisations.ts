import { diceOf, uuidFrom } from '../dice.ts'
import { providersIn, rowUuid } from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import { companyNamed, personNamed } from './people.ts'
import { countries } from './places.ts'
import type { Country } from './places.ts'
import { subjects } from './subjects.ts'
import type { SparseRows } from './tables.ts'

export const groupUuid = ({ seed }: Market, name: string): string => uuidFrom(seed, 'group', name)

const GROUPS = {
  'Research sector': null,
  Universities: 'Research sector',
  'Industry partners': null,
}

export const groups = (market: Market): SparseRows['organization_groups'][] =>
  Object.entries(GROUPS).map(([name, parent]) => ({
    uuid: groupUuid(market, name),
    name,
    ...(parent !== null && { parent: groupUuid(market, parent) }),
  }))

export const categoryUuid = ({ seed }: Market, title: string): string =>
  uuidFrom(seed, 'category', title)

const CATEGORIES = {
  'Measurement systems': 'Instruments that are booked by the hour or the day',
  HPC: 'Compute clusters, accelerators and reserved nodes',
  Consultancy: 'Rooms, experts and shows',
  Storage: 'Places for data, warm and cold',
}

export const categories = (market: Market): SparseRows['categories'][] =>
  Object.entries(CATEGORIES).map(([title, description]) => ({
    uuid: categoryUuid(market, title),
    title,
    description,
  }))

export const checklists = (market: Market): SparseRows['checklists'][] => [
  {
    uuid: rowUuid(market, 'checklist', 0),
    name: 'Readiness of the visiting group',
    description: 'To be answered before the first booking',
    questions: [
      'Has every visitor taken the safety course within the last two years?',
      'Are all samples fixed, or is a risk assessment attached?',
      'Who takes the waste away, and in which container?',
    ],
  },
]

/** Where a provider is, who answers its mail, and under which names. */
export interface Provider {
  readonly uuid: string
  readonly country: Country
  readonly town: Country['towns'][number]
  readonly name: string
  readonly abbreviation: string
  readonly domain: string
  /** Who answers: drawn only when somebody asks, for Faker starts slowly. */
  readonly desk: () => string
}

export function providerAt(market: Market, place: number): Provider {
  const known = providers.get(market) ?? []
  providers.set(market, known)
  return (known[place] ??= providerOf(market, place))
}

/** Many offerings ask for the same provider. */
const providers = new WeakMap<Market, Provider[]>()

function providerOf(market: Market, place: number): Provider {
  const dice = diceOf(market.seed, 'provider', place)
  const country = dice.pick(countries)
  const town = dice.pick(country.towns)
  const name = named(town[0], dice.pick(market.scenario.providers), dice.chance(15))
  const abbreviation = name
    .split(/[ ,]+/)
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word[0])
    .join('')
    .slice(0, 12)
  return {
    uuid: rowUuid(market, 'provider', place),
    country,
    town,
    name,
    abbreviation,
    domain: `${plain(abbreviation)}-${place + 1}.example.org`,
    desk: once(() => personNamed(country.locale, market.seed, 'desk', place)),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Some names are as long as committees make them. */
const named = (town: string, noun: string, isLong: boolean): string =>
  isLong
    ? `Interdisciplinary ${noun} for Fundamental and Applied Research at the Joint Faculty of Natural Sciences, ${town}`
    : `${town} ${noun}`

/** Latin letters without accents, as host names have them. */
const plain = (text: string): string =>
  text.normalize('NFKD').replace(/[łŁ]/g, 'l').replace(/[^\w]/g, '').toLowerCase()

export function* customers(market: Market): Generator<SparseRows['customers']> {
  for (let place = 0; place < providersIn(market); place++) yield providerRow(market, place)
  for (let place = 0; place < BUYERS; place++) yield buyerRow(market, place)
}

/** The first providers belong to people who try out calendars: theirs work. */
function providerRow(market: Market, place: number): SparseRows['customers'] {
  const { uuid, name, abbreviation, country, domain } = providerAt(market, place)
  const credentials =
    place < 3 ? 'both' : diceOf(market.seed, 'google', place).pick(['both', 'both', 'one', 'none'])
  const isUniversity = /University/.test(name)
  return {
    uuid,
    name,
    abbreviation,
    country: country.code,
    email: `marketplace@${domain}`,
    organization_groups: [
      groupUuid(market, 'Research sector'),
      ...(isUniversity || place === 0 ? [groupUuid(market, 'Universities')] : []),
    ],
    is_service_provider: true,
    ...(credentials !== 'none' && {
      google_credentials: {
        calendar_token: `ya29.${domain}`,
        calendar_refresh_token: credentials === 'both' ? `1//${domain}` : '',
      },
    }),
  }
}

const BUYERS = 8
const COMPANIES_FROM = 5

/** Five universities and three companies buy, however many sell. */
function buyerRow(market: Market, place: number): SparseRows['customers'] {
  const dice = diceOf(market.seed, 'buyer', place)
  const { code, locale, towns } = dice.pick(countries)
  const [town] = dice.pick(towns)
  const isCompany = place >= COMPANIES_FROM
  const name = isCompany
    ? companyNamed(locale, market.seed, 'buyer', place)
    : `University of ${town}`
  return {
    uuid: rowUuid(market, 'buyer', place),
    name,
    country: code,
    email: `purchases@buyer-${place + 1}.example.org`,
    organization_groups: [groupUuid(market, isCompany ? 'Industry partners' : 'Universities')],
  }
}

export const strangerUuid = (market: Market): string => rowUuid(market, 'buyer', BUYERS - 1)

const PROJECTS = 24

export const projectUuid = (market: Market, place: number): string =>
  rowUuid(market, 'project', place % PROJECTS)

export function* projects(market: Market): Generator<SparseRows['projects']> {
  for (let place = 0; place < PROJECTS; place++) {
    const dice = diceOf(market.seed, 'project', place)
    const subject = dice.pick(subjects)
    yield {
      uuid: projectUuid(market, place),
      name: subject,
      customer: rowUuid(market, 'buyer', place % BUYERS),
      description: `${subject}: ${dice.pick(['first year', 'second phase', 'pilot study', 'doctoral thesis'])}`,
    }
  }
}
