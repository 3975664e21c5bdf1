import type { Fixture, SparseOffering, SparsePlan, SparseRows } from '../rows/tables.ts'
import { anonymiseOffering } from './anonymiseOffering.ts'
import { inventFileName, createInventions } from './inventions.ts'
import type { Inventions } from './inventions.ts'

/** The fixture without people, organisations and anybody's words. uuids, prices, times and states stay. */
export function anonymise(fixture: Fixture, seed: number): Fixture {
  const invent = createInventions(seed)
  const customers = [...(fixture.customers ?? [])]
  const offerings = [...(fixture.offerings ?? [])]
  const categories = new Map([...(fixture.categories ?? [])].map((row) => [row.uuid, row.title]))
  const sellers = new Map(customers.map((row) => [row.uuid, row]))
  const nameOf = (row: SparseOffering) =>
    invent.facility(row.name, categories.get(row.category) ?? '')
  const names = new Map(offerings.map((row) => [row.name, nameOf(row)]))
  return {
    ...fixture,
    customers: customers.map((row) => anonymiseCustomer(row, invent)),
    projects: mapRows(fixture.projects, (row) => anonymiseProject(row, invent)),
    categories: mapRows(fixture.categories, (row) => ({
      ...row,
      ...inventDescription(row, invent),
    })),
    organization_groups: mapRows(fixture.organization_groups, (row) => ({
      ...row,
      name: invent.part('Group', row.name),
    })),
    checklists: mapRows(fixture.checklists, (row) => anonymiseChecklist(row, invent)),
    media: mapRows(fixture.media, (row) => anonymiseMedium(row, names, invent)),
    offerings: offerings.map((row) =>
      anonymiseOffering(row, {
        name: nameOf(row),
        seller: sellers.get(row.customer ?? ''),
        invent,
      }),
    ),
    plans: mapRows(fixture.plans, (row) => anonymisePlan(row, invent)),
    resources: mapRows(fixture.resources, (row) => anonymiseResource(row, invent)),
    calendars: mapRows(fixture.calendars, (row) => anonymiseCalendar(row, invent)),
  }
}

const mapRows = <Row>(rows: Iterable<Row> | undefined, change: (row: Row) => Row): Row[] =>
  [...(rows ?? [])].map(change)

const inventDescription = (
  { description }: { readonly description?: string },
  invent: Inventions,
) => (description === undefined ? {} : { description: invent.words(description) })

function anonymiseCustomer(
  row: SparseRows['customers'],
  invent: Inventions,
): SparseRows['customers'] {
  const { name, country = '', abbreviation, email } = row
  return {
    ...row,
    name: invent.organisation(name, country),
    ...(abbreviation !== undefined && {
      abbreviation: invent.code('abbreviation', name).toUpperCase(),
    }),
    ...(email !== undefined && { email: `marketplace@${invent.domain(name)}` }),
  }
}

/** A picture of an offering is called like the offering still. */
const anonymiseMedium = (
  row: SparseRows['media'],
  names: ReadonlyMap<string, string>,
  invent: Inventions,
): SparseRows['media'] => ({
  ...row,
  title:
    names.get(row.title) ??
    (row.kind === 'document'
      ? inventFileName(row.title, invent)
      : invent.part('Picture', row.title)),
  ...(row.text !== undefined && { text: invent.words(row.text) }),
})

const anonymiseProject = (
  row: SparseRows['projects'],
  invent: Inventions,
): SparseRows['projects'] => ({
  ...row,
  name: invent.project(row.name),
  ...inventDescription(row, invent),
})

const anonymiseChecklist = (
  row: SparseRows['checklists'],
  invent: Inventions,
): SparseRows['checklists'] => ({
  ...row,
  name: invent.part('Checklist', row.name),
  ...inventDescription(row, invent),
  questions: (row.questions ?? []).map(invent.words),
})

const anonymiseResource = (
  row: SparseRows['resources'],
  invent: Inventions,
): SparseRows['resources'] => ({
  ...row,
  name: invent.project(row.name),
  ...(row.schedules && {
    schedules: row.schedules.map(({ start, end }) => ({ start, end, title: '' })),
  }),
})

const anonymisePlan = (row: SparsePlan, invent: Inventions): SparsePlan => ({
  ...row,
  name: invent.plan(row.name),
  ...inventDescription(row, invent),
  ...(row.article_code !== undefined && { article_code: invent.code('article', row.article_code) }),
  ...(row.backend_id !== undefined && { backend_id: invent.code('backend', row.backend_id) }),
})

const anonymiseCalendar = (
  row: SparseRows['calendars'],
  invent: Inventions,
): SparseRows['calendars'] => ({
  ...row,
  ...(typeof row.backend_id === 'string' && {
    backend_id: `c_${invent.code('calendar', row.backend_id)}@group.calendar.google.com`,
  }),
})
