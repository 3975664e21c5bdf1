import { isQuick } from '../../harness/choice/limitSample.ts'
import { contract, contracts } from '../../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  createPlan,
  getOfferingLink,
  inventUuid,
  noteCreated,
  PLANS,
} from '../../harness/ownPlans/createPlan.ts'
import { demandNothingMade } from '../../harness/ownPlans/demandNothingMade.ts'
import { getSession } from '../../harness/session.ts'
import { nameRole } from '../../harness/settings.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import type { Row } from '../../lists/lists.ts'
import {
  demandAllowed,
  demandDenied,
  demandMissing,
  DENIED,
  findRelation,
  isOfferingOwner,
  NO_OFFERING,
  NO_PLAN,
  writes,
} from '../refusals.ts'
import { createPricedPlan } from '../../plans/createPricedPlan.ts'
import { readPlan } from '../../plans/planContract.ts'
import { demandWrite, outsiders, users } from './roleDemands.ts'

contracts(
  users,
  (_, role) =>
    demandWrite(`writes.${role}`, `${nameRole(role)} changes only plans whose customer they own`, [
      role,
    ]),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const plan = await createPricedPlan(api)
      const first = await readPlan(api, plan)
      const relation = await findRelation(api, role, plan)
      for (const [name, write] of Object.entries(writes)) {
        const own = relation === 'owner' ? await createPricedPlan(api) : plan
        const isLast = name === 'destroy'
        const before = own === plan ? first : await readPlan(api, own)
        const exchange = await write(api, own, role)
        demandAllowed(api, exchange, isLast ? 'outsider' : relation, name)
        const isKept = own === plan && !isQuick()
        const what = `the plan after the refused ${name} of ${role}`
        if (isLast || isKept) api.demandEqual(await readPlan(api, own), before, what)
      }
    }),
)

contract(demandWrite('writes.staff', 'staff may do everything, and deletes with 204'), (api) =>
  cleanUpAfter(api, async () => {
    for (const [name, write] of Object.entries(writes)) {
      const plan = await createPricedPlan(api)
      const exchange = await write(api, plan, 'staff')
      demandAllowed(api, exchange, 'owner', name)
      if (name !== 'destroy') continue
      api.demandStatus(exchange, 204)
      demandMissing(api, await api.get(plan.path), NO_PLAN)
      demandMissing(api, await api.delete(plan.path), NO_PLAN)
    }
  }),
)

contracts(
  users,
  (_, role) =>
    demandWrite(
      `creates.${role}`,
      `${nameRole(role)} makes plans only under an offering whose customer they own`,
      [role],
    ),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const isOwner = await isOfferingOwner(api, role)
      const bad = await api.post(PLANS, createBody({ name: '' }), { role })
      noteCreated(api, bad)
      api.demandStatus(bad, 400)
      api.demandEqual(bad.response.json, { name: ['This field may not be blank.'] }, 'the body')
      const good = await api.post(PLANS, createBody({ name: `Contract of ${role}` }), { role })
      const plan = noteCreated(api, good)
      api.demandStatus(good, isOwner ? 201 : 403)
      if (plan) api.demandStatus(await api.get(plan.path), 200)
      if (!isOwner) api.demandEqual(good.response.json, DENIED, 'the body', good)
      await demandNothingMade(api, bad)
    }),
)

contracts(
  { staff: 'staff', ...users } as const,
  (_, role) =>
    demandWrite(`unknown-writes.${role}`, 'nobody writes to a plan that is not there', [role]),
  async (api, role) => {
    const uuid = inventUuid()
    const plan = { uuid, path: `${PLANS}${uuid}/`, row: {} }
    for (const [name, write] of Object.entries(writes)) {
      const exchange = await write(api, plan, role)
      if (name === 'destroy' && role !== 'staff') demandDenied(api, exchange)
      else demandMissing(api, exchange, NO_PLAN)
    }
  },
)

contracts(
  { ...outsiders, manager: 'manager', 'customer-support': 'customer-support' } as const,
  (_, role) =>
    demandWrite(`calendars.${role}`, `${nameRole(role)} can't use a calendar of others`, [role]),
  async (api, role) => {
    const { offering } = getSession().settings
    if (offering === null) throw new Inapplicable('no offering is given (--offering)')
    for (const uuid of [offering, inventUuid()])
      for (const action of CALENDAR) {
        const exchange = await api.post(`${BOOKINGS}${uuid}/${action}/`, undefined, { role })
        demandMissing(api, exchange, NO_OFFERING)
      }
  },
)

contract(
  demandWrite('unknown-calendars', 'a calendar of nobody is not found by staff either'),
  async (api) => {
    for (const action of CALENDAR)
      demandMissing(api, await api.post(`${BOOKINGS}${inventUuid()}/${action}/`), NO_OFFERING)
  },
)

contracts(
  users,
  (_, role) =>
    demandWrite(
      `refusals-in-order.${role}`,
      'who may not write hears that before what is wrong with the body, or with the state of the plan',
      [role],
    ),
  (api, role) =>
    cleanUpAfter(api, async () => {
      const plan = await createPricedPlan(api)
      const archived = await createPlan(api, { archived: true })
      const relation = await findRelation(api, role, plan)
      if (relation === 'owner') throw new Inapplicable(`${role} may write`)
      for (const [method, action] of BODIES)
        for (const [{ path }, sent] of [
          [plan, { body: '{' }],
          [plan, { body: 'x', type: 'text/plain' }],
          [plan, { body: '[]' }],
          [archived, { body: '{' }],
        ] as const) {
          const exchange = await api.send({ method, path: `${path}${action}`, role, ...sent })
          demandAllowed(api, exchange, relation, `${method} ${action}`)
        }
    }),
)

contract(
  demandWrite('body-before-object', 'an unknown plan is missed before the body is read'),
  async (api) => {
    const path = `${PLANS}${inventUuid()}/`
    for (const [method, action] of BODIES)
      for (const sent of [{ body: '{' }, { body: 'x', type: 'text/plain' }, { body: '{}' }])
        demandMissing(api, await api.send({ method, path: `${path}${action}`, ...sent }), NO_PLAN)
  },
)

const CALENDAR = ['google_calendar_sync', 'share_google_calendar', 'unshare_google_calendar']

const BODIES = [
  ['PUT', ''],
  ['PATCH', ''],
  ['POST', 'update_prices/'],
  ['POST', 'update_quotas/'],
  ['POST', 'update_discounts/'],
  ['POST', 'update_organization_groups/'],
  ['POST', 'archive/'],
] as const

const createBody = (fields: Row): Row => ({
  backend_id: getSession().settings.tag,
  offering: getOfferingLink(),
  ...fields,
})
