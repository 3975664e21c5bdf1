import { createRandom, makeUuid } from '../random.ts'
import { countProviders, makeRowUuid } from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import { drawCompanyName, drawPersonName } from './people.ts'
import { countries } from './places.ts'
import type { Country } from './places.ts'
import { subjects } from './subjects.ts'
import type { SparseRows } from './tables.ts'

export const makeGroupUuid = ({ seed }: Market, name: string): string =>
  makeUuid(seed, 'group', name)

const GROUPS = {
  'Research sector': null,
  Universities: 'Research sector',
  'Industry partners': null,
}

export const makeGroups = (market: Market): SparseRows['organization_groups'][] =>
  Object.entries(GROUPS).map(([name, parent]) => ({
    uuid: makeGroupUuid(market, name),
    name,
    ...(parent !== null && { parent: makeGroupUuid(market, parent) }),
  }))

export const makeCategoryUuid = ({ seed }: Market, title: string): string =>
  makeUuid(seed, 'category', title)

const CATEGORIES = {
  'Measurement systems': 'Instruments that are booked by the hour or the day',
  HPC: 'Compute clusters, accelerators and reserved nodes',
  Consultancy: 'Rooms, experts and shows',
  Storage: 'Places for data, warm and cold',
}

export const makeCategories = (market: Market): SparseRows['categories'][] =>
  Object.entries(CATEGORIES).map(([title, description]) => ({
    uuid: makeCategoryUuid(market, title),
    title,
    description,
  }))

export const makeChecklists = (market: Market): SparseRows['checklists'][] => [
  {
    uuid: makeRowUuid(market, 'checklist', 0),
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

export function findProvider(market: Market, place: number): Provider {
  const known = providers.get(market) ?? []
  providers.set(market, known)
  return (known[place] ??= makeProvider(market, place))
}

/** Many offerings ask for the same provider. */
const providers = new WeakMap<Market, Provider[]>()

function makeProvider(market: Market, place: number): Provider {
  const random = createRandom(market.seed, 'provider', place)
  const country = random.pick(countries)
  const town = random.pick(country.towns)
  const name = nameOrganisation(town[0], random.pick(market.scenario.providers), random.chance(15))
  const abbreviation = name
    .split(/[ ,]+/)
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word[0])
    .join('')
    .slice(0, 12)
  return {
    uuid: makeRowUuid(market, 'provider', place),
    country,
    town,
    name,
    abbreviation,
    domain: `${plain(abbreviation)}-${place + 1}.example.org`,
    desk: once(() => drawPersonName(country.locale, market.seed, 'desk', place)),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Some names are as long as committees make them. */
const nameOrganisation = (town: string, noun: string, isLong: boolean): string =>
  isLong
    ? `Interdisciplinary ${noun} for Fundamental and Applied Research at the Joint Faculty of Natural Sciences, ${town}`
    : `${town} ${noun}`

/** Latin letters without accents, as host names have them. */
const plain = (text: string): string =>
  text.normalize('NFKD').replace(/[łŁ]/g, 'l').replace(/[^\w]/g, '').toLowerCase()

export function* drawCustomers(market: Market): Generator<SparseRows['customers']> {
  for (let place = 0; place < countProviders(market); place++) yield drawProvider(market, place)
  for (let place = 0; place < BUYERS; place++) yield drawBuyer(market, place)
}

/** The first providers belong to people who try out calendars: theirs work. */
function drawProvider(market: Market, place: number): SparseRows['customers'] {
  const { uuid, name, abbreviation, country, domain } = findProvider(market, place)
  const credentials =
    place < 3
      ? 'both'
      : createRandom(market.seed, 'google', place).pick(['both', 'both', 'one', 'none'])
  const isUniversity = /University/.test(name)
  return {
    uuid,
    name,
    abbreviation,
    country: country.code,
    email: `marketplace@${domain}`,
    organization_groups: [
      makeGroupUuid(market, 'Research sector'),
      ...(isUniversity || place === 0 ? [makeGroupUuid(market, 'Universities')] : []),
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
function drawBuyer(market: Market, place: number): SparseRows['customers'] {
  const random = createRandom(market.seed, 'buyer', place)
  const { code, locale, towns } = random.pick(countries)
  const [town] = random.pick(towns)
  const isCompany = place >= COMPANIES_FROM
  const name = isCompany
    ? drawCompanyName(locale, market.seed, 'buyer', place)
    : `University of ${town}`
  return {
    uuid: makeRowUuid(market, 'buyer', place),
    name,
    country: code,
    email: `purchases@buyer-${place + 1}.example.org`,
    organization_groups: [makeGroupUuid(market, isCompany ? 'Industry partners' : 'Universities')],
  }
}

export const makeStrangerUuid = (market: Market): string => makeRowUuid(market, 'buyer', BUYERS - 1)

const PROJECTS = 24

export const makeProjectUuid = (market: Market, place: number): string =>
  makeRowUuid(market, 'project', place % PROJECTS)

export function* drawProjects(market: Market): Generator<SparseRows['projects']> {
  for (let place = 0; place < PROJECTS; place++) {
    const random = createRandom(market.seed, 'project', place)
    const subject = random.pick(subjects)
    yield {
      uuid: makeProjectUuid(market, place),
      name: subject,
      customer: makeRowUuid(market, 'buyer', place % BUYERS),
      description: `${subject}: ${random.pick(['first year', 'second phase', 'pilot study', 'doctoral thesis'])}`,
    }
  }
}
