import { describe, expect, it } from 'vitest'
import { compareDocuments } from '../../src/document/compare/compareDocuments.ts'
import { compareReleases, findMistakenVersion } from '../../src/document/compare/compareReleases.ts'
import { writeDifferences } from '../../src/document/compare/writeDifferences.ts'
import { documentOf, versions } from '../../src/document/releases/releases.ts'
import { told } from './telling.ts'

/** What each row that breaks a client of the pages must be told with. */
const SIGNS: readonly RegExp[] = [
  /delete_organization_groups.*204/,
  /Offering\.state.*"Unavailable".*breaks readers/,
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

const text = (from: string, to: string) =>
  writeDifferences({ from, to, warnings: [], differences: compareReleases(from, to) }, 'text')

const plan = (field: object) => ({
  info: { version: '1' },
  paths: {
    '/a/': {
      get: {
        responses: {
          200: {
            content: { 'application/json': { schema: { type: 'object', properties: { field } } } },
          },
        },
      },
      post: {
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { field } } } },
        },
      },
    },
  },
})
const breaks = (from: object, to: object) =>
  compareDocuments(plan(from), plan(to), () => true)
    .flatMap(({ breaks: sides }) => sides)
    .sort()

describe('the difference of two releases', () => {
  it.each(told.breaking.map(({ what }, index) => [what, SIGNS[index] ?? /never/] as const))(
    'from 7.8.7 to 8.1.3 tells: %s',
    (_what, sign) => {
      const [breaking = ''] = text('7.8.7', '8.1.3').split('Not breaking:')

      expect(breaking.split('\n').filter((line) => sign.test(line)).length).toBeGreaterThan(0)
      expect(SIGNS).toHaveLength(told.breaking.length)
    },
  )

  it.each(versions)('is none between %s and itself', (version) => {
    expect(compareReleases(version, version)).toEqual([])
  })

  it.each(versions.slice(1).map((version, index) => [versions[index] as string, version] as const))(
    'from %s to %s has a row where the facts have one',
    (from, to) => {
      const isTold = told.changes.some(({ release }) => release === to)

      expect(compareReleases(from, to).length > 0).toBe(isTold)
    },
  )

  it.each<[object, object, string[]]>([
    [{ type: 'string' }, { type: 'integer' }, ['read', 'write']],
    [{ type: 'string' }, { type: ['string', 'null'] }, ['read']],
    [{ type: 'string', nullable: true }, { type: 'string' }, ['write']],
    [{ type: 'string', enum: ['a'] }, { type: 'string', enum: ['a', 'b'] }, ['read']],
    [{ type: 'string', enum: ['a', 'b'] }, { type: 'string', enum: ['a'] }, ['write']],
    [{ type: 'string', nullable: true }, { type: ['string', 'null'] }, []],
    [{ type: 'string' }, { $ref: '#/nowhere' }, []],
  ])('of a field from %j to %j breaks %j', (from, to, sides) => {
    expect(breaks(from, to)).toEqual(sides)
  })

  it.each([{}, { paths: null }, { paths: { '/a/': null } }, { paths: { '/a/': { get: 7 } } }])(
    'reads a broken document: %j',
    (broken) => {
      expect(() => compareDocuments(broken as object, plan({}), () => true)).not.toThrow()
    },
  )

  it('ends on schemas that lead back to themselves', () => {
    const loop = {
      ...plan({ $ref: '#/components/schemas/A' }),
      components: { schemas: { A: { properties: { a: { $ref: '#/components/schemas/A' } } } } },
    }

    expect(compareDocuments(loop, loop, () => true)).toEqual([])
  })

  it('knows a document whose operations are of another release than it says', () => {
    const mistaken = { ...documentOf('8.0.9'), info: { version: '8.1.2' } }

    expect(findMistakenVersion(mistaken)).toBe('8.0.9')
    expect(findMistakenVersion(documentOf('8.1.2'))).toBeNull()
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
