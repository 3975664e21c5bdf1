import { describe, expect, it } from 'vitest'
import { compareDocuments } from '../../src/document/compare/compareDocuments.ts'
import {
  compareReleases,
  findMistakenVersion,
  isOfPages,
} from '../../src/document/compare/compareReleases.ts'
import { writeDifferences } from '../../src/document/compare/writeDifferences.ts'
import { documentOf, versions } from '../../src/document/releases/releases.ts'
import { makeRealDocument } from './realDocument.ts'
import { releaseFacts } from './telling.ts'

/** What each row that breaks a client of the pages must be told with. */
const SIGNS: readonly RegExp[] = [
  /delete_organization_groups.*204/,
  /Offering\.state.*"Unavailable".*breaks readers, since 7\.9\.3/,
  /field removed: Offering\.roles .*breaks readers/,
  /limit_period.*never "".*breaks readers and writers/,
  /field removed: NestedPlanComponent\.discount_threshold .*breaks readers/,
  /init_price and switch_price.*breaks readers/,
  /OfferingComponent\.limit_amount \(integer → number\) .*breaks readers/,
  /null added: NestedPlanComponent\.measured_unit .*breaks readers/,
  /ProviderPlanDetails\.minimal_price \(number .* → string .*only the document/,
  /JavaScript client sends auth.*breaks readers and writers/,
  /types of the JavaScript client.*only the document/,
]

/** Where the operations are that changed themselves. */
const OPERATIONS: Readonly<Record<string, string>> = {
  marketplace_plans_delete_organization_groups: '/delete_organization_groups/',
  marketplace_plans_usage_stats_count: 'HEAD /api/marketplace-plans/usage_stats/',
  marketplace_plans_usage_stats_list: 'GET /api/marketplace-plans/usage_stats/',
  marketplace_plans_history_list: '/history/',
  marketplace_plans_history_at_retrieve: '/history/at/',
}

const text = (from: string, to: string) =>
  writeDifferences({ from, to, warnings: [], differences: compareReleases(from, to) }, 'text')

/** A document with one schema, which is read and written. */
const hold = (schema: object) => ({
  info: { version: '1' },
  paths: {
    '/a/': {
      get: { responses: { 200: { content: { 'application/json': { schema: ref('Held') } } } } },
      post: { requestBody: { content: { 'application/json': { schema: ref('Held') } } } },
    },
  },
  components: { schemas: { ...ENUMS, Held: schema } },
})
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const ENUMS = {
  Unit: { type: 'string', enum: ['day', 'hour'] },
  NullEnum: { enum: [null] },
  BlankEnum: { enum: [''] },
}
const plan = (field: object) => hold({ type: 'object', properties: { field, id: {} } })

const tell = (from: object, to: object) =>
  compareDocuments(from, to, () => true).map(
    ({ what, change, breaks }) => `${what} ${change}: ${[...breaks].sort().join() || 'nobody'}`,
  )
const get = (operation: object) => ({ paths: { '/a/': { get: operation } } })
const withQuery = (...parameters: object[]) =>
  get({ parameters: parameters.map((one) => ({ in: 'query', name: 'q', ...one })) })
const answering = (...statuses: number[]) =>
  get({ responses: Object.fromEntries(statuses.map((status) => [status, {}])) })
const field = { type: 'string' }
const object = (properties: object, required: string[] = []) =>
  hold({ type: 'object', properties: { id: {}, ...properties }, required })

/** What each kind of change breaks. */
const KINDS: readonly (readonly [string, object, object, string[]])[] = [
  [
    'an operation more',
    get({}),
    { paths: { '/a/': { get: {}, post: {} } } },
    ['operation added: nobody'],
  ],
  [
    'an operation less',
    { paths: { '/a/': { get: {}, post: {} } } },
    get({}),
    ['operation removed: read,write'],
  ],
  ['another success', answering(200), answering(204), ['status changed: read']],
  ['another refusal', answering(200, 404), answering(200, 400), []],
  ['a parameter more', withQuery(), withQuery({}), ['parameter added: nobody']],
  [
    'a parameter that is demanded',
    withQuery(),
    withQuery({ required: true }),
    ['parameter added: write'],
  ],
  ['a parameter less', withQuery({}), withQuery(), ['parameter removed: write']],
  [
    'a parameter demanded now',
    withQuery({}),
    withQuery({ required: true }),
    ['required added: write'],
  ],
  [
    'a parameter of a narrower type',
    withQuery({ schema: field }),
    withQuery({ schema: { ...field, format: 'uuid' } }),
    ['parameter changed: write'],
  ],
  [
    'a parameter of a wider type',
    withQuery({ schema: { type: 'integer' } }),
    withQuery({ schema: { type: 'number' } }),
    ['parameter changed: nobody'],
  ],
  [
    'a value less in a parameter',
    withQuery({ schema: { enum: ['a', 'b'] } }),
    withQuery({ schema: { enum: ['a'] } }),
    ['enum removed: write'],
  ],
  ['a field more', object({}), object({ field }), ['field added: nobody']],
  ['a field that is demanded', object({}), object({ field }, ['field']), ['field added: write']],
  ['a field less', object({ field }), object({}), ['field removed: read,write']],
  [
    'a field demanded now',
    object({ field }),
    object({ field }, ['field']),
    ['required added: write'],
  ],
  [
    'a field that may be missing',
    object({ field }, ['field']),
    object({ field }),
    ['required removed: read'],
  ],
  [
    'another type',
    plan({ type: 'string' }),
    plan({ type: 'integer' }),
    ['type changed: read,write'],
  ],
  ['a wider type', plan({ type: 'integer' }), plan({ type: 'number' }), ['type changed: read']],
  ['a narrower type', plan({ type: 'number' }), plan({ type: 'integer' }), ['type changed: write']],
  ['a format more', plan(field), plan({ ...field, format: 'uuid' }), ['type changed: write']],
  ['a format less', plan({ ...field, format: 'uuid' }), plan(field), ['type changed: read']],
  ['a null more', plan(field), plan({ type: ['string', 'null'] }), ['null added: read']],
  ['a null less', plan({ ...field, nullable: true }), plan(field), ['null removed: write']],
  ['a value more', plan({ enum: ['a'] }), plan({ enum: ['a', 'b'] }), ['enum added: read']],
  ['a value less', plan({ enum: ['a', 'b'] }), plan({ enum: ['a'] }), ['enum removed: write']],
  [
    'another value',
    plan({ enum: ['a'] }),
    plan({ enum: ['b'] }),
    ['enum added: read', 'enum removed: write'],
  ],
]

/** The same, said in other words. */
const ALIKE: readonly (readonly [string, object, object])[] = [
  ['null in 3.0 and 3.1', plan({ ...field, nullable: true }), plan({ type: ['string', 'null'] })],
  [
    'null as an alternative',
    plan({ ...field, nullable: true }),
    plan({ anyOf: [field, { type: 'null' }] }),
  ],
  [
    'an enum with null and blank beside it',
    plan({ oneOf: [ref('Unit'), ref('BlankEnum'), ref('NullEnum')] }),
    plan({ type: ['string', 'null'], enum: ['', 'day', 'hour', null] }),
  ],
  [
    'a reference in a list of one',
    plan({ allOf: [ref('Unit')], readOnly: true }),
    plan({ type: 'string', enum: ['hour', 'day'] }),
  ],
  [
    'a schema in parts',
    hold({ allOf: [{ properties: { a: field } }, { properties: { b: field } }] }),
    hold({ properties: { b: field, a: field } }),
  ],
  [
    'path parameters of other names',
    { paths: { '/a/{uuid}/': { get: {} } } },
    { paths: { '/a/{id}/': { get: {} } } },
  ],
  [
    'a base path',
    { basePath: '/api', paths: { '/a/': { get: {} } } },
    { paths: { '/api/a/': { get: {} } } },
  ],
  [
    'a document before OpenAPI 3',
    {
      paths: {
        '/a/': {
          get: {
            parameters: [{ in: 'query', name: 'q', type: 'string', required: false }],
            responses: { 200: { schema: field } },
          },
          post: { parameters: [{ in: 'body', name: 'b', schema: field }] },
        },
      },
    },
    {
      ...hold(field),
      paths: {
        '/a/': {
          get: {
            parameters: [{ in: 'query', name: 'q', schema: field }],
            responses: { 200: { content: { 'application/json': { schema: field } } } },
          },
          post: { requestBody: { content: { 'application/json': { schema: field } } } },
        },
      },
    },
  ],
  ['a reference that leads nowhere', plan(field), plan({ $ref: '#/nowhere' })],
]

describe('the difference of two releases', () => {
  it.each(releaseFacts.breaking.map(({ what }, index) => [what, SIGNS[index] ?? /never/] as const))(
    'from 7.8.7 to 8.1.3 tells: %s',
    (_what, sign) => {
      const [breaking = ''] = text('7.8.7', '8.1.3').split('Not breaking:')

      expect(breaking.split('\n').filter((line) => sign.test(line)).length).toBeGreaterThan(0)
      expect(SIGNS).toHaveLength(releaseFacts.breaking.length)
    },
  )

  it.each(versions)('is none between %s and itself', (version) => {
    expect(compareReleases(version, version)).toEqual([])
  })

  it.each(versions.slice(1).map((version, index) => [versions[index] as string, version] as const))(
    'from %s to %s has a row where the facts have one',
    (from, to) => {
      const isTold = releaseFacts.changes.some(({ release }) => release === to)

      expect(compareReleases(from, to).length > 0).toBe(isTold)
    },
  )

  it.each(
    releaseFacts.changes
      .filter(({ kind }) =>
        [
          'field_added',
          'field_removed',
          'field_type',
          'field_nullable',
          'success_status',
          'parameter_type',
          'operation_added',
        ].includes(kind),
      )
      .map(
        (change) =>
          [
            `${change.release} ${change.kind} ${change.operation ?? `${change.schema}.${change.field}`}`,
            change,
          ] as const,
      ),
  )('says since when, and whether only the document changed: %s', (_name, change) => {
    const { release, schema, field } = change
    const isOnly = change.document_only === true || change.severity === 'documentation'
    const before = versions[versions.indexOf(release) - 1] as string
    const rows = compareReleases(before, release).filter(({ place }) =>
      schema === undefined
        ? place.includes(OPERATIONS[change.operation ?? ''] ?? 'nowhere')
        : place === `${schema}.${field}`,
    )

    if (schema === undefined || change.kind === 'field_removed') expect(rows).not.toEqual([])
    for (const row of rows)
      expect(row).toMatchObject({ release, ...(isOnly && { documentOnly: true }) })
    if (!isOnly) expect(rows.filter(({ documentOnly }) => documentOnly)).toEqual([])
  })

  it.each(KINDS)('is told, and whom it breaks: %s', (_name, from, to, rows) => {
    expect(tell(from, to)).toEqual(rows)
  })

  it.each(ALIKE)('is none between %s', (_name, from, to) => {
    expect(tell(from, to)).toEqual([])
    expect(tell(to, from)).toEqual([])
  })

  it.each([{}, { paths: null }, { paths: { '/a/': null } }, { paths: { '/a/': { get: 7 } } }])(
    'reads a broken document: %j',
    (broken) => {
      expect(() => compareDocuments(broken as object, plan({}), () => true)).not.toThrow()
    },
  )

  it('is read from documents as large and as wrong as any, in a moment', () => {
    const [old, now] = [makeRealDocument('7.8.7'), makeRealDocument('8.1.3')]
    const started = performance.now()
    const all = compareDocuments(old, now, () => true)
    const ours = compareDocuments(old, now, isOfPages)
    const between = compareReleases('7.8.7', '8.1.3').filter(({ what }) => what !== 'behaviour')

    expect(JSON.stringify(now).length).toBeGreaterThan(4_000_000)
    expect(performance.now() - started).toBeLessThan(30_000)
    expect(ours.map(({ place }) => place)).toEqual(between.map(({ place }) => place))
    expect(all.length).toBe(ours.length)
    expect(findMistakenVersion({ ...now, info: { version: '8.0.5' } })).toBe('8.1.3')
  })

  it('tells a field that a schema of many ways has lost, once', () => {
    const [old, now] = [makeRealDocument('8.1.3', 60), makeRealDocument('8.1.3', 60)]
    const { schemas } = now['components'] as {
      schemas: { Thing7: { properties: { uuid?: object } } }
    }
    delete schemas.Thing7.properties.uuid

    expect(compareDocuments(old, now, () => true)).toEqual([
      {
        what: 'field',
        change: 'removed',
        place: 'Thing7.uuid',
        breaks: expect.arrayContaining(['read', 'write']) as unknown,
      },
    ])
  })

  it.each<[string, string, string | null]>([
    ['8.0.9', '8.1.2', '8.0.9'],
    ['8.1.2', '8.1.2', null],
    ['8.0.9', '8.1.0', '8.0.9'],
    ['8.0.9', '8.2.0', '8.0.9'],
    ['8.1.3', '8.2.0', null],
    ['8.1.3', '8.0.5', '8.1.3'],
    ['8.1.3', 'develop', null],
  ])('of operations of %s under the version %s is taken for %s', (own, version, other) => {
    expect(findMistakenVersion({ ...documentOf(own), info: { version } })).toBe(other)
  })

  it('is told as text, JSON and Markdown, without signs that a terminal obeys', () => {
    const differences = compareDocuments(
      plan({}),
      { ...plan({}), paths: { '/\u001b[31m|evil/': { get: {} } } },
      () => true,
    )
    const comparison = { from: 'a', to: 'b', warnings: [], differences }

    expect(writeDifferences(comparison, 'text')).not.toContain('\u001b')
    expect(writeDifferences(comparison, 'markdown')).toContain('\\|evil')
    expect(JSON.parse(writeDifferences(comparison, 'json'))).toMatchObject({
      from: 'a',
      differences,
    })
  })
})
