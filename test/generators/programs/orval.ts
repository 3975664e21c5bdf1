import {
  bookingOfferingsList,
  marketplacePlansCount,
  marketplacePlansCreate,
  marketplacePlansList,
  marketplacePlansRetrieve,
  marketplacePlansUpdatePrices,
} from '../clients/orval/client.ts'
import type { ProviderPlanDetailsRequest } from '../clients/orval/client.ts'
import { given, isLinked, priceAll, tell } from './story.ts'

const listed = await marketplacePlansList({ page_size: 2 })
const counted = await marketplacePlansCount()
const plans = listed.status === 200 ? listed.data : []
const body: ProviderPlanDetailsRequest = {
  name: given.name,
  offering: plans[0]?.offering ?? '',
  unit: 'hour',
}
const made = await marketplacePlansCreate(body)
const created = made.status === 201 ? made.data : null
const uuid = created?.uuid ?? ''
await marketplacePlansUpdatePrices(uuid, { prices: priceAll(created?.components ?? []) })
const read = await marketplacePlansRetrieve(uuid)
const plan = read.status === 200 ? read.data : null
const bookings = await bookingOfferingsList({ page_size: 3 })
const refused = await marketplacePlansCreate({ ...body, name: '' })

tell({
  total: Number(listed.headers.get('x-result-count')),
  hasNext: isLinked(listed.headers.get('link')),
  count: Number(counted.headers.get('x-result-count')),
  created: plan?.name ?? '',
  prices: plan?.components.map(({ price }) => price) ?? [],
  bookings: bookings.status === 200 ? bookings.data.map(({ name = '' }) => name) : [],
  refused: refused.status === 400 ? refused.data : null,
})
