import createClient from 'openapi-fetch'
import type { components, paths } from '../clients/openapi-typescript.ts'
import { given, isLinked, priceAll, tell, TOKEN } from './story.ts'

const client = createClient<paths>({ baseUrl: given.url, headers: { Authorization: TOKEN } })

const { data: plans = [], response } = await client.GET('/api/marketplace-plans/', {
  params: { query: { page_size: 2 } },
})
const counted = await client.HEAD('/api/marketplace-plans/')
const body: components['schemas']['ProviderPlanDetailsRequest'] = {
  name: given.name,
  offering: plans[0]?.offering ?? '',
  unit: 'hour',
}
const { data: created } = await client.POST('/api/marketplace-plans/', { body })
const params = { path: { uuid: created?.uuid ?? '' } }
await client.POST('/api/marketplace-plans/{uuid}/update_prices/', {
  params,
  body: { prices: priceAll(created?.components ?? []) },
  parseAs: 'text',
})
const { data: read } = await client.GET('/api/marketplace-plans/{uuid}/', { params })
const { data: bookings = [] } = await client.GET('/api/booking-offerings/', {
  params: { query: { page_size: 3 } },
})
const { error } = await client.POST('/api/marketplace-plans/', { body: { ...body, name: '' } })

tell({
  total: Number(response.headers.get('x-result-count')),
  hasNext: isLinked(response.headers.get('link')),
  count: Number(counted.response.headers.get('x-result-count')),
  created: read?.name ?? '',
  prices: read?.components.map(({ price }) => price) ?? [],
  bookings: bookings.map(({ name = '' }) => name),
  refused: error,
})
