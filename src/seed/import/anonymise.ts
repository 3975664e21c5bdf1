import type { Fixture, SparseOffering, SparsePlan, SparseRows } from '../rows/tables.ts'
import { anonymousOffering } from './anonymousOffering.ts'
import { fileName, inventionsOf } from './inventions.ts'
import type { Inventions } from './inventions.ts'

/** The fixture without people, organisations and anybody's words. uuids, prices, times and states stay. */
export function anonymised(fixture: Fixture, seed: number): Fixture {
  const invent = inventionsOf(seed)
  const customers = [...(fixture.customers ?? [])]
  const offerings = [...(fixture.offerings ?? [])]
  const categories = new Map([...(fixture.categories ?? [])].map((row) => [row.uuid, row.title]))
  const sellers = new Map(customers.map((row) => [row.uuid, row]))
  const nameOf = (row: SparseOffering) =>
    invent.facility(row.name, categories.get(row.category) ?? '')
  const names = new Map(offerings.map((row) => [row.name, nameOf(row)]))
  return {
    ...fixture,
    customers: customers.map((row) => customer(row, invent)),
    projects: mapped(fixture.projects, (row) => project(row, invent)),
    categories: mapped(fixture.categories, (row) => ({ ...row, ...described(row, invent) })),
    organization_groups: mapped(fixture.organization_groups, (row) => ({
      ...row,
      name: invent.part('Group', row.name),
    })),
    checklists: mapped(fixture.checklists, (row) => checklist(row, invent)),
    media: mapped(fixture.media, (row) => medium(row, names, invent)),
    offerings: offerings.map((row) =>
      anonymousOffering(row, {
        name: nameOf(row),
        seller: sellers.get(row.customer ?? ''),
        invent,
      }),
    ),
    plans: mapped(fixture.plans, (row) => plan(row, invent)),
    resources: mapped(fixture.resources, (row) => resource(row, invent)),
    calendars: mapped(fixture.calendars, (row) => calendar(row, invent)),
  }
}

const mapped = <Row>(rows: Iterable<Row> | undefined, change: (row: Row) => Row): Row[] =>
  [...(rows ?? [])].map(change)

const described = ({ description }: { readonly description?: string }, invent: Inventions) =>
  description === undefined ? {} : { description: invent.words(description) }

function customer(row: SparseRows['customers'], invent: Inventions): SparseRows['customers'] {
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
const medium = (
  row: SparseRows['media'],
  names: ReadonlyMap<string, string>,
  invent: Inventions,
): SparseRows['media'] => ({
  ...row,
  title:
    names.get(row.title) ??
    (row.kind === 'document' ? fileName(row.title, invent) : invent.part('Picture', row.title)),
  ...(row.text !== undefined && { text: invent.words(row.text) }),
})

const project = (row: SparseRows['projects'], invent: Inventions): SparseRows['projects'] => ({
  ...row,
  name: invent.project(row.name),
  ...described(row, invent),
})

const checklist = (
  row: SparseRows['checklists'],
  invent: Inventions,
): SparseRows['checklists'] => ({
  ...row,
  name: invent.part('Checklist', row.name),
  ...described(row, invent),
  questions: (row.questions ?? []).map(invent.words),
})

const resource = (row: SparseRows['resources'], invent: Inventions): SparseRows['resources'] => ({
  ...row,
  name: invent.project(row.name),
  ...(row.schedules && {
    schedules: row.schedules.map(({ start, end }) => ({ start, end, title: '' })),
  }),
})

const plan = (row: SparsePlan, invent: Inventions): SparsePlan => ({
  ...row,
  name: invent.plan(row.name),
  ...described(row, invent),
  ...(row.article_code !== undefined && { article_code: invent.code('article', row.article_code) }),
  ...(row.backend_id !== undefined && { backend_id: invent.code('backend', row.backend_id) }),
})

const calendar = (row: SparseRows['calendars'], invent: Inventions): SparseRows['calendars'] => ({
  ...row,
  ...(typeof row.backend_id === 'string' && {
    backend_id: `c_${invent.code('calendar', row.backend_id)}@group.calendar.google.com`,
  }),
})
