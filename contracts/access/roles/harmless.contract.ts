import { limitSample } from '../../harness/choice/limitSample.ts'
import type { Api } from '../../harness/api.ts'
import { contracts } from '../../harness/contract.ts'
import { BOOKINGS, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { sampleRows } from '../../harness/readBookings.ts'
import { nameRole } from '../../harness/settings.ts'
import type { Role } from '../../harness/settings.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { readUuid } from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { isInUse, readTargets, USED } from './harmless.ts'
import { demandDenied, demandMissing, NO_PLAN } from '../refusals.ts'
import { users } from './roleDemands.ts'

/** Plans that are tried, of those that may be. */
const MOST = 10

const roles = { staff: 'staff', ...users } as const

for (const isUsed of [true, false]) {
  contracts(
    roles,
    (_, role) => ({
      id: `roles.harmless-on-${isUsed ? 'used' : 'others'}.${role}`,
      demand: `a write that changes nothing (PATCH {}) to a plan ${isUsed ? 'in use' : 'of others'}, sent by ${nameRole(role)}, is answered as that role demands`,
      source: '§2.1',
      needs: { write: true, roles: ['staff' as const, role] },
    }),
    async (api, role) => {
      const plans = (await readTargets(api)).filter((plan) => isInUse(plan) === isUsed)
      if (plans.length === 0) throw new Inapplicable(`no such plan may be tried (--used-plan)`)
      for (const plan of sampleRows(plans, limitSample(MOST))) await tryPlan(api, plan, role)
    },
  )
}

async function tryPlan(api: Api, plan: Row, role: Role): Promise<void> {
  const path = `${PLANS}${readUuid(plan)}/`
  const offering = `${BOOKINGS}${readUuid(plan, 'offering')}/`
  const mayWrite = role === 'staff' || (await isFound(api, offering, role))
  const sees = mayWrite || (await isFound(api, path, role))
  const demandRefused = (exchange: Exchange) =>
    sees ? demandDenied(api, exchange) : demandMissing(api, exchange, NO_PLAN)
  const patched = await api.patch(path, {}, { role })
  const put = await api.put(path, {}, { role })
  const discounted = await api.post(`${path}update_discounts/`, { discounts: {} }, { role })
  if (mayWrite) demandOwner(api, plan, { patched, put, discounted })
  else for (const exchange of [patched, put, discounted]) demandRefused(exchange)
  const after = api.readObject(await api.get(path, { role: 'staff' }))
  api.demandEqual(after, plan, 'the plan after writes of nothing')
}

const isFound = async (api: Api, path: string, role: Role): Promise<boolean> =>
  (await api.get(path, { role })).response.status === 200

function demandOwner(
  api: Api,
  plan: Row,
  { patched, put, discounted }: Readonly<Record<'patched' | 'put' | 'discounted', Exchange>>,
): void {
  api.demandStatus(patched, isInUse(plan) ? 400 : 200)
  api.demandStatus(put, 400)
  const refused = isInUse(plan) ? USED : { name: ['This field is required.'] }
  if (isInUse(plan)) api.demandEqual(patched.response.json, USED, 'the body', patched)
  api.demandEqual(put.response.json, refused, 'the body', put)
  api.demandStatus(discounted, 200)
}
