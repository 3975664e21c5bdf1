import {
  bookingOfferingsList,
  marketplacePlansCount,
  marketplacePlansCreate,
  marketplacePlansList,
  marketplacePlansRetrieve,
  marketplacePlansUpdatePrices,
} from '../clients/hey-api/index.ts'
import type { ProviderPlanDetailsRequest } from '../clients/hey-api/index.ts'
import { client } from '../clients/hey-api/client.gen.ts'
import { given, isLinked, priceAll, tell, TOKEN } from './story.ts'

client.setConfig({ baseUrl: given.url, auth: TOKEN })

const { data: plans = [], response } = await marketplacePlansList({ query: { page_size: 2 } })
const counted = await marketplacePlansCount()
const body: ProviderPlanDetailsRequest = {
  name: given.name,
  offering: plans[0]?.offering ?? '',
  unit: 'hour',
}
const { data: created } = await marketplacePlansCreate({ body })
const path = { uuid: created?.uuid ?? '' }
await marketplacePlansUpdatePrices({ path, body: { prices: priceAll(created?.components ?? []) } })
const { data: read } = await marketplacePlansRetrieve({ path })
const { data: bookings = [] } = await bookingOfferingsList({ query: { page_size: 3 } })
const { error } = await marketplacePlansCreate({ body: { ...body, name: '' } })

tell({
  total: Number(response?.headers.get('x-result-count')),
  hasNext: isLinked(response?.headers.get('link') ?? null),
  count: Number(counted.response?.headers.get('x-result-count')),
  created: read?.name ?? '',
  prices: read?.components.map(({ price }) => price) ?? [],
  bookings: bookings.map(({ name = '' }) => name),
  refused: error,
})
