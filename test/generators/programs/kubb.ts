import { setConfig } from '@kubb/plugin-client/clients/fetch'
import {
  bookingOfferingsList,
  marketplacePlansCount,
  marketplacePlansCreate,
  marketplacePlansList,
  marketplacePlansRetrieve,
  marketplacePlansUpdatePrices,
} from '../clients/kubb/index.ts'
import type { ProviderPlanDetailsRequest } from '../clients/kubb/index.ts'
import { given, isLinked, priceAll, tell, TOKEN } from './story.ts'

setConfig({
  baseURL: given.url,
  headers: { Authorization: TOKEN, 'Content-Type': 'application/json' },
})

const { data: plans, headers } = await marketplacePlansList({ page_size: 2 })
const counted = await marketplacePlansCount()
const body: ProviderPlanDetailsRequest = {
  name: given.name,
  offering: plans[0]?.offering ?? '',
  unit: 'hour',
}
const { data: created } = await marketplacePlansCreate(body)
// Its client reads an answer without a body as JSON, and fails after the deed is done.
await marketplacePlansUpdatePrices(created.uuid, { prices: priceAll(created.components) }).catch(
  (error: unknown) => {
    if (!(error instanceof SyntaxError)) throw error
  },
)
const { data: read } = await marketplacePlansRetrieve(created.uuid)
const { data: bookings } = await bookingOfferingsList({ page_size: 3 })
const { data: refused } = await marketplacePlansCreate({ ...body, name: '' })

tell({
  total: Number(headers.get('x-result-count')),
  hasNext: isLinked(headers.get('link')),
  count: Number(counted.headers.get('x-result-count')),
  created: read.name,
  prices: read.components.map(({ price }) => price),
  bookings: bookings.map(({ name = '' }) => name),
  refused,
})
