import type { Api } from '../../harness/api.ts'
import {
  getOfferingLink,
  noteCreated,
  PLANS,
  readOfferingComponents,
} from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import { describeAnswer } from '../../harness/findings/describeAnswer.ts'
import {
  demandChanged,
  demandRefusal,
  demandSuccess,
  planContract,
  readPlan,
} from '../../plans/planContract.ts'

const FORM = 'application/x-www-form-urlencoded'

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
      api.demand(plan !== null, 'status 201', () => describeAnswer(exchange.response), exchange)
      const row = await readPlan(api, plan)
      const wanted = { ...fields, max_amount: 7, backend_id: marks.backend_id }
      for (const [field, value] of Object.entries(wanted)) api.demandEqual(row[field], value, field)
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
