import { nameRole } from '../../harness/settings.ts'
import { limitSample } from '../../harness/choice/limitSample.ts'
import { contracts } from '../../harness/contract.ts'
import { BOOKINGS, PLANS, STATS } from '../../harness/ownPlans/createPlan.ts'
import { demandSameRows, readSomeRows, readUuid, readWholeList } from '../../lists/lists.ts'
import { demand, users } from './roleDemands.ts'

/** Rows that are asked for one by one at most. */
const MOST = 8

contracts(
  users,
  (_, role) =>
    demand(`statistics.${role}`, `${nameRole(role)} sees the statistics of all plans`, [role]),
  async (api, role) => {
    const all = await readSomeRows(api, STATS, 'staff')
    const seen = await readWholeList(api, STATS, { role })
    demandSameRows(api, seen, all, `the statistics for ${role}, as staff sees them`)
  },
)

contracts(
  users,
  (_, role) =>
    demand(`heads.${role}`, `HEAD tells ${nameRole(role)} no more than GET does`, [role]),
  async (api, role) => {
    for (const path of [PLANS, BOOKINGS]) {
      const rows = (await readSomeRows(api, path, 'staff')).slice(0, limitSample(MOST))
      const details = rows.map((row) => `${path}${readUuid(row)}/`)
      for (const address of [`${path}?page_size=1`, ...details]) {
        const got = await api.get(address, { role })
        const head = await api.head(address, { role })
        api.demandEqual(head.response.status, got.response.status, 'the status of HEAD', head)
        const { 'x-result-count': count } = got.response.headers
        api.demandEqual(head.response.headers['x-result-count'], count, 'X-Result-Count', head)
      }
    }
  },
)
