import { limitSample, pickCases } from '../harness/choice/limitSample.ts'
import { contract } from '../harness/contract.ts'
import {
  BOOKINGS,
  cleanUpAfter,
  createPlan,
  inventUuid,
  PLANS,
} from '../harness/ownPlans/createPlan.ts'
import { eachInLanes } from '../harness/inLanes.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { readUsers } from './readUsers.ts'
import { demandSameRows, listGivenRoles, readUuid, readWholeList } from '../lists/lists.ts'

const demand = (name: string, sentence: string) => ({
  id: `access.${name}`,
  demand: sentence,
  source: '§1.3',
})

contract(
  demand(
    'impersonation-ignored',
    'only staff speaks for others: the header of anybody else is ignored',
  ),
  async (api) => {
    const roles = listGivenRoles('support', 'owner', 'manager', 'member', 'stranger')
    if (roles.length === 0) throw new Inapplicable('there are only tokens of staff')
    for (const role of roles) {
      const options = { role, headers: { 'X-Impersonated-User-Uuid': inventUuid() } }
      demandSameRows(
        api,
        await readWholeList(api, PLANS, options),
        await readWholeList(api, PLANS, { role }),
        'the plans',
      )
      const { response } = await api.get(PLANS, options)
      api.demandEqual(response.headers['x-impersonator-uuid'], undefined, 'X-impersonator-uuid')
    }
  },
)

contract(
  {
    ...demand('impersonation', 'staff sees what the user sees for whom it speaks'),
    needs: { roles: ['staff'] },
  },
  async (root) => {
    const [staff] = await readUsers(root, 'staff')
    const known = await readUsers(root, 'owner', 'manager', 'support', 'member', 'stranger')
    const plans = (await readWholeList(root, PLANS)).slice(0, limitSample(20))
    await eachInLanes(root, pickCases(known, 2), async (api, { role, uuid }) => {
      const options = { role: 'staff' as const, headers: { 'X-Impersonated-User-Uuid': uuid } }
      for (const path of [PLANS, BOOKINGS])
        demandSameRows(
          api,
          await readWholeList(api, path, options),
          await readWholeList(api, path, { role }),
          path,
        )
      const { response } = await api.get(PLANS, options)
      const speaker = readUuid(response.headers, 'x-impersonator-uuid')
      api.demandEqual(speaker, readUuid(staff), 'X-impersonator-uuid')
      for (const row of plans) {
        const path = `${PLANS}${readUuid(row)}/`
        const own = (await api.get(path, { role })).response
        const spoken = await api.get(path, options)
        api.demandStatus(spoken, own.status)
        const mark = readUuid(spoken.response.headers, 'x-impersonator-uuid')
        api.demandEqual(mark, readUuid(staff), 'X-impersonator-uuid', spoken)
        api.demandEqual(spoken.response.json, own.json, 'the plan', spoken)
      }
      const back = { role, headers: { 'X-Impersonated-User-Uuid': staff.uuid } }
      demandSameRows(
        api,
        await readWholeList(api, PLANS, back),
        await readWholeList(api, PLANS, { role }),
        PLANS,
      )
    })
  },
)

contract(
  {
    ...demand('impersonation-writes', 'staff writes only what the user may for whom it speaks'),
    needs: { write: true, roles: ['staff'] },
  },
  (api) =>
    cleanUpAfter(api, async () => {
      const plan = await createPlan(api)
      const body = { description: 'said' }
      for (const { role, uuid } of await readUsers(api, 'owner', 'manager', 'member', 'stranger')) {
        const headers = { 'X-Impersonated-User-Uuid': uuid }
        const own = await api.patch(plan.path, body, { role })
        const spoken = await api.patch(plan.path, body, { role: 'staff', headers })
        api.demandStatus(spoken, own.response.status)
        api.demandEqual(spoken.response.json, own.response.json, 'the answer', spoken)
      }
    }),
)
