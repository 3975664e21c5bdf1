import { id } from '../fixture/shop.ts'

/** Tables of a fixture, as they are written. */
export type Rows = Record<
  | 'users'
  | 'customers'
  | 'projects'
  | 'categories'
  | 'organization_groups'
  | 'offerings'
  | 'plans'
  | 'resources'
  | 'calendars'
  | 'checklists'
  | 'media',
  readonly object[]
>

export const ids = {
  lab: id(0xa1),
  works: id(0xa2),
  study: id(0xa3),
  shelf: id(0xa4),
  research: id(0xb1),
  universities: id(0xb2),
  industry: id(0xb3),
  bench: id(0xc1),
  crane: id(0xc2),
  remote: id(0xc3),
  academic: id(0xd1),
  hoist: id(0xd2),
  mirror: id(0xd3),
  staff: id(0xf1),
  unknown: id(0x404),
}

/** Callers by token: one for each column of the matrix in §2.1. */
const role = (name: string, role: string, scope: string) => ({
  name,
  token: name,
  roles: [{ role, scope }],
})

const people = [
  { uuid: ids.staff, name: 'staff', token: 'staff', is_staff: true },
  { name: 'support', token: 'support', is_support: true },
  role('owner', 'CUSTOMER.OWNER', ids.lab),
  role('manager', 'CUSTOMER.MANAGER', ids.lab),
  role('customer-support', 'CUSTOMER.SUPPORT', ids.lab),
  role('project-admin', 'PROJECT.ADMIN', ids.study),
  role('project-manager', 'PROJECT.MANAGER', ids.study),
  role('member', 'PROJECT.MEMBER', ids.study),
  role('offering-manager', 'OFFERING.MANAGER', ids.bench),
  role('stranger', 'CUSTOMER.OWNER', ids.works),
  { name: 'nobody', token: 'nobody' },
  { name: 'inactive', token: 'inactive', is_active: false },
  { name: 'idle', token: 'idle', token_lifetime: 3600, token_used: '2026-03-02T06:59:59Z' },
  { name: 'busy', token: 'busy', token_lifetime: 3600, token_used: '2026-03-02T07:30:00Z' },
]

export const component = (type: string, billing_type: string, more: object = {}) => ({
  type,
  name: type,
  billing_type,
  ...more,
})

/** The components of the worked example in §2.6. */
export const benchComponents = [
  component('node', 'limit'),
  component('setup', 'one'),
  component('support', 'fixed'),
  component('hours', 'usage'),
]

export const offering = (more: object = {}) => ({
  uuid: ids.bench,
  name: 'Bench',
  slug: 'bench-1',
  customer: ids.lab,
  category: ids.shelf,
  components: benchComponents,
  ...more,
})

export const plan = (more: object = {}) => ({
  uuid: ids.academic,
  name: 'Academic',
  offering: ids.bench,
  components: [
    { type: 'node', price: '12' },
    { type: 'setup', price: '50' },
    { type: 'support', price: '30', amount: 2 },
    { type: 'hours', price: '1.2' },
  ],
  ...more,
})

/** Resources that use a plan, one for each state. */
export const resources = (states: readonly string[], plan = ids.academic) =>
  states.map((state, index) => ({
    uuid: id(0xe000 + index),
    name: `Run ${index}`,
    plan,
    project: ids.study,
    state,
  }))

/** A laboratory with a bench to book, a partner with a crane, and an offering of a remote Waldur. */
export const lab: Rows = {
  users: people.map((person, index) => ({ uuid: id(0xf100 + index), ...person })),
  customers: [
    {
      uuid: ids.lab,
      name: 'Laboratory',
      organization_groups: [ids.universities],
      is_service_provider: true,
      google_credentials: { calendar_token: 'a', calendar_refresh_token: 'b' },
    },
    { uuid: ids.works, name: 'Works', organization_groups: [ids.industry] },
  ],
  projects: [{ uuid: ids.study, name: 'Study', customer: ids.lab }],
  categories: [{ uuid: ids.shelf, title: 'Instruments' }],
  organization_groups: [
    { uuid: ids.research, name: 'Research' },
    { uuid: ids.universities, name: 'Universities', parent: ids.research },
    { uuid: ids.industry, name: 'Industry' },
  ],
  offerings: [
    offering(),
    offering({ uuid: ids.crane, name: 'Crane', slug: 'crane-1', customer: ids.works }),
    offering({ uuid: ids.remote, name: 'Remote', slug: 'remote-1', type: 'Waldur.RemoteOffering' }),
  ],
  plans: [
    plan(),
    plan({ uuid: ids.hoist, name: 'Hoist', offering: ids.crane }),
    plan({ uuid: ids.mirror, name: 'Mirror', offering: ids.remote }),
  ],
  resources: [],
  calendars: [],
  checklists: [],
  media: [],
}
