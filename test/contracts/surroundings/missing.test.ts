import { describe, expect, it } from 'vitest'
import { changeJson } from '../../mutants/mutant.ts'
import { startTarget } from '../startTarget.ts'
import { holdTo } from './holdTo.ts'

const PAGE = `<!doctype html>\n<html lang="en"><head><title>Not Found</title></head><body>${'<p>words</p>'.repeat(50)}</body></html>`

const startWithout = (path: RegExp, status = 404) =>
  startTarget({
    instead: ({ url = '' }, res) => {
      const isMissing = path.test(url)
      if (isMissing) res.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(PAGE)
      return isMissing
    },
  })

describe('an operation that a server does not have', () => {
  it.each([
    [
      'update_discounts',
      /update_discounts/,
      ['discounts.', 'headers.nothing', 'bodies.empty', 'access.closed', 'routing.', 'document.'],
    ],
    ['usage_stats', /usage_stats/, ['stats.', 'document.', 'headers.head']],
  ])('%s is one finding, with no page in it', async (name, path, only) => {
    const { url } = await startWithout(path)

    const { findings, skipped, held } = await holdTo(url, only)

    const [finding] = findings
    expect(findings).toHaveLength(1)
    expect(finding?.contract).toMatch(new RegExp(`^document\\.marketplace_plans_${name}`))
    expect(finding?.expected).toMatch(/ to exist$/)
    expect(finding?.seen).toBe('404 (a page of HTML), as of servers of an earlier release')
    expect(Object.keys(skipped).length).toBeGreaterThan(5)
    expect(held.length).toBeGreaterThan(15)
  })

  it('of an address that has others is one finding, and the others are held', async () => {
    const { url } = await startTarget({
      wrap: (inner) => (call) =>
        inner.answer(
          call.method === 'DELETE' ? { ...call, target: '/api/booking-offerings/' } : call,
        ),
    })

    const only = ['plans.delete', 'races.deleted-once', 'plans.patch-nothing', 'document.']
    const { findings, skipped, held } = await holdTo(url, only)

    expect(findings.map(({ expected }) => expected)).toEqual([
      'marketplace_plans_destroy 405 status: the operation DELETE /api/marketplace-plans/{uuid}/ to exist',
    ])
    expect(findings[0]?.seen).toBe(
      '405 {"detail":"Method \\"DELETE\\" not allowed."}, as of servers of an earlier release',
    )
    expect(Object.values(skipped)).toContain(
      'the server has no operation marketplace_plans_destroy',
    )
    expect(held).toContain('plans.patch-nothing')
  })

  it('is one in which only some of its answers are such pages', async () => {
    const { url } = await startWithout(/update_discounts\/\?/)

    const { findings } = await holdTo(url, [
      'discounts.',
      'document.marketplace_plans_update_discounts',
    ])

    expect(findings).toEqual([])
  })
})

it('a page of an error is only named in a finding', async () => {
  const { url } = await startWithout(/update_organization_groups/, 500)

  const { findings } = await holdTo(url, ['groups.absent-changes-nothing'])

  expect(findings.map(({ seen }) => seen)).toEqual(['500 (a page of HTML)'])
})

/** A server that answers as if some of the parameters had not been given. */
const startIgnoring = (...names: readonly string[]) =>
  startTarget({
    wrap:
      ({ answer }) =>
      (request, ...more) => {
        const url = new URL(request.target, 'http://waldur.test')
        for (const name of names) url.searchParams.delete(name)
        return answer({ ...request, target: url.pathname + url.search }, ...more)
      },
  })

describe('a filter that a server does not know', () => {
  it.each([[['offering_slug']], [['offering_slug', 'parent_offering_uuid']]])(
    '%s is one finding, and what follows from it is not held',
    async (names) => {
      const { url } = await startIgnoring(...names)

      const { findings, skipped } = await holdTo(url, [
        'filters.',
        'bounds.marketplace_plans_list',
        'lists.',
      ])

      expect(findings.map(({ expected }) => expected).sort()).toEqual(
        names.map(
          (name) =>
            `marketplace_plans_list ?${name}: the filter to be known, so that no plan is left of a value that none has`,
        ),
      )
      expect(findings[0]?.seen).toMatch(/^\d+ plans, as of servers of an earlier release$/)
      expect(skipped['filters.offering-slug-list']).toMatch(/does not know the filter/)
    },
  )
})

const isJson = (headers: Readonly<Record<string, unknown>>): boolean =>
  /json/.test(String(headers['Content-Type']))

/** Answers in which a field is absent, wherever an object has it. */
const startLacking = (name: string) =>
  startTarget({
    wrap: changeJson(
      ({ target }, { status, headers }) =>
        status < 300 &&
        isJson(headers) &&
        /^\/api\/(?:marketplace-plans|booking-offerings)/.test(target),
      (json) =>
        JSON.parse(
          JSON.stringify(json, (key, value: unknown) => (key === name ? undefined : value)),
        ) as unknown,
    ),
  })

describe('a field that a server lacks', () => {
  it.each(['plans', 'components', 'attributes', 'uuid'])(
    '%s is a finding, whatever the contract makes of it',
    async (name) => {
      const { url } = await startLacking(name)

      const { broken, findings } = await holdTo(url, ['booking.', 'links.', 'consistency.'], {
        readOnly: true,
      })

      expect(broken.length).toBeGreaterThan(0)
      for (const { expected, seen } of findings)
        expect(`${expected} ${seen}`).not.toMatch(
          /Cannot|undefined|not iterable|is not a function|reading '/,
        )
    },
  )

  it('of whose plans prices are told is not taken for one without prices', async () => {
    const { url } = await startLacking('components')

    const { findings } = await holdTo(url, [
      'consistency.',
      'figures.',
      'prices.',
      'bounds.marketplace_plans_update_prices',
    ])

    const declared = 'every field that openapi.yaml declares, of its type'
    expect(findings.length).toBeGreaterThan(5)
    expect(new Set(findings.map(({ expected }) => expected))).toEqual(new Set([declared]))
  })

  it('project_uuid leaves open where the link of a project leads', async () => {
    const { url } = await startLacking('project_uuid')

    const { findings } = await holdTo(url, ['booking.links-agree'], { readOnly: true })

    expect(findings).toEqual([])
  })

  it('parent_uuid leaves open whose plans an offering sells', async () => {
    const { url } = await startLacking('parent_uuid')

    const { findings, skipped } = await holdTo(url, ['links.nested-plans'], { readOnly: true })

    expect(findings).toEqual([])
    expect(skipped).toHaveProperty(['links.nested-plans'])
  })
})
