import type { Api } from '../../harness/api.ts'
import { BOOKINGS, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import type { Role } from '../../harness/settings.ts'
import { Inapplicable } from '../../harness/unmet.ts'
import { readSomeRows, readUuid } from '../../lists/lists.ts'
import type { Row } from '../../lists/lists.ts'
import { demandDenied, demandMissing, NO_PLAN } from '../refusals.ts'

export const USED = ['It is not possible to update plan because it is used by resources.']

export const isInUse = ({ resources_count }: Row): boolean => Number(resources_count) > 0

/** Plans of others that writes of nothing may be sent to; not of remote offerings, which have rules of their own. */
export async function readTargets(api: Api): Promise<Row[]> {
  const { settings, transport } = getSession()
  const { usedPlans } = settings
  const plans = await readSomeRows(api, PLANS, 'staff')
  const bookings = await readSomeRows(api, BOOKINGS, 'staff')
  const sold = new Set(bookings.map((row) => readUuid(row)))
  return plans.filter((plan) => {
    const uuid = readUuid(plan)
    const isMeant = usedPlans === 'all' || usedPlans.includes(uuid)
    return isMeant && !transport.guard.isOurs(uuid) && sold.has(readUuid(plan, 'offering'))
  })
}

const known = new WeakMap<object, readonly Row[]>()

/** A plan of others in use, and one that is not, if any may be tried. A run chooses them once, and anew for a second look. */
export async function chooseTargets(api: Api): Promise<readonly Row[]> {
  const session = getSession()
  const targets = (session.look === null && known.get(session)) || (await findTargets(api))
  known.set(session, targets)
  return targets
}

/** They may be of different customers. */
async function findTargets(api: Api): Promise<readonly Row[]> {
  const plans = await readTargets(api).catch(explainNone)
  const chosen = [plans.find(isInUse), plans.findLast((plan) => !isInUse(plan))]
  return chosen.filter((plan) => plan !== undefined)
}

function explainNone(error: unknown): Row[] {
  if (error instanceof Inapplicable) return []
  throw error
}

/** PATCH {} is answered as the role demands, and as its plan is in use or not. */
export async function tryNothing(api: Api, plan: Row, { role, plans, offerings }: Seen) {
  const exchange = await api.patch(`${PLANS}${readUuid(plan)}/`, {}, { role })
  if (!offerings.includes(readUuid(plan, 'offering')))
    return plans.includes(readUuid(plan))
      ? demandDenied(api, exchange)
      : demandMissing(api, exchange, NO_PLAN)
  api.demandStatus(exchange, isInUse(plan) ? 400 : 200)
  if (isInUse(plan)) api.demandEqual(exchange.response.json, USED, 'the body', exchange)
}

/** What a role is shown: the uuids of plans, and of the booking offerings that it owns. */
interface Seen {
  readonly role: Role
  readonly plans: readonly string[]
  readonly offerings: readonly string[]
}
