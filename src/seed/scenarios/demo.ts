import catalogue from './demo.json' with { type: 'json' }
import { makeCalendars, makeMedia, makeOffering, makePlans } from '../rows/demoOffering.ts'
import type { Entry } from '../rows/demoOffering.ts'
import { makeOrder } from '../rows/orders.ts'
import { makePersonas, PERSONAS } from '../rows/personas.ts'
import type { Fixture, SparseRows } from '../rows/tables.ts'
import { makeBooking } from '../rows/windows.ts'

const offerings = catalogue.offerings as unknown as readonly Entry[]

/** A buyer or a provider; `google`: which tokens of its Google account a provider has connected. */
interface Customer {
  readonly uuid: string
  readonly name: string
  readonly abbreviation: string
  readonly country: string
  readonly domain: string
  readonly organization_groups?: readonly string[]
  readonly google?: string
}

/** The demo: twelve booking offerings (§5.3) and three more, written by hand in demo.json. */
export function makeDemo(): Fixture {
  const links = { ...uuidOf, windows: 0 }
  const bought = resources()
  return {
    as_of: catalogue.as_of,
    users: users(),
    customers: (catalogue.customers as readonly Customer[]).map(customer),
    projects: catalogue.projects.map((row) => ({
      ...row,
      customer: uuidOf.customer(row.customer),
    })),
    categories: catalogue.categories.map(({ group, ...row }) => ({
      ...row,
      group: uuidOf.shelves(group),
    })),
    organization_groups: catalogue.organization_groups.map(({ uuid, name, parent }) => ({
      uuid,
      name,
      ...(parent !== undefined && { parent: uuidOf.group(parent) }),
    })),
    checklists: catalogue.checklists,
    media: offerings.flatMap(makeMedia),
    offerings: offerings.map((entry) => makeOffering(entry, links)),
    plans: offerings.flatMap((entry) => makePlans(entry, links)),
    resources: bought,
    calendars: offerings.flatMap(makeCalendars),
    category_groups: catalogue.category_groups,
    orders: bought.map((resource) =>
      makeOrder(resource, BUYERS[resource.project] ?? PERSONAS.staff),
    ),
    busy_slots: catalogue.busy_slots.map((slot) => ({
      ...slot,
      offering: uuidOf.offering(slot.offering),
    })),
  }
}

/** The catalogue names rows by what people call them. */
const finder = (rows: readonly { uuid: string }[], key: string) => (name: string) => {
  const found = rows.find((row) => (row as Record<string, unknown>)[key] === name)
  if (!found) throw new Error(`demo.json has no ${key} "${name}". Correct the name there.`)
  return found.uuid
}

const uuidOf = {
  customer: finder(catalogue.customers, 'abbreviation'),
  category: finder(catalogue.categories, 'title'),
  group: finder(catalogue.organization_groups, 'name'),
  offering: finder(catalogue.offerings, 'name'),
  project: finder(catalogue.projects, 'name'),
  checklist: finder(catalogue.checklists, 'name'),
  shelves: finder(catalogue.category_groups, 'title'),
}

/** Who has ordered for a project: the people of the README that are connected to it, else staff. */
const BUYERS: Readonly<Record<string, string>> = {
  [uuidOf.project('Structure of bacterial ribosomes')]: PERSONAS.member,
  [uuidOf.project('Quiet hull')]: PERSONAS.stranger,
}

function users(): SparseRows['users'][] {
  const [cryo, cluster, gpu, confocal] = [
    'Cryo-TEM 300 kV',
    'Dedicated HPC partition, 64 nodes',
    'GPU node reservation 8×H100',
    'Confocal microscope LSM-980',
  ].map(uuidOf.offering)
  const [nsic, tch, aifb, shipyard] = ['NSIC', 'TCH', 'AIFB', 'SSY'].map(uuidOf.customer)
  return makePersonas({
    own: [nsic ?? '', tch ?? ''],
    secondOwn: [aifb ?? ''],
    stranger: [shipyard ?? ''],
    project: [uuidOf.project('Structure of bacterial ribosomes')],
    offering: [cryo ?? '', cluster ?? ''],
    consents: [[gpu ?? ''], [cryo ?? ''], [confocal ?? '']],
  })
}

function customer({
  uuid,
  name,
  abbreviation,
  country,
  domain,
  google,
  organization_groups: groups,
}: Customer): SparseRows['customers'] {
  return {
    uuid,
    name,
    abbreviation,
    country,
    email: `marketplace@${domain}`,
    ...(groups && { organization_groups: groups.map(uuidOf.group) }),
    ...(google !== undefined && { is_service_provider: true }),
    ...(google?.endsWith('token') && { google_credentials: credentials(domain, false) }),
    ...(google === 'both tokens' && { google_credentials: credentials(domain, true) }),
  }
}

function credentials(domain: string, isWhole: boolean) {
  const [site] = domain.split('.')
  return {
    calendar_token: `ya29.${site}-calendar`,
    calendar_refresh_token: isWhole ? `1//${site}-refresh` : '',
  }
}

/** `plan`: the name of the offering, a slash and the name of the plan. */
interface Purchase {
  readonly uuid: string
  readonly name: string
  readonly plan: string
  readonly project: string
  readonly state?: SparseRows['resources']['state']
  readonly bookings?: readonly (readonly string[])[]
}

function resources(): SparseRows['resources'][] {
  let count = 0
  const writeBooking = ([start = '', end = '', title = '']: readonly string[]) => {
    count++
    return makeBooking(`booking-${padNumber(count)}`, { start, end, title })
  }
  return (catalogue.resources as unknown as readonly Purchase[]).map(
    ({ uuid, name, plan, project, state, bookings }) => {
      const [seller = '', sold = ''] = plan.split(' / ')
      const offering = uuidOf.offering(seller)
      return {
        uuid,
        name,
        plan: finder(offerings.find((entry) => entry.uuid === offering)?.plans ?? [], 'name')(sold),
        offering,
        project: uuidOf.project(project),
        ...(state && { state }),
        ...(bookings && { schedules: bookings.map(writeBooking) }),
      }
    },
  )
}

const padNumber = (count: number): string => String(count).padStart(2, '0')
