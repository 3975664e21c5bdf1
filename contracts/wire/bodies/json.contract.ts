import type { Api } from '../../harness/api.ts'
import { createPlan, noteCreated, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import {
  demandChanged,
  demandRefusal,
  demandUnchanged,
  planContract,
  readPlan,
} from '../../plans/planContract.ts'
import type { Row } from '../../plans/planContract.ts'

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

planContract(
  {
    id: 'bodies.errors-together',
    demand: 'all fields that are wrong are reported at once, those that are right are not written',
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
      for (const exchange of [await api.patch(plan.path, fields), await api.put(plan.path, fields)])
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
