import { contract } from '../harness/contract.ts'
import { BOOKINGS, cleanUpAfter, createPlan } from '../harness/ownPlans/createPlan.ts'
import { isOwn } from '../harness/hold/world.ts'
import type { Role } from '../harness/settings.ts'
import { readSomeRows, readUuid } from '../lists/lists.ts'
import type { Row } from '../lists/lists.ts'
import { demandWrite } from './roles/roleDemands.ts'

contract(
  demandWrite('personal', 'what depends on who is looking stays theirs, whoever looked before', [
    'owner',
  ]),
  (api) =>
    cleanUpAfter(api, async () => {
      const looks = async (...roles: readonly Role[]) => {
        const seen: Record<string, unknown> = {}
        for (const role of roles)
          seen[role] = (await readSomeRows(api, BOOKINGS, role)).map(pickPersonal)
        return seen
      }
      const first = await looks('staff', 'owner')
      for (const order of [
        ['owner', 'staff'],
        ['staff', 'owner'],
      ] as const) {
        await createPlan(api)
        const seen = await looks(...order)
        for (const role of order)
          api.demandEqual(seen[role], first[role], `what ${role} sees again`)
      }
    }),
)

/** What of a booking depends on who is looking, without plans of our own making. */
const pickPersonal = (row: Row): Row => ({
  uuid: readUuid(row),
  plans: (row['plans'] as Row[]).filter((plan) => !isOwn(plan)).map((plan) => readUuid(plan)),
  user_has_consent: row['user_has_consent'],
  is_accessible: row['is_accessible'],
})
