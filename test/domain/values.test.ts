import { describe, expect, it } from 'vitest'
import { id } from '../fixture/shop.ts'
import { dialectNames, createWaldur, ORIGIN, PLANS } from './createWaldur.ts'
import { ids, lab, offering, plan } from './lab.ts'

const PLAN_KEYS =
  'url uuid name description article_code max_amount archived is_active unit_price unit init_price switch_price backend_id organization_groups components offering prices future_prices quotas resources_count plan_type minimal_price'

const medium = (number: number) => ({ uuid: id(number), kind: 'image', title: 'x' })

/** An offering in which every link is set. */
const linked = {
  offerings: [
    offering({
      created: '2025-11-20T08:15:30.123456Z',
      project: ids.study,
      compliance_checklist: id(0x51),
      image: id(0x61),
      thumbnail: id(0x62),
      organization_groups: [ids.universities, ids.research],
      roles: [{ uuid: id(0x71), name: 'Operator' }],
      endpoints: [{ uuid: id(0x72), name: 'Portal', url: 'https://em.example.org/' }],
      files: [{ name: 'a.pdf', created: '2025-11-20T08:15:30Z', file: id(0x63) }],
      screenshots: [
        {
          uuid: id(0x73),
          name: 'Column',
          image: id(0x64),
          thumbnail: null,
          created: '2025-11-20T10:15:30.5+02:00',
        },
      ],
    }),
    ...lab.offerings.slice(1),
  ],
  checklists: [{ uuid: id(0x51), name: 'Safety' }],
  media: [0x61, 0x62, 0x63, 0x64].map(medium),
}

describe.each(dialectNames)('Values as %s', (as) => {
  const uuid = (hex: string) =>
    as === 'observed' ? hex : hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const link = (path: string, hex: string) => `${ORIGIN}/api/${path}/${uuid(hex)}/`
  const waldur = createWaldur({ as, rows: linked })
  const shown = waldur.offering(ids.bench)

  it('every link has its shape', () => {
    expect(waldur.plan(ids.academic)).toMatchObject({
      url: link('marketplace-plans', ids.academic),
      uuid: uuid(ids.academic),
      offering: link('marketplace-provider-offerings', ids.bench),
    })
    expect(shown).toMatchObject({
      url: link('booking-offerings', ids.bench),
      uuid: uuid(ids.bench),
      customer: link('customers', ids.lab),
      customer_uuid: uuid(ids.lab),
      customer_name: 'Laboratory',
      project: link('projects', ids.study),
      project_uuid: uuid(ids.study),
      project_name: 'Study',
      category: link('marketplace-categories', ids.shelf),
      category_title: 'Instruments',
      compliance_checklist: link('checklists-admin', id(0x51)),
      has_compliance_requirements: true,
      image: link('media', id(0x61)),
      thumbnail: link('media', id(0x62)),
      roles: [
        {
          uuid: uuid(id(0x71)),
          name: 'Operator',
          url: link('marketplace-offering-user-roles', id(0x71)),
        },
      ],
      endpoints: [{ uuid: uuid(id(0x72)), name: 'Portal', url: 'https://em.example.org/' }],
      files: [{ name: 'a.pdf', file: link('media', id(0x63)) }],
      screenshots: [{ uuid: uuid(id(0x73)), image: link('media', id(0x64)), thumbnail: null }],
    })
  })

  it('a group of organizations names its parent', () => {
    expect(shown.organization_groups).toMatchObject([
      { name: 'Research', parent: null },
      {
        uuid: uuid(ids.universities),
        url: link('organization-groups', ids.universities),
        name: 'Universities',
        parent: link('organization-groups', ids.research),
        parent_uuid: uuid(ids.research),
        parent_name: 'Research',
      },
    ])
  })

  it('moments have an offset, and a fraction only when there is one', () => {
    expect(shown.created).toBe('2025-11-20T08:15:30.123456+00:00')
    expect(shown.files).toMatchObject([{ created: '2025-11-20T08:15:30+00:00' }])
    expect(shown.screenshots).toMatchObject([{ created: '2025-11-20T08:15:30.500000+00:00' }])
  })

  it('a plan has the keys of the page in their order', () => {
    expect(Object.keys(waldur.plan(ids.academic)).join(' ')).toBe(PLAN_KEYS)
    const [first] = waldur.get(PLANS).json as object[]
    expect(Object.keys(first ?? {}).join(' ')).toBe(PLAN_KEYS)
  })

  it('a price of a component is a text with ten decimals', () => {
    expect(waldur.plan(ids.academic)).toMatchObject({
      unit_price: '0.0000000000',
      components: [
        {
          type: 'hours',
          name: 'hours',
          measured_unit: '',
          amount: 0,
          price: '1.2000000000',
          future_price: null,
          discount_threshold: null,
          discount_rate: null,
        },
        { type: 'node', price: '12.0000000000' },
        { type: 'setup', price: '50.0000000000' },
        { type: 'support', price: '30.0000000000', amount: 2 },
      ],
    })
  })

  it('texts outside of ASCII are not escaped', () => {
    const mock = createWaldur({ as, rows: { plans: [plan({ name: 'Ž 😀 "x"' })] } })

    expect(mock.get(`${PLANS}${ids.academic}/`).text).toContain('"name":"Ž 😀 \\"x\\""')
  })
})

describe('Computed prices as observed', () => {
  it.each([
    ['12.5', '12.5000000000'],
    ['0', '0E-10'],
    ['0.000001', '0.0000010000'],
    ['0.0000001', '1.000E-7'],
    ['0.0000009999', '9.999E-7'],
    ['0.0000000001', '1E-10'],
    ['0.0000000012', '1.2E-9'],
    ['999999999999.9999999999', '999999999999.9999999999'],
  ])('%s is printed as %s', (price, text) => {
    const components = [{ type: 'node', price, future_price: price }]
    const waldur = createWaldur({ as: 'observed', rows: { plans: [plan({ components })] } })

    expect(waldur.plan(ids.academic)).toMatchObject({
      prices: { node: text },
      future_prices: { node: text },
      minimal_price: price === '0' ? 0 : text,
    })
  })
})
