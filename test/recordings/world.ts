import { id } from '../fixture/shop.ts'
import { component, ids, lab, offering, plan, resources } from '../domain/lab.ts'
import type { Rows } from '../domain/lab.ts'

/** Letters in them, so that they can be spelled in upper case and with escapes. */
const uuids = {
  bench: 'be4c0000000000000000000000000001',
  uncredited: 'be4c0000000000000000000000000002',
  busy: 'be4c0000000000000000000000000003',
  remote: 'be4c0000000000000000000000000004',
  abroad: 'be4c0000000000000000000000000005',
  plan: 'ab1e0000000000000000000000000001',
  desk: 'ab1e0000000000000000000000000002',
  used: 'ab1e0000000000000000000000000003',
  archived: 'ab1e0000000000000000000000000004',
  mirror: 'ab1e0000000000000000000000000005',
  foreign: 'ab1e0000000000000000000000000006',
}

const components = [
  component('beam_hours', 'usage'),
  component('operator', 'usage'),
  component('setup', 'one'),
  component('switch', 'few'),
  component('package', 'fixed'),
]

/** The callers of the recordings, with one that has been idle for too long. */
const expired = { token_lifetime: 3600, token_used: '2026-03-01T00:00:00Z' }
const users = [
  ...lab.users,
  { uuid: id(0xf200), name: 'expired', token: 'expired', ...expired },
  {
    uuid: id(0xf201),
    name: 'second-owner',
    token: 'second-owner',
    roles: [{ role: 'CUSTOMER.OWNER', scope: ids.works }],
  },
]

const booking = (uuid: string, more: object = {}) =>
  offering({ uuid, name: uuid, slug: uuid, components, ...more })

const pricePlan = (uuid: string, of: string, more: object = {}) =>
  plan({ uuid, name: uuid, offering: of, components: [], ...more })

/** What the server of the recordings has, as far as their rows depend on it. */
export const world: Rows = {
  ...lab,
  users,
  offerings: [
    booking(uuids.bench),
    booking(uuids.uncredited, { customer: ids.works }),
    booking(uuids.busy),
    booking(uuids.remote, { type: 'Waldur.RemoteOffering' }),
    booking(uuids.abroad, { customer: ids.works, components: [component('desk', 'fixed')] }),
    offering({
      uuid: ids.bench,
      name: 'Desk',
      slug: 'd',
      components: [component('desk', 'fixed')],
    }),
  ],
  plans: [
    pricePlan(uuids.plan, uuids.bench),
    pricePlan(uuids.desk, ids.bench),
    pricePlan(uuids.used, uuids.bench),
    pricePlan(uuids.archived, uuids.bench, { archived: true }),
    pricePlan(uuids.mirror, uuids.remote),
    pricePlan(uuids.foreign, uuids.abroad),
  ],
  resources: resources(['OK'], uuids.used),
  calendars: [{ uuid: uuids.busy, state: 'Updating' }],
}

/** What the rows write in braces: uuids of plans and offerings, and other things of the mock. */
export const places: Readonly<Record<string, string>> = {
  ...uuids,
  remote: uuids.mirror,
  PLAN: uuids.plan.toUpperCase(),
  BENCH: uuids.bench.toUpperCase(),
  BUSY: uuids.busy.toUpperCase(),
  'b%65nch': uuids.bench.replace('e', '%65'),
  group: ids.universities,
  nobody: id(0),
  token: 'staff',
  TOKEN: 'STAFF',
}
