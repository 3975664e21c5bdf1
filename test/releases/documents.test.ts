import { describe, expect, it } from 'vitest'
import { openapi, resolveSchema } from '../../src/document/load.ts'
import type { Document, OperationObject } from '../../src/document/load.ts'
import { compareVersions } from '../../src/versions.ts'
import { documentOf, nearestVersion, versions } from '../../src/document/releases/releases.ts'
import { against, isNullable, releaseFacts, valueIn } from './telling.ts'
import type { ChangeFact, FactType } from './telling.ts'

const documents = new Map(versions.map((version) => [version, documentOf(version)]))

const documentIn = (version: string): Document => documents.get(version) as Document
const before = (version: string): Document =>
  documentIn(versions[versions.indexOf(version) - 1] as string)

const fieldIn = (document: Document, { schema = '', field = '' }: ChangeFact) =>
  resolveSchema(document.components.schemas[schema] ?? {}, document).properties?.[field]

const operationIn = ({ paths }: Document, id: string) =>
  Object.entries(paths)
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, object]) => ({
        path,
        method: method.toUpperCase(),
        object: object as OperationObject & { parameters?: readonly Parameter[] },
      })),
    )
    .find(({ object }) => object.operationId === id)

interface Parameter {
  readonly $ref?: string
  readonly name?: string
  readonly schema?: object
}

function parameterIn(document: Document, { operation = '', name }: ChangeFact) {
  const { parameters = [] } = operationIn(document, operation)?.object ?? {}
  const whole = parameters.map((one) => resolveSchema(one as object, document) as Parameter)
  return whole.find((one) => one.name === name)?.schema
}

const successes = (document: Document, id: string) =>
  Object.keys(operationIn(document, id)?.object.responses ?? {})
    .map(Number)
    .filter((status) => status < 300)

/** What a kind of change means for the document of its release, and of the one before it. */
const CHECKS: Readonly<
  Record<string, (change: ChangeFact, document: Document, past: Document) => void>
> = {
  field_added: (change, document, past) => {
    expect(fieldIn(past, change)).toBeUndefined()
    const field = fieldIn(document, change) ?? {}
    expect(against(document, field, change.type as FactType)).toBeNull()
    expect(isNullable(document, field)).toBe(change.nullable)
  },
  field_removed: (change, document, past) => {
    expect(fieldIn(past, change)).toBeDefined()
    expect(fieldIn(document, change)).toBeUndefined()
  },
  field_type: (change, document, past) => {
    expect(against(document, fieldIn(document, change) ?? {}, change.to as FactType)).toBeNull()
    if (change.document_only) return
    expect(against(past, fieldIn(past, change) ?? {}, change.from as FactType)).toBeNull()
  },
  field_nullable: (change, document, past) => {
    expect(isNullable(document, fieldIn(document, change) ?? {})).toBe(change.to)
    if (!change.document_only)
      expect(isNullable(past, fieldIn(past, change) ?? {})).toBe(change.from)
  },
  schema_added: ({ schema = '' }, document, past) => {
    expect(past.components.schemas[schema]).toBeUndefined()
    expect(document.components.schemas[schema]).toBeDefined()
  },
  schema_removed: ({ schema = '' }, document, past) => {
    expect(past.components.schemas[schema]).toBeDefined()
    expect(document.components.schemas[schema]).toBeUndefined()
  },
  enum: ({ enum: name = '', added = [], removed = [] }, document, past) => {
    const [old, now] = [past, document].map(
      ({ components }) => components.schemas[name]?.enum ?? [],
    )
    expect(now?.filter((value) => !old?.includes(value)).sort()).toEqual([...added].sort())
    expect(old?.filter((value) => !now?.includes(value)).sort()).toEqual([...removed].sort())
  },
  success_status: ({ operation = '', from, to }, document, past) => {
    expect(successes(past, operation)).toEqual(from)
    expect(successes(document, operation)).toEqual(to)
  },
  parameter_type: (change, document, past) => {
    expect(against(past, parameterIn(past, change) ?? {}, change.from as FactType)).toBeNull()
    expect(against(document, parameterIn(document, change) ?? {}, change.to as FactType)).toBeNull()
  },
  operation_added: ({ operation = '', path, method }, document, past) => {
    expect(operationIn(past, operation)).toBeUndefined()
    expect(operationIn(document, operation)).toMatchObject({ path, method })
  },
}

/** Fields that servers answer null in, whatever their documents say (contracts/waldur-behaviour.md). */
const SEEN_NULLS = [
  'ProviderPlanDetails.plan_type',
  'BasePublicPlan.plan_type',
  'PlanUsageResponse.limit',
  'PlanUsageResponse.remaining',
  'Offering.scope',
  'Offering.googlecalendar',
  'GoogleCalendar.http_link',
  'NestedSoftwareCatalog.partition',
]

const nameOf = (change: ChangeFact) =>
  [
    change.release,
    change.kind,
    change.operation ?? change.schema ?? change.enum,
    change.field ?? change.name ?? '',
  ]
    .join(' ')
    .trim()

describe('the document of a release', () => {
  it.each(releaseFacts.changes.map((change) => [nameOf(change), change] as const))(
    'has what changed: %s',
    (_name, change) => {
      const check = CHECKS[change.kind]
      if (!check) throw new Error(`nothing checks ${change.kind}`)
      check(change, documentIn(change.release), before(change.release))
    },
  )

  it.each(versions)('%s has the fields that are told of it, and no others of those', (version) => {
    const document = documentIn(version)
    const wrong = Object.entries(releaseFacts.schemas).flatMap(([schema, fields]) =>
      Object.entries(fields).flatMap(([field, spans]) => {
        const fact = valueIn(spans, version)
        const own = fieldIn(document, { release: version, kind: '', schema, field })
        return (fact === null) === (own === undefined) ? [] : [`${schema}.${field}`]
      }),
    )

    expect(wrong).toEqual([])
  })

  it.each(versions)('%s has the types, nulls and values that are told of it', (version) => {
    const document = documentIn(version)
    const wrong = Object.entries(releaseFacts.schemas).flatMap(([schema, fields]) =>
      Object.entries(fields).flatMap(([field, spans]) => {
        const fact = valueIn(spans, version)
        const own = fieldIn(document, { release: version, kind: '', schema, field })
        if (fact === null || own === undefined) return []
        const type = against(document, own, fact.type)
        const isSeen = SEEN_NULLS.includes(`${schema}.${field}`)
        const isRight = isNullable(document, own) === (fact.nullable || isSeen)
        return [
          ...(type ? [`${schema}.${field}: ${type}`] : []),
          ...(isRight ? [] : [`${schema}.${field}: null`]),
        ]
      }),
    )

    expect(wrong).toEqual([])
  })

  it.each(versions)('%s has no reference that leads nowhere', (version) => {
    const document = documentIn(version)
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)
    const lost = [...references].filter(
      ([, path = '']) =>
        path.split('/').reduce<unknown>((node, key) => {
          const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
          return (node as Record<string, unknown> | undefined)?.[name]
        }, document) === undefined,
    )

    expect(lost.map(([text]) => text)).toEqual([])
    expect(document.info.version).toBe(version)
  })

  it('of each release that is told of can be had, and openapi.yaml stays the pages', () => {
    expect(versions).toEqual(releaseFacts.releases)
    expect(openapi.info.version).toBe('7.8.7')
    expect(openapi.components.schemas['MergedPluginOptions']).toBeUndefined()
  })

  it.each([
    ['8.1.0', /Release 8\.1\.0 can't be chosen: .*8\.0\.9.*The nearest is 8\.0\.9\./],
    ['9.0.0', /No release "9\.0\.0" is known\. The nearest is 8\.1\.3\./],
    ['7.0.0', /The nearest is 7\.8\.5\./],
    [
      'newest',
      /No release "newest" is known\. The nearest is 8\.1\.3\. There are: 7\.8\.5, 7\.8\.6/,
    ],
  ])('of %s is refused with the nearest one', (version, text) => {
    expect(() => documentOf(version)).toThrow(text)
  })

  it.each([
    ['7.9.9', '7.10.0'],
    ['8.0.9', '8.1.2'],
    ['7.8.5', '8.0.0'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0)
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
    expect(nearestVersion('8.1.3-rc.2')).toBe('8.1.3')
  })
})
