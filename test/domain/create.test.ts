import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanHtml } from '../../src/domain/html/cleanHtml.ts'
import { DENIED, dialectNames, createWaldur, money, names, ORIGIN, PLANS } from './createWaldur.ts'
import type { Plan } from './createWaldur.ts'
import { ids } from './lab.ts'
import { tries } from '../tries.ts'

const provider = `/api/marketplace-provider-offerings/${ids.bench}/`
const minimal = { name: 'New', offering: provider }
const REQUIRED = ['This field is required.']
const NULL = ['This field may not be null.']
const STRING = ['Not a valid string.']
const INTEGER = ['A valid integer is required.']
const NUMBER = ['A valid number is required.']
const BOOLEAN = ['Must be a valid boolean.']
const atMost = (characters: number) => [
  `Ensure this field has no more than ${characters} characters.`,
]
const noLess = (value: number) => [`Ensure this value is greater than or equal to ${value}.`]
const noMore = (value: number) => [`Ensure this value is less than or equal to ${value}.`]
const link = (text: string) => [`Invalid hyperlink - ${text}`]
const explainType = (type: string) => [`Incorrect type. Expected URL string, received ${type}.`]
const digits = (text: string) => [`Ensure that there are no more than ${text}.`]

/** §2.3: a field, what is sent, and what is wrong with it. */
const refusals: readonly [field: string, value: unknown, errors: readonly string[]][] = [
  ['name', undefined, REQUIRED],
  ['name', '', ['This field may not be blank.']],
  ['name', ' \t\n ', ['This field may not be blank.']],
  ['name', null, NULL],
  ['name', [], STRING],
  ['name', {}, STRING],
  ['name', true, STRING],
  ['name', 'x'.repeat(151), atMost(150)],
  ['name', 'a\u0000b', ['Null characters are not allowed.']],
  ['offering', undefined, REQUIRED],
  ['offering', 'bench', link('No URL match.')],
  ['offering', '/api/nothing/', link('No URL match.')],
  ['offering', `${ORIGIN}/api/marketplace-provider-offerings/`, link('Incorrect URL match.')],
  ['offering', `${ORIGIN}/`, link('Incorrect URL match.')],
  ['offering', `/api/marketplace-public-offerings/${ids.bench}/`, link('Incorrect URL match.')],
  ['offering', `/api/customers/${ids.lab}/`, link('Incorrect URL match.')],
  [
    'offering',
    `/api/marketplace-provider-offerings/${ids.unknown}/`,
    link('Object does not exist.'),
  ],
  ['offering', '/api/marketplace-provider-offerings/zzz/', link('Object does not exist.')],
  ['offering', 7, explainType('int')],
  ['offering', 1.5, explainType('float')],
  ['offering', true, explainType('bool')],
  ['offering', [], explainType('list')],
  ['offering', {}, explainType('dict')],
  ['offering', null, NULL],
  ['offering', '', NULL],
  ['description', null, NULL],
  ['description', [], STRING],
  ['article_code', 'x'.repeat(31), atMost(30)],
  ['article_code', null, NULL],
  ['article_code', 'a\u0000', ['Null characters are not allowed.']],
  ['max_amount', 0, noLess(1)],
  ['max_amount', -1, noLess(1)],
  ['max_amount', 32768, noMore(32767)],
  ['max_amount', 'many', INTEGER],
  ['max_amount', '', INTEGER],
  ['max_amount', 1.5, INTEGER],
  ['max_amount', true, INTEGER],
  ['max_amount', [], INTEGER],
  ['unit', 'week', ['"week" is not a valid choice.']],
  ['unit', '', ['"" is not a valid choice.']],
  ['unit', 7, ['"7" is not a valid choice.']],
  ['unit', null, NULL],
  ['unit_price', -1, noLess(0)],
  ['unit_price', '-0.0000000001', noLess(0)],
  ['unit_price', '0.00000000001', digits('10 decimal places')],
  ['unit_price', '1234567890123', digits('12 digits before the decimal point')],
  ['unit_price', '12345678901234567890123', digits('22 digits in total')],
  ['unit_price', '1e-23', digits('22 digits in total')],
  ['unit_price', 'much', NUMBER],
  ['unit_price', '', NUMBER],
  ['unit_price', true, NUMBER],
  ['unit_price', 'NaN', NUMBER],
  ['unit_price', 'Infinity', NUMBER],
  ['unit_price', [], NUMBER],
  ['unit_price', null, NULL],
  ['archived', 'maybe', BOOLEAN],
  ['archived', 2, BOOLEAN],
  ['archived', [], BOOLEAN],
  ['archived', null, NULL],
  ['backend_id', 'x'.repeat(256), atMost(255)],
  ['backend_id', null, NULL],
]

/** §2.3: a field, what is sent, and what is stored. */
const accepted: readonly [field: keyof Plan, value: unknown, stored: unknown][] = [
  ['name', 'x', 'x'],
  ['name', 'x'.repeat(150), 'x'.repeat(150)],
  ['name', '😀'.repeat(150), '😀'.repeat(150)],
  ['name', '  trimmed \n', 'trimmed'],
  ['name', 42, '42'],
  ['name', 'Academic', 'Academic'],
  ['description', '', ''],
  ['description', '  ', ''],
  ['article_code', '', ''],
  ['article_code', 'x'.repeat(30), 'x'.repeat(30)],
  ['max_amount', null, null],
  ['max_amount', 1, 1],
  ['max_amount', 32767, 32767],
  ['max_amount', '7', 7],
  ['max_amount', 2.0, 2],
  ['unit', 'month', 'month'],
  ['unit', 'quarter', 'quarter'],
  ['unit', 'half_month', 'half_month'],
  ['unit', 'day', 'day'],
  ['unit', 'hour', 'hour'],
  ['unit', 'quantity', 'quantity'],
  ['unit_price', 0, '0.0000000000'],
  ['unit_price', '5', '5.0000000000'],
  ['unit_price', 1e3, '1000.0000000000'],
  ['unit_price', '1e3', '1000.0000000000'],
  ['unit_price', '0.0000000001', '0.0000000001'],
  ['unit_price', '999999999999.9999999999', '999999999999.9999999999'],
  ['unit_price', 0.1, '0.1000000000'],
  ['archived', true, true],
  ['archived', 'yes', true],
  ['archived', '1', true],
  ['archived', 1, true],
  ['archived', 'no', false],
  ['archived', 0, false],
  ['backend_id', 'x'.repeat(255), 'x'.repeat(255)],
  ['backend_id', '', ''],
]

describe.each(dialectNames)('A new plan as %s', (as) => {
  it('needs a name and an offering; its prices and quotas are zero', () => {
    const waldur = createWaldur({ as })
    const answer = waldur.post(PLANS, minimal)
    const { uuid } = answer.json as Plan

    expect(answer).toMatchObject({
      status: 201,
      headers: { Location: `${ORIGIN}${PLANS}${uuid}/` },
    })
    const zero = money(as, 0)
    expect(waldur.plan(uuid)).toMatchObject({
      name: 'New',
      description: '',
      article_code: '',
      max_amount: null,
      archived: false,
      is_active: true,
      unit_price: '0.0000000000',
      unit: 'day',
      init_price: 0,
      switch_price: 0,
      backend_id: '',
      organization_groups: [],
      prices: { hours: zero, node: zero, setup: zero, support: zero },
      future_prices: { hours: null, node: null, setup: null, support: null },
      quotas: { hours: 0, node: 0, setup: 0, support: 0 },
      resources_count: 0,
      plan_type: null,
      minimal_price: 0,
    })
  })

  it.each(refusals)('%s: %j is refused: %j', (field, value, errors) => {
    const waldur = createWaldur({ as })
    const answer = waldur.post(PLANS, { ...minimal, [field]: value })

    expect(answer).toMatchObject({ status: 400, json: { [field]: errors } })
    expect(Object.keys(answer.json as object)).toEqual([field])
    expect(waldur.head(PLANS).headers['X-Result-Count']).toBe('3')
  })

  it.each(accepted)('%s: %j is stored as %j', (field, value, stored) => {
    const waldur = createWaldur({ as })
    const answer = waldur.post(PLANS, { ...minimal, [field]: value })

    expect(answer).toMatchObject({ status: 201, json: { [field]: stored } })
    expect(waldur.plan((answer.json as Plan).uuid)[field]).toEqual(stored)
  })
})

describe('Creating a plan', () => {
  it('reports the errors of all fields together', () => {
    expect(createWaldur().post(PLANS, { max_amount: 0, unit: 'week' })).toMatchObject({
      status: 400,
      json: {
        name: REQUIRED,
        offering: REQUIRED,
        max_amount: noLess(1),
        unit: ['"week" is not a valid choice.'],
      },
    })
  })

  it.each(['stranger', 'nobody', 'support', 'manager', 'customer-support'])(
    'is refused to %s only after all fields are right',
    (token) => {
      const bad = createWaldur().post(PLANS, { ...minimal, unit: 'week' }, { token })
      const good = createWaldur().post(PLANS, minimal, { token })

      expect(bad.status).toBe(400)
      expect(good).toMatchObject({ status: 403, json: DENIED })
    },
  )

  it('is possible for the offering of a customer that one owns, whatever its state', () => {
    const offering = `https://elsewhere.example/api/marketplace-provider-offerings/${ids.remote}/`
    const answer = createWaldur().post(PLANS, { ...minimal, offering }, { token: 'owner' })

    expect(answer).toMatchObject({ status: 201 })
    expect(createWaldur().post(PLANS, minimal, { token: 'stranger' }).status).toBe(403)
  })

  it('ignores keys that are no fields', () => {
    const more = { customer: 'x', components: 1, prices: { node: '5' }, uuid: ids.unknown, o: {} }
    const { status, json } = createWaldur().post(PLANS, { ...minimal, ...more })

    expect(status).toBe(201)
    expect(json).toMatchObject({ prices: { node: 0 } })
    expect(json).not.toMatchObject({ uuid: ids.unknown })
  })

  it('allows a name that is taken', () => {
    const waldur = createWaldur()
    waldur.post(PLANS, { ...minimal, name: 'Academic' })

    expect(names(waldur.get(PLANS))).toEqual(['Academic', 'Academic', 'Hoist', 'Mirror'])
  })
})

describe('The description of a plan', () => {
  it.each([
    ['<p>For <b>members</b></p>', '<p>For <b>members</b></p>'],
    ['a<script>alert(1)</script>b', 'ab'],
    ['<style>p{}</style>x', 'x'],
    ['R&D', 'R&amp;D'],
    ['1 < 2', '1 &lt; 2'],
    ['  <i>x</i>  ', '<i>x</i>'],
    ['<div><table><tr><td>x</td></tr></table></div>', 'x'],
    ['<img src=x onerror=alert(1)>y', 'y'],
    ['<p onclick="x()" style="color:red" class="c">x</p>', '<p style="color:red">x</p>'],
    ['<span style="color:red">x</span>', '<span style="color:red">x</span>'],
    ['<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'],
    [
      '<a href="https://example.org" target="_blank">x</a>',
      '<a href="https://example.org" rel="noopener noreferrer">x</a>',
    ],
    ['<h1>1</h1><h6>6</h6><ul><li>a</li></ul>', '<h1>1</h1><h6>6</h6><ul><li>a</li></ul>'],
    ['x<sub>1</sub><sup>2</sup><u>u</u><s>s</s>', 'x<sub>1</sub><sup>2</sup><u>u</u><s>s</s>'],
    ['<code>c</code><em>e</em><strong>s</strong>', '<code>c</code><em>e</em><strong>s</strong>'],
    ['plain text', 'plain text'],
  ])('%s is cleaned to %s', (description, cleaned) => {
    const { json } = createWaldur().post(PLANS, { ...minimal, description })

    expect(json).toMatchObject({ description: cleaned })
  })

  it('is the same whether the cleaner is asked, or it is seen at once that nothing is to clean', () => {
    const word = fc.constantFrom('a', ' ', '\n', '"', '&', '<', '>', '\u00a0', '\0', '&amp;')
    const tag = fc.constantFrom(...'p b em strong sub br h1 a script'.split(' '))
    const { html } = fc.letrec<{ html: string }>((tie) => ({
      html: fc.oneof(
        word,
        fc.tuple(tag, tie('html')).map(([name, inner]) => `<${name}>${inner}</${name}>`),
        fc.array(tie('html'), { maxLength: 3 }).map((parts) => parts.join('')),
        tag.map((name) => `</${name}>`),
      ),
    }))
    fc.assert(
      fc.property(html, (text) => {
        expect(cleanHtml(text)).toBe(cleanHtml(`<script></script>${text}`))
      }),
      { numRuns: tries(5000), seed: 20261122 },
    )
  })

  it('may be long', () => {
    const description = 'x'.repeat(4000)

    expect(createWaldur().post(PLANS, { ...minimal, description }).json).toMatchObject({
      description,
    })
  })
})
