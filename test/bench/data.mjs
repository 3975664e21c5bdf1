// Fixtures of any size, the same for the same size: plans of four components in ten offerings.
export const id = (kind, number) => `${kind}${number.toString(16).padStart(31, '0')}`

export const STAFF = 'bench-staff'
export const OWNER = 'bench-owner'
export const PLAN = 'a'
const OFFERINGS = 10
const CUSTOMERS = 2

/** A tenth of the plans belongs to this offering, half of them to the owner's customer. */
export const SOME_OFFERING = id('b', 3)

export const SAMPLE = '/api/samples/'

/** A document with a list of rows as wide as Waldur's resources: its sample has 7 kB. */
export const documentText = () => JSON.stringify({ openapi: '3.0.3', paths: { [SAMPLE]: { get } } })

const KINDS = [{}, { format: 'uri' }, { format: 'date-time' }, { format: 'uuid' }]
const fields = Object.fromEntries(
  Array.from({ length: 200 }, (_, n) => [`field_${n}`, { type: 'string', ...KINDS[n % 4] }]),
)
const schema = { type: 'array', items: { type: 'object', properties: fields } }
const get = { responses: { 200: { content: { 'application/json': { schema } } } } }

export const planUuid = (number) => id(PLAN, number)

/** A whole fixture as text. */
export const fixtureText = (planCount) =>
  JSON.stringify({
    month: '2026-03',
    users: [
      { uuid: id('d', 1), name: 'Bench Staff', token: STAFF, is_staff: true },
      {
        uuid: id('d', 2),
        name: 'Bench Owner',
        token: OWNER,
        roles: [{ role: 'CUSTOMER.OWNER', scope: id('c', 1) }],
      },
    ],
    customers: times(CUSTOMERS, (n) => ({ uuid: id('c', n), name: `Centre ${n}` })),
    categories: [{ uuid: id('e', 0), title: 'Instruments' }],
    organization_groups: times(3, (n) => ({ uuid: id('f', n), name: `Sector ${n}` })),
    offerings: times(OFFERINGS, offering),
    plans: times(planCount, plan),
  })

const offering = (n) => ({
  uuid: id('b', n),
  name: `Microscope ${n}`,
  customer: id('c', n % CUSTOMERS),
  category: id('e', 0),
  components: COMPONENTS.map(([type, name, billing_type, measured_unit]) => ({
    type,
    name,
    billing_type,
    measured_unit,
  })),
})

const COMPONENTS = [
  ['beam_hours', 'Beam hours', 'usage', 'hours'],
  ['operator', 'Operator', 'fixed', 'hours'],
  ['storage', 'Storage', 'limit', 'TB'],
  ['setup', 'Set-up', 'one', 'sessions'],
]

/** Names do not follow the uuids, so that a list is no walk along the primary key. */
const plan = (n) => ({
  uuid: planUuid(n),
  name: `${WORDS[(n * 7) % WORDS.length]} ${(n * 7919) % 1_000_003}`,
  description: `<p>Plan ${n}: for groups that book <strong>regularly</strong>, with an operator.</p>`,
  article_code: `BENCH-${n}`,
  offering: id('b', n % OFFERINGS),
  organization_groups: n % 3 === 0 ? [id('f', n % 2)] : [],
  unit: 'month',
  unit_price: `${100 + (n % 900)}.00`,
  components: COMPONENTS.map(([type], index) => ({
    type,
    amount: index === 0 ? 0 : 1 + (n % 5),
    price: `${10 + ((n * 3 + index) % 90)}.50`,
    future_price: index === 2 ? `${20 + (n % 90)}.25` : null,
    discount_threshold: index === 2 ? 10 : null,
    discount_rate: index === 2 ? 5 : null,
  })),
})

const WORDS = [
  'Academic',
  'Basic',
  'Élan',
  'Industry',
  'night shift',
  'Overflow',
  'Priority',
  'Öre',
]

/** What a PATCH sends: each body changes the plan, and with its name its place in the list. */
export const patchBody = (n) =>
  JSON.stringify({
    name: `${WORDS[n % WORDS.length]} revised ${n}`,
    description:
      n % 2 ? `Revised for the ${n}th time` : `<p>Revised, <em>prices unchanged</em></p>`,
  })

const times = (count, make) => Array.from({ length: count }, (_, n) => make(n))
