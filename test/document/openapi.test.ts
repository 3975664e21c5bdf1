import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { at, documentFacts, node, type Node } from '../pages/document.ts'
import { examples, things, validator } from '../pages/examples.ts'
import { differences, mergeFacts, pageFacts } from '../pages/facts.ts'

const file = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const source = file('../../openapi.yaml')
const openapi: Node = parse(source)
const pages = mergeFacts(
  ['marketplace-plans', 'booking-offerings'].map((name) => pageFacts(file(`../pages/${name}.txt`))),
)

describe('the document beside the pages', () => {
  it('is of their release, 7.8.7, and knows that they hold 18 operations and 648 facts', () => {
    const operations = pages.heads.filter((head) => !head.endsWith('an array of objects'))

    expect(node(openapi.info).version).toBe('7.8.7')
    expect(operations).toHaveLength(18)
    expect(new Set(pages.facts).size).toBe(648)
  })

  it('says all that the pages say, and the rest only with a mark', () => {
    expect(differences(pages, documentFacts(openapi))).toEqual([])
  })

  it('marks with x-origin: observed, and names only keywords that are there', () => {
    const marks = things(openapi).filter((thing) => 'x-origin' in thing || 'x-observed' in thing)

    expect(new Set(marks.map((thing) => thing['x-origin']))).toEqual(new Set(['observed']))
    expect(marks.flatMap(absentAdditions)).toEqual([])
  })

  it.each([
    ['/api/marketplace-plans/', 'marketplace_plans_count'],
    ['/api/marketplace-plans/usage_stats/', 'marketplace_plans_usage_stats_count'],
    ['/api/booking-offerings/', 'booking_offerings_count'],
  ])('knows from real servers that HEAD %s counts', (path, operationId) => {
    const { head } = node(node(openapi.paths)[path])

    expect(head).toMatchObject({ operationId, 'x-origin': 'observed' })
  })
})

const CALENDAR = ['components', 'schemas', 'GoogleCalendar', 'properties']
const PLAN = ['components', 'schemas', 'PlanTerms', 'properties']
const LIMIT = ['components', 'schemas', 'MaxAmount']
const BOOKING = ['components', 'schemas', 'Offering', 'properties']
const LIST = ['paths', '/api/marketplace-plans/', 'get']
const ITEM = ['paths', '/api/marketplace-plans/{uuid}/']

describe('a document that strays from the pages is found out', () => {
  it.each<[string, string[], unknown, string]>([
    ['loses a field', [...CALENDAR, 'public'], undefined, '- booking_offerings_list | 200 | googl'],
    ['gains a field', [...PLAN, 'color'], { type: 'string' }, '+ marketplace_plans_list | 200 | c'],
    [
      'gains a field of a later release',
      [...BOOKING, 'tags'],
      { type: 'array', 'x-origin': 'observed' },
      '+ booking_offerings_list | 200 | tags | a field that no page lists',
    ],
    [
      'offers two shapes for one',
      [...BOOKING, 'access_url'],
      {
        anyOf: [
          { type: 'string', format: 'uri' },
          { const: '', 'x-origin': 'observed' },
        ],
      },
      '- booking_offerings_retrieve | 200 | access_url | string (uri)',
    ],
    ['changes a type', [...PLAN, 'is_active', 'type'], 'string', '| is_active | string |'],
    ['changes a format', [...PLAN, 'url', 'format'], 'uuid', '| url | string (uuid) |'],
    ['rewords a description', [...PLAN, 'archived', 'description'], 'Old.', '| boolean | Old.'],
    [
      'drops a unit',
      ['components', 'schemas', 'BillingUnit', 'enum'],
      ['month'],
      '| unit | Enum: month',
    ],
    ['hides a limit', [...LIMIT, 'x-observed'], ['nullable'], 'minimum without x-o'],
    ['hides a null', [...LIMIT, 'x-observed'], ['minimum'], '| integer,null |'],
    ['calls a fact observed', [...PLAN, 'uuid', 'x-origin'], 'observed', '| uuid | string (uuid)'],
    ['renames an operation', [...LIST, 'operationId'], 'plans', '+ plans | GET |'],
    ['retitles an operation', [...LIST, 'summary'], 'Plans', '+ marketplace_plans_list | GET |'],
    [
      'loses a parameter',
      [...LIST, 'parameters', '5'],
      undefined,
      '| query | parent_offering_uuid',
    ],
    ['loses an operation', [...ITEM, 'delete'], undefined, '- marketplace_plans_destroy | DELETE'],
    ['loses a path parameter', [...ITEM, 'parameters'], undefined, '| path | uuid | string (uuid)'],
    ['adds an answer', [...LIST, 'responses', '202'], {}, '+ marketplace_plans_list | 202'],
  ])('when it %s', (_, path, value, report) => {
    const document = parseDocument(source)
    if (value === undefined) document.deleteIn(path)
    else document.setIn(path, document.createNode(value))

    const found = differences(pages, documentFacts(document.toJS()))

    expect(found).toContainEqual(expect.stringContaining(report))
  })
})

describe('the examples of the document', () => {
  const ajv = validator(openapi)

  it.each(examples(openapi))('%s is valid', (_, schema, value) => {
    const validate = ajv.compile({ $ref: `openapi.yaml#${schema}` })

    expect(validate(value), ajv.errorsText(validate.errors)).toBe(true)
  })

  it.each([
    ['a field that no page lists', { shoe_size: 43 }],
    ['a price in words', { init_price: 'twelve' }],
    ['a link without a scheme', { url: 'marketplace-plans' }],
    ['a decimal with two places', { unit_price: '12.50' }],
    ['no name', { name: undefined }],
  ])('would be refused with %s', (_, change) => {
    const plan = node(at(openapi, '#/components/examples/Plan/value'))
    const validate = ajv.compile({ $ref: 'openapi.yaml#/components/schemas/ProviderPlanDetails' })

    expect(validate({ ...plan, ...change })).toBe(false)
  })

  it('show a booking offering with every field of its page, in the order of the page', () => {
    const rows = pages.facts.map((fact) => fact.split(' | '))
    const fields = rows.filter(
      ([operation, place, name = '', type = '']) =>
        operation === 'booking_offerings_retrieve' &&
        place === '200' &&
        !name.includes('.') &&
        !type.startsWith('Enum'),
    )
    const shown = node(at(openapi, '#/components/examples/BookingOffering/value'))

    expect(Object.keys(shown)).toEqual(fields.map(([, , name]) => name))
  })
})

function absentAdditions(thing: Node): string[] {
  const additions = Array.isArray(thing['x-observed']) ? thing['x-observed'].map(String) : []
  const types = [thing.type].flat()
  return additions.filter((key) => (key === 'nullable' ? !types.includes('null') : !(key in thing)))
}
