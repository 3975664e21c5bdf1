import { createRandom, makeUuid } from '../random.ts'
import {
  findFacility,
  writeMoment,
  makeRowUuid,
  findSeller,
  findShape,
} from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import type { Measure } from '../scenarios/facility.ts'
import { makeCategoryUuid, findProvider } from './organisations.ts'
import type { Provider } from './organisations.ts'
import type { SparseComponent, SparseOffering, SparseRows } from './tables.ts'
import { makeWindow } from './windows.ts'

/** An offering and the provider that it belongs to. */
export const findProviderOf = (market: Market, place: number): Provider =>
  findProvider(market, Math.floor(findSeller(place) / market.scenario.offeringsEach))

export function drawOffering(market: Market, place: number): SparseOffering {
  const shape = findShape(place)
  const facility = findFacility(market, place)
  const provider = findProviderOf(market, place)
  return {
    uuid: makeRowUuid(market, 'offering', place),
    name: drawName(market, place),
    type: TYPES[shape],
    state: drawState(place),
    created: writeMoment(
      -createRandom(market.seed, 'created', place).whole(20, 1100),
      9 * 60 + (place % 480),
    ),
    slug: `${facility.key.slice(0, 30)}-${place + 1}`,
    customer: provider.uuid,
    category: makeCategoryUuid(market, facility.category),
    ...(shape === 'child' && { parent: makeRowUuid(market, 'offering', place - 1) }),
    ...(shape === 'free' && { billable: false }),
    ...(drawState(place) === 'Paused' && {
      paused_reason: 'Maintenance until the end of next month.',
    }),
    ...drawTexts(market, place),
    ...drawLocation(market, place),
    order_count: createRandom(market.seed, 'orders', place).whole(0, 240),
    ...(place % 5 === 3 && { compliance_checklist: makeRowUuid(market, 'checklist', 0) }),
    ...makePictures(market, place),
    ...(shape === 'booking' || shape === 'child' ? drawSchedules(market, place) : {}),
    components:
      shape === 'child' ? [] : facility.measures.map((one) => makeComponent(market, place, one)),
  }
}

const TYPES = {
  booking: 'Marketplace.Booking',
  child: 'Marketplace.Booking',
  remote: 'Waldur.RemoteOffering',
  free: 'Marketplace.Basic',
}

const STATES: Readonly<Record<number, NonNullable<SparseOffering['state']>>> = {
  4: 'Paused',
  7: 'Draft',
  9: 'Archived',
  10: 'Unavailable',
}

const drawState = (place: number) => STATES[place % 11] ?? 'Active'

function drawName(market: Market, place: number): string {
  const random = createRandom(market.seed, 'name', findSeller(place))
  const name = random.pick(findFacility(market, place).names)
  const [town] = findProviderOf(market, place).town
  if (findShape(place) === 'child') return `Course at: ${name}, ${town}`
  if (findShape(place) === 'free') return `Help desk for ${name.toLowerCase()}, ${town}`
  return `${name}, ${town}`
}

function drawTexts(market: Market, place: number) {
  const { about, features, attributes } = findFacility(market, place)
  const { name, domain, desk } = findProviderOf(market, place)
  const random = createRandom(market.seed, 'texts', place)
  const description = random.pick(about)
  return {
    description,
    full_description: `<p>${description}</p><ul>${features.map((text) => `<li>${text}</li>`).join('')}</ul>`,
    privacy_policy_link: `https://${domain}/privacy`,
    access_url: `https://booking.${domain}/${place + 1}`,
    vendor_details: `<p>${name}. Ask <strong>${desk()}</strong>.</p>`,
    getting_started: '<ol><li>Choose a plan.</li><li>Book a slot.</li><li>Come in time.</li></ol>',
    ...(random.chance(40) && {
      datacite_doi: `10.5072/${domain.split('.')[0]}.${place + 1}`,
      citation_count: random.whole(0, 60),
    }),
    ...(random.chance(50) && { backend_id: `${attributes ? 'DEV' : 'SVC'}-${1000 + place}` }),
  }
}

/** A few streets away from the middle of the town. */
function drawLocation(market: Market, place: number) {
  const { country, town } = findProviderOf(market, place)
  const random = createRandom(market.seed, 'location', place)
  const near = (degrees: number) => Math.round(degrees * 10_000 + random.whole(-150, 150)) / 10_000
  return { latitude: near(town[1]), longitude: near(town[2]), country: country.code }
}

const makeMediumUuid = ({ seed }: Market, place: number, name: string): string =>
  makeUuid(seed, 'medium', place, name)

function makePictures(market: Market, place: number) {
  const created = writeMoment(-10, place % 1440)
  return {
    thumbnail: makeMediumUuid(market, place, 'thumbnail'),
    image: makeMediumUuid(market, place, 'image'),
    ...(place % 3 === 0 && {
      screenshots: [
        {
          uuid: makeUuid(market.seed, 'screenshot', place),
          name: 'From the door',
          description: 'What one sees on coming in',
          image: makeMediumUuid(market, place, 'view'),
          thumbnail: makeMediumUuid(market, place, 'small view'),
          created,
        },
      ],
    }),
    ...(place % 4 === 1 && {
      files: [{ name: 'house-rules.txt', created, file: makeMediumUuid(market, place, 'rules') }],
    }),
  }
}

/** The media that `pictures` links to. */
export function makeMedia(market: Market, place: number): SparseRows['media'][] {
  const uuid = (name: string) => makeMediumUuid(market, place, name)
  const title = drawName(market, place)
  const view = 'From the door'
  return [
    { uuid: uuid('thumbnail'), kind: 'thumbnail', title },
    { uuid: uuid('image'), kind: 'image', title },
    ...(place % 3 === 0
      ? [
          { uuid: uuid('view'), kind: 'image' as const, title: view },
          { uuid: uuid('small view'), kind: 'thumbnail' as const, title: view },
        ]
      : []),
    ...(place % 4 === 1
      ? [{ uuid: uuid('rules'), kind: 'document' as const, title: 'house-rules.txt', text: RULES }]
      : []),
  ]
}

const RULES = 'Come in time. Leave it as you found it. Write down what broke.\n'

/** What only bookable offerings have: windows, roles, fields of the order form. */
function drawSchedules(market: Market, place: number) {
  const { hours, roles, attributes = {}, options = {} } = findFacility(market, place)
  const { domain } = findProviderOf(market, place)
  const window = (name: string, start: string, end: string) =>
    makeWindow({ id: `window-${place + 1}-${name}`, start, end, title: '' }, hours)
  const order = Object.keys(options)
  return {
    roles: roles.map((name) => ({ uuid: makeUuid(market.seed, 'role', place, name), name })),
    endpoints: [
      {
        uuid: makeUuid(market.seed, 'endpoint', place),
        name: 'Booking portal',
        url: `https://booking.${domain}/`,
      },
    ],
    ...(order.length > 0 && { options: { order, options } }),
    attributes: {
      // Slots of all windows are drawn at once by a front end: with more than 600 it stands still.
      schedules: [
        window('past', writeMoment(-60, 8 * 60), writeMoment(-44, 18 * 60)),
        window(
          'now',
          writeMoment(-22 - (place % 5), 8 * 60),
          writeMoment(64 + (place % 9), 18 * 60),
        ),
        window('next', writeMoment(91, 8 * 60), writeMoment(107, 18 * 60)),
      ],
      ...attributes,
    },
  }
}

const makeComponent = (
  market: Market,
  place: number,
  { type, name, unit, billing, more }: Measure,
): SparseComponent => ({
  uuid: makeUuid(market.seed, 'component', place, type),
  billing_type: billing,
  type,
  name,
  measured_unit: unit,
  ...more,
})
