import type { Api } from '../harness/api.ts'
import {
  createPlan,
  getOfferingLink,
  noteCreated,
  PLANS,
  readOfferingComponents,
} from '../harness/createPlan.ts'
import type { NewPlan } from '../harness/createPlan.ts'
import type { Exchange } from '../harness/exchange.ts'
import { getSession } from '../harness/session.ts'
import {
  demandChanged,
  demandRefusal,
  demandSuccess,
  demandUnchanged,
  planContract,
  readPlan,
} from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'

const FORM = 'application/x-www-form-urlencoded'

/** The operations that read a body: how each is sent, and what an empty body answers. */
const readers: Readonly<Record<string, Reader>> = {
  create: { method: 'POST', action: null, empty: formatRequired('name', 'offering') },
  update: { method: 'PUT', action: '', empty: formatRequired('name') },
  partial_update: { method: 'PATCH', action: '', empty: null },
  update_prices: { method: 'POST', action: 'update_prices/', empty: formatRequired('prices') },
  update_quotas: { method: 'POST', action: 'update_quotas/', empty: formatRequired('quotas') },
  update_discounts: {
    method: 'POST',
    action: 'update_discounts/',
    empty: formatRequired('discounts'),
  },
  update_organization_groups: {
    method: 'POST',
    action: 'update_organization_groups/',
    empty: undefined,
  },
}

interface Reader {
  readonly method: string
  /** What follows the address of the plan; null for the address of all plans. */
  readonly action: string | null
  /** The refusal of an empty body; null when it is accepted, undefined where servers differ. */
  readonly empty: Row | null | undefined
}

function formatRequired(...names: string[]): Row {
  return Object.fromEntries(names.map((name) => [name, ['This field is required.']]))
}

/** Sends a body as it is, to an operation of our plan; notes what it makes. */
async function sendBody(
  api: Api,
  plan: NewPlan,
  { method, action }: Reader,
  { body, type }: { body?: string; type?: string },
): Promise<Exchange> {
  const path = action === null ? PLANS : `${plan.path}${action}`
  const exchange = await api.send({ method, path, body, ...(type !== undefined && { type }) })
  if (action === null) noteCreated(api, exchange)
  return exchange
}

function bodyContracts(
  name: string,
  demand: string,
  check: (api: Api, plan: NewPlan, reader: Reader) => Promise<void>,
): void {
  for (const [operation, reader] of Object.entries(readers)) {
    planContract(
      {
        id: `bodies.${name}.${operation}`,
        demand,
        source: '§1.4',
        operation: `marketplace_plans_${operation}`,
      },
      async (api: Api) => {
        const plan = await createPlan(api, { article_code: 'KEEP' })
        const before = await readPlan(api, plan)
        await check(api, plan, reader)
        await demandUnchanged(api, plan, before)
      },
    )
  }
}

const malformed = ['{', '{"name": }', '{name: 1}', "{'name': 'x'}", '{"name": "x"', 'name=x', '}']
const furtherMalformed = ['{"name": "x",}', '{"name": "x"} {}', '[1,', '"', 'nul', '{"name": 01}']

const others: readonly (readonly [json: string, type: string])[] = [
  ['[]', 'list'],
  ['[{"name": "x"}]', 'list'],
  ['"name"', 'str'],
  ['""', 'str'],
  ['5', 'int'],
  ['1.5', 'float'],
  ['true', 'bool'],
  ['false', 'bool'],
]

const foreignTypes = [
  'text/plain',
  'text/plain; charset=utf-8',
  'application/xml',
  'text/html',
  'application/octet-stream',
  'application/merge-patch+json',
]

bodyContracts(
  'malformed',
  'a body that is no JSON is refused as such, and changes nothing',
  async (api: Api, plan, reader) => {
    for (const body of [...malformed, ...furtherMalformed]) {
      const exchange = await sendBody(api, plan, reader, { body })
      api.demandStatus(exchange, 400)
      const { json } = exchange.response
      const { detail, ...rest } = (json ?? {}) as Row
      const isSaid = /^JSON parse error - ./.test(String(detail))
      api.demand(isSaid, 'a detail that begins with "JSON parse error - "', json, exchange)
      api.demandEqual(rest, {}, 'what is beside the detail', exchange)
    }
  },
)

bodyContracts(
  'not-an-object',
  'a body that is JSON but no object is refused by the name of its type',
  async (api: Api, plan, reader) => {
    for (const [body, type] of others) {
      const exchange = await sendBody(api, plan, reader, { body })
      const text = `Invalid data. Expected a dictionary, but got ${type}.`
      demandRefusal(api, exchange, { non_field_errors: [text] })
    }
    const exchange = await sendBody(api, plan, reader, { body: 'null' })
    demandRefusal(api, exchange, { non_field_errors: ['No data provided'] })
  },
)

bodyContracts(
  'unsupported-type',
  'a body of a type that is not read is 415 with the name of the type',
  async (api: Api, plan, reader) => {
    for (const type of foreignTypes) {
      const body = JSON.stringify({ name: 'Unread', offering: getOfferingLink() })
      const exchange = await sendBody(api, plan, reader, { body, type })
      api.demandStatus(exchange, 415)
      const detail = `Unsupported media type "${type}" in request.`
      api.demandEqual(exchange.response.json, { detail }, 'the body of 415', exchange)
    }
  },
)

bodyContracts(
  'empty',
  'an empty body is an empty object, with any type or none',
  async (api: Api, plan, reader) => {
    if (reader.empty === undefined) return
    for (const sending of [
      {},
      { body: '', type: 'application/json' },
      { body: '', type: 'text/plain' },
      { body: '{}' },
      { body: ' {\n} ' },
    ]) {
      const exchange = await sendBody(api, plan, reader, sending)
      if (reader.empty === null) demandSuccess(api, exchange)
      else demandRefusal(api, exchange, reader.empty)
    }
  },
)

/** Every field of a plan that can be wrong, with what is then said. */
const wrong: Readonly<Record<string, readonly [value: unknown, error: string]>> = {
  name: ['', 'This field may not be blank.'],
  description: [[], 'Not a valid string.'],
  article_code: ['x'.repeat(31), 'Ensure this field has no more than 30 characters.'],
  max_amount: [0, 'Ensure this value is greater than or equal to 1.'],
  archived: ['maybe', 'Must be a valid boolean.'],
  unit_price: ['-1', 'Ensure this value is greater than or equal to 0.'],
  unit: ['week', '"week" is not a valid choice.'],
  backend_id: ['x'.repeat(256), 'Ensure this field has no more than 255 characters.'],
}

function addJointContracts(): void {
  planContract(
    {
      id: 'bodies.errors-together',
      demand:
        'all fields that are wrong are reported at once, those that are right are not written',
      source: '§2.3',
    },
    async (api: Api) => {
      const plan = await createPlan(api)
      const before = await readPlan(api, plan)
      const names = Object.keys(wrong)
      const sets = [names, names.slice(0, 2), names.slice(3, 6), ['max_amount', 'unit']]
      for (const set of sets) {
        const pick = (index: 0 | 1) =>
          Object.fromEntries(set.map((name) => [name, (wrong[name] ?? [])[index]]))
        const errors = Object.fromEntries(set.map((name) => [name, [wrong[name]?.[1]]]))
        const fields = { name: 'Unwritten', article_code: 'UNWRITTEN', ...pick(0) }
        const offering = { offering: 5 }
        const link = { offering: ['Incorrect type. Expected URL string, received int.'] }
        for (const exchange of [
          await api.patch(plan.path, fields),
          await api.put(plan.path, fields),
        ])
          demandRefusal(api, exchange, errors)
        const { tag } = getSession().settings
        const exchange = await api.post(PLANS, { backend_id: tag, ...fields, ...offering })
        noteCreated(api, exchange)
        demandRefusal(api, exchange, { ...errors, ...link })
      }
      await demandUnchanged(api, plan, before)
    },
  )

  planContract(
    {
      id: 'bodies.json-as-it-comes',
      demand: 'a charset, blanks, escapes and keys given twice are read; the last of twins counts',
      source: '§1.4',
    },
    async (api: Api) => {
      const plan = await createPlan(api)
      const before = await readPlan(api, plan)
      const cases: [body: string, type: string, wanted: Row][] = [
        ['{"name":"Ünï 研究 😀"}', 'application/json; charset=utf-8', { name: 'Ünï 研究 😀' }],
        ['{"name":"Latin"}', 'application/json;charset=UTF-8', { name: 'Latin' }],
        ['{"name":"first","name":"last"}', 'application/json', { name: 'last' }],
        [
          '{"max_amount":0,"name":"Twice","max_amount":3}',
          'application/json',
          { name: 'Twice', max_amount: 3 },
        ],
        [
          ' {\n"name" :\t"\\u0041\\u00e9\\ud83d\\ude00\\/\\"\\\\" } \n',
          'application/json',
          { name: 'Aé😀/"\\', max_amount: 3 },
        ],
        ['{"max_amount":null,"max_amount":null}', 'application/json', { name: 'Aé😀/"\\' }],
      ]
      for (const [body, type, wanted] of cases) {
        api.demandStatus(await api.patch(plan.path, body, { type }), 200)
        await demandChanged(api, plan, before, wanted)
      }
      const exchange = await api.patch(plan.path, '{"unit":"day","unit":"week"}')
      demandRefusal(api, exchange, { unit: ['"week" is not a valid choice.'] })
    },
  )
}

/** With dashes, the guard finds the uuid behind the escaped slash of a form. */
const getDashedLink = (): string =>
  getOfferingLink().replace(
    /\/([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\/$/,
    '/$1-$2-$3-$4-$5/',
  )

const encodeForm = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString()

const BOUNDARY = 'waldur-mock-boundary'

const encodeMultipart = (fields: Readonly<Record<string, string>>): string => {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--${BOUNDARY}--\r\n`
}

const encodings: Readonly<
  Record<string, readonly [type: string, write: (fields: Record<string, string>) => string]>
> = {
  urlencoded: [FORM, encodeForm],
  multipart: [`multipart/form-data; boundary=${BOUNDARY}`, encodeMultipart],
}

function addFormContracts(): void {
  for (const [name, [type, write]] of Object.entries(encodings)) {
    planContract(
      {
        id: `bodies.form.${name}`,
        demand: `a ${name} form is read by create, PUT, PATCH and the price action`,
        source: '§1.4',
      },
      async (api: Api) => {
        const fields = { name: 'Förm & <b>', article_code: 'FORM', unit: 'hour', max_amount: '7' }
        const marks = { backend_id: getSession().settings.tag, offering: getDashedLink() }
        const exchange = await api.post(PLANS, write({ ...fields, ...marks }), { type })
        const plan = noteCreated(api, exchange)
        api.demand(plan !== null, 'status 201', exchange.response.text, exchange)
        const row = await readPlan(api, plan)
        const wanted = { ...fields, max_amount: 7, backend_id: marks.backend_id }
        for (const [field, value] of Object.entries(wanted))
          api.demandEqual(row[field], value, field)
        api.demandStatus(await api.patch(plan.path, write({ name: 'Patched' }), { type }), 200)
        await demandChanged(api, plan, row, { name: 'Patched' })
        demandRefusal(api, await api.patch(plan.path, write({ name: '' }), { type }), {
          name: ['This field may not be blank.'],
        })
        api.demandStatus(
          await api.put(plan.path, write({ ...fields, name: 'Put & + it' }), { type }),
          200,
        )
        const given = await demandChanged(api, plan, row, { name: 'Put & + it' })
        api.demandStatus(await api.patch(plan.path, write({ max_amount: '' }), { type }), 200)
        const put = await demandChanged(api, plan, given, { max_amount: null })
        const [first] = (await readOfferingComponents(api)).types
        if (!first) return
        const prices = write({ [`prices.${first.type}`]: '2.5' })
        // Newer frameworks read the entry of a map, older ones read none.
        demandSuccess(api, await api.post(`${plan.path}update_prices/`, prices, { type }))
        const priced = await readPlan(api, plan)
        api.demandEqual(priced['name'], put['name'], 'the name after new prices')
      },
    )
  }
}

addJointContracts()
addFormContracts()
