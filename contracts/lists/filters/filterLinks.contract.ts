import { contract } from '../../harness/contract.ts'
import { BOOKINGS, inventUuid, PLANS } from '../../harness/ownPlans/createPlan.ts'
import { getSession } from '../../harness/session.ts'
import { listSpellings, readSomeRows, readUuid } from '../lists.ts'
import { readFiltered } from './readFiltered.ts'
import { demand, demandPlansLeft, isOfOffering, listOfferings, PROVIDER } from '../readMarket.ts'

contract(
  demand('offering', 'offering takes the link of a provider offering, of whatever host'),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    const { baseUrl } = getSession().settings
    for (const uuid of listOfferings(plans)) {
      const path = `${PROVIDER}${uuid}/`
      const [, dashed = ''] = listSpellings(uuid)
      const links = [path, `${baseUrl}${path}`, `https://elsewhere.example${path}`]
      for (const link of [...links, `${PROVIDER}${dashed}/`]) {
        const query = `offering=${encodeURIComponent(link)}`
        await demandPlansLeft(api, { query, plans }, isOfOffering(uuid))
      }
    }
  },
)

contract(
  demand('offering-own-link', 'offering takes the link that plans themselves have'),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    for (const uuid of listOfferings(plans)) {
      const plan = plans.find(isOfOffering(uuid))
      const query = `offering=${encodeURIComponent(String(plan?.['offering']))}`
      await demandPlansLeft(api, { query, plans }, isOfOffering(uuid))
    }
  },
)

contract(
  demand(
    'offering-finds-nothing',
    'offering with a word, a bare uuid or another kind of link finds nothing',
  ),
  async (api) => {
    const plans = await readSomeRows(api, PLANS)
    const plan = plans[0] ?? {}
    const uuid = readUuid(plan, 'offering')
    const elsewhere = [
      'word',
      uuid,
      ...listSpellings(uuid),
      `${BOOKINGS}${uuid}/`,
      `/api/marketplace-public-offerings/${uuid}/`,
      `${PLANS}${readUuid(plan)}/`,
      String(plan['url']),
      `${PROVIDER}${inventUuid()}/`,
    ]
    for (const value of elsewhere) {
      const rows = await readFiltered(api, `offering=${encodeURIComponent(value)}`)
      api.demandEqual(rows, [], `the plans of offering=${value}`)
    }
  },
)

contract(
  demand('offering-without-route', 'offering with a path that leads nowhere is a 404'),
  async (api) => {
    for (const path of [`/api/no-such-place/${inventUuid()}/`, '/nowhere'])
      api.demandStatus(await api.get(`${PLANS}?offering=${encodeURIComponent(path)}`), 404)
  },
)
