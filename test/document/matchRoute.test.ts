import { describe, expect, it } from 'vitest'
import { makeMatcher, matchRoute } from '../../src/document/matchRoute.ts'
import { pages } from '../../src/document/api.ts'

const HISTORY = '/api/marketplace-plans/{uuid}/history/'
const PATHS = [HISTORY, `${HISTORY}at/`, `${HISTORY}{version}/`, '/api/a/b/c/']

/** The routes of the document, and deeper ones. */
const match = makeMatcher([
  ...pages.routes,
  ...PATHS.map((path) => ({ path, allow: 'GET, HEAD, OPTIONS', operations: {} })),
])

const findMatch = (path: string) => {
  const { route, parameters, format } = match(path) ?? {}
  return [route?.path, parameters, format]
}

describe('the route of a path', () => {
  it.each(pages.routes.map(({ path }) => path))('%s is its own', (path) => {
    expect(matchRoute(pages, path.replaceAll('{uuid}', 'abc'))?.route.path).toBe(path)
  })

  it.each([
    ['/api/marketplace-plans/abc/history/', HISTORY, { uuid: 'abc' }],
    ['/api/marketplace-plans/abc/history/at/', `${HISTORY}at/`, { uuid: 'abc' }],
    [
      '/api/marketplace-plans/abc/history/7/',
      `${HISTORY}{version}/`,
      { uuid: 'abc', version: '7' },
    ],
    ['/api/marketplace-plans/usage_stats/history/', HISTORY, { uuid: 'usage_stats' }],
    ['/api/a/b/c/', '/api/a/b/c/', {}],
  ])('is found however deep it is: %s', (path, route, parameters) => {
    expect(findMatch(path)).toEqual([route, parameters, null])
  })

  it.each([
    ['/api/marketplace-plans/abc/history/at.json', `${HISTORY}at/`, { uuid: 'abc' }],
    ['/api/marketplace-plans/abc.json/', '/api/marketplace-plans/{uuid}/', { uuid: 'abc' }],
  ])('may end with a format: %s', (path, route, parameters) => {
    expect(findMatch(path)).toEqual([route, parameters, 'json'])
  })

  it.each([
    '/api/marketplace-plans',
    '/api/marketplace-plans//',
    '/api/marketplace-plans/a.b/history/',
    '/api/marketplace-plans/abc/history',
    '/api/marketplace-plans/abc/history/at/more/',
    '/api/a/b/',
    '',
  ])('is none for %o', (path) => {
    expect(match(path)).toBe(null)
  })
})
