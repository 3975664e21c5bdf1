import { describe, expect, it } from 'vitest'
import { versions } from '../../src/document/releases/releases.ts'
import { call, serve } from './serving.ts'
import type { Seen } from './serving.ts'

const PLANS = '/api/marketplace-plans/'
const BOOKINGS = '/api/booking-offerings/'
const DIALECTS = ['documented', 'observed'] as const

type Row = Record<string, unknown>
const rows = ({ json }: Seen) => json as Row[]
const row = ({ json }: Seen) => json as Row
const last = (path: unknown) => `${String(path).split('/').at(-2)}/`

const cases = versions.flatMap((version) => DIALECTS.map((as) => [version, as] as const))

describe('a mock of a release', () => {
  it.each(cases)('%s answers, %s, only what its document allows', async (version, as) => {
    const mock = await serve(version, as)
    const plan = `${PLANS}${last(rows(call(mock, `GET ${PLANS}`))[0]?.['url'])}`
    const { offering, components } = row(call(mock, `GET ${plan}`))
    const [first] = components as Row[]
    const type = String(first?.['type'])
    const created = call(mock, `POST ${PLANS}`, { name: 'New', offering })
    const own = `${PLANS}${last(row(created)['url'])}`
    const answers = [
      call(mock, `GET ${PLANS}?page_size=300`),
      call(mock, `GET ${BOOKINGS}?page_size=300`),
      call(mock, `GET ${PLANS}usage_stats/`),
      call(mock, `PATCH ${own}`, { name: 'Newer' }),
      call(mock, `POST ${own}update_prices/`, { prices: { [type]: '1.5' } }),
      call(mock, `POST ${own}update_quotas/`, { quotas: {} }),
      call(mock, `POST ${own}update_discounts/`, {
        discounts: { [type]: { discount_threshold: 5, discount_rate: 10 } },
      }),
      call(mock, `GET ${own}`),
      call(mock, `POST ${own}delete_organization_groups/`),
      call(mock, `POST ${own}archive/`),
      call(mock, `DELETE ${own}`),
    ]

    expect([created, ...answers].filter(({ status }) => status >= 400)).toEqual([])
  })

  it.each(versions)('%s has the fields of its document in each row', async (version) => {
    const mock = await serve(version)
    const offerings = rows(call(mock, `GET ${BOOKINGS}`))
    const names = Object.keys(offerings[0] ?? {})
    const has = (first: string, name: string) =>
      expect([version, name, names.includes(name)]).toEqual([
        version,
        name,
        versions.indexOf(version) >= versions.indexOf(first),
      ])

    has('7.9.2', 'billing_type_classification')
    has('7.9.9', 'tags')
    has('8.0.0', 'is_accessible')
    has('8.1.3', 'billing_mode_components')
    expect(names.includes('roles')).toBe(versions.indexOf(version) < versions.indexOf('8.0.8'))
  })
})
