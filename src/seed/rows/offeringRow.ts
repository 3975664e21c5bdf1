import { diceOf, uuidFrom } from '../dice.ts'
import { kindOf, momentAt, rowUuid, sellerOf, shapeOf } from '../scenarios/market.ts'
import type { Market } from '../scenarios/market.ts'
import type { Measure } from '../scenarios/kind.ts'
import { categoryUuid, providerAt } from './organisations.ts'
import type { Provider } from './organisations.ts'
import type { SparseComponent, SparseOffering, SparseRows } from './tables.ts'
import { windowOf } from './windows.ts'

/** An offering and the provider that it belongs to. */
export const providerOf = (market: Market, place: number): Provider =>
  providerAt(market, Math.floor(sellerOf(place) / market.scenario.offeringsEach))

export function offeringRow(market: Market, place: number): SparseOffering {
  const shape = shapeOf(place)
  const kind = kindOf(market, place)
  const provider = providerOf(market, place)
  return {
    uuid: rowUuid(market, 'offering', place),
    name: nameOf(market, place),
    type: TYPES[shape],
    state: stateOf(place),
    created: momentAt(
      -diceOf(market.seed, 'created', place).whole(20, 1100),
      9 * 60 + (place % 480),
    ),
    slug: `${kind.key.slice(0, 30)}-${place + 1}`,
    customer: provider.uuid,
    category: categoryUuid(market, kind.category),
    ...(shape === 'child' && { parent: rowUuid(market, 'offering', place - 1) }),
    ...(shape === 'free' && { billable: false }),
    ...(stateOf(place) === 'Paused' && {
      paused_reason: 'Maintenance until the end of next month.',
    }),
    ...texts(market, place),
    ...location(market, place),
    order_count: diceOf(market.seed, 'orders', place).whole(0, 240),
    ...(place % 5 === 3 && { compliance_checklist: rowUuid(market, 'checklist', 0) }),
    ...pictures(market, place),
    ...(shape === 'booking' || shape === 'child' ? bookable(market, place) : {}),
    components: shape === 'child' ? [] : kind.measures.map((one) => component(market, place, one)),
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

const stateOf = (place: number) => STATES[place % 11] ?? 'Active'

function nameOf(market: Market, place: number): string {
  const dice = diceOf(market.seed, 'name', sellerOf(place))
  const name = dice.pick(kindOf(market, place).names)
  const [town] = providerOf(market, place).town
  if (shapeOf(place) === 'child') return `Course at: ${name}, ${town}`
  if (shapeOf(place) === 'free') return `Help desk for ${name.toLowerCase()}, ${town}`
  return `${name}, ${town}`
}

function texts(market: Market, place: number) {
  const { about, features, attributes } = kindOf(market, place)
  const { name, domain, desk } = providerOf(market, place)
  const dice = diceOf(market.seed, 'texts', place)
  const description = dice.pick(about)
  return {
    description,
    full_description: `<p>${description}</p><ul>${features.map((text) => `<li>${text}</li>`).join('')}</ul>`,
    privacy_policy_link: `https://${domain}/privacy`,
    access_url: `https://booking.${domain}/${place + 1}`,
    vendor_details: `<p>${name}. Ask <strong>${desk()}</strong>.</p>`,
    getting_started: '<ol><li>Choose a plan.</li><li>Book a slot.</li><li>Come in time.</li></ol>',
    ...(dice.chance(40) && {
      datacite_doi: `10.5072/${domain.split('.')[0]}.${place + 1}`,
      citation_count: dice.whole(0, 60),
    }),
    ...(dice.chance(50) && { backend_id: `${attributes ? 'DEV' : 'SVC'}-${1000 + place}` }),
  }
}

/** A few streets away from the middle of the town. */
function location(market: Market, place: number) {
  const { country, town } = providerOf(market, place)
  const dice = diceOf(market.seed, 'location', place)
  const near = (degrees: number) => Math.round(degrees * 10_000 + dice.whole(-150, 150)) / 10_000
  return { latitude: near(town[1]), longitude: near(town[2]), country: country.code }
}

const mediumUuid = ({ seed }: Market, place: number, name: string): string =>
  uuidFrom(seed, 'medium', place, name)

function pictures(market: Market, place: number) {
  const created = momentAt(-10, place % 1440)
  return {
    thumbnail: mediumUuid(market, place, 'thumbnail'),
    image: mediumUuid(market, place, 'image'),
    ...(place % 3 === 0 && {
      screenshots: [
        {
          uuid: uuidFrom(market.seed, 'screenshot', place),
          name: 'From the door',
          description: 'What one sees on coming in',
          image: mediumUuid(market, place, 'view'),
          thumbnail: mediumUuid(market, place, 'small view'),
          created,
        },
      ],
    }),
    ...(place % 4 === 1 && {
      files: [{ name: 'house-rules.txt', created, file: mediumUuid(market, place, 'rules') }],
    }),
  }
}

/** The media that `pictures` links to. */
export function mediaOf(market: Market, place: number): SparseRows['media'][] {
  const uuid = (name: string) => mediumUuid(market, place, name)
  const title = nameOf(market, place)
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
function bookable(market: Market, place: number) {
  const { hours, roles, attributes = {}, options = {} } = kindOf(market, place)
  const { domain } = providerOf(market, place)
  const window = (name: string, start: string, end: string) =>
    windowOf({ id: `window-${place + 1}-${name}`, start, end, title: '' }, hours)
  const order = Object.keys(options)
  return {
    roles: roles.map((name) => ({ uuid: uuidFrom(market.seed, 'role', place, name), name })),
    endpoints: [
      {
        uuid: uuidFrom(market.seed, 'endpoint', place),
        name: 'Booking portal',
        url: `https://booking.${domain}/`,
      },
    ],
    ...(order.length > 0 && { options: { order, options } }),
    attributes: {
      // Slots of all windows are drawn at once by a front end: with more than 600 it stands still.
      schedules: [
        window('past', momentAt(-60, 8 * 60), momentAt(-44, 18 * 60)),
        window('now', momentAt(-22 - (place % 5), 8 * 60), momentAt(64 + (place % 9), 18 * 60)),
        window('next', momentAt(91, 8 * 60), momentAt(107, 18 * 60)),
      ],
      ...attributes,
    },
  }
}

const component = (
  market: Market,
  place: number,
  { type, name, unit, billing, more }: Measure,
): SparseComponent => ({
  uuid: uuidFrom(market.seed, 'component', place, type),
  billing_type: billing,
  type,
  name,
  measured_unit: unit,
  ...more,
})
