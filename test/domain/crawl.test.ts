import { describe, expect, it } from 'vitest'
import { createMock } from '../../src/doors/index.ts'
import type { DialectName, ApiResponse } from '../../src/doors/index.ts'

const ORIGIN = 'http://mock.test'
const LISTS = [
  '/api/marketplace-plans/',
  '/api/booking-offerings/',
  '/api/booking-resources/',
  '/api/marketplace-orders/',
  '/api/marketplace-resources/',
  '/api/marketplace-service-providers/',
  '/api/customers/',
]
const names: readonly DialectName[] = ['documented', 'observed']

/** Everything that the demo data lead to, a uuid written as {}. */
const KINDS = [
  '/api/booking-offerings/',
  '/api/booking-offerings/{}/',
  '/api/booking-resources/',
  '/api/booking-resources/{}/',
  '/api/checklists-admin/{}/',
  '/api/customers/',
  '/api/customers/{}/',
  '/api/marketplace-categories/{}/',
  '/api/marketplace-category-groups/{}/',
  '/api/marketplace-offering-user-roles/{}/',
  '/api/marketplace-orders/',
  '/api/marketplace-orders/{}/',
  '/api/marketplace-plans/',
  '/api/marketplace-plans/{}/',
  '/api/marketplace-provider-offerings/{}/',
  '/api/marketplace-public-offerings/{}/',
  '/api/marketplace-public-offerings/{}/plans/{}/',
  '/api/marketplace-resources/',
  '/api/marketplace-resources/{}/',
  '/api/marketplace-service-providers/',
  '/api/marketplace-service-providers/{}/',
  '/api/media/{}/',
  '/api/organization-groups/{}/',
  '/api/projects/{}/',
  '/api/users/{}/',
  '/calendar/embed',
  '/calendar/ical/{}/public/basic.ics',
]

interface Visit {
  readonly url: URL
  readonly sent: ApiResponse
}

describe.each(names)('as %s', (as) => {
  const visits = crawlAll(as)
  const of = (test: (visit: Visit) => boolean) => visits.filter(test).map(({ url }) => url.href)

  it('no link is dead', () => {
    expect(of(({ sent }) => sent.status !== 200)).toEqual([])
  })

  it('every kind of place is visited', () => {
    expect([...new Set(visits.map(({ url }) => kindOf(url)))].sort()).toEqual(KINDS)
  })

  it('what lies outside the contract says so', () => {
    const inside = /^\/api\/(?:marketplace-plans|booking-offerings)\//

    expect(
      of(
        ({ url, sent }) => inside.test(url.pathname) === 'X-Mock-Outside-Contract' in sent.headers,
      ),
    ).toEqual([])
  })

  it('every row names its own address', () => {
    const strays = visits.filter((visit) => urlIn(visit) !== undefined).filter(isStray)

    expect(strays.map(({ url }) => url.href)).toEqual([])
  })

  it('uuids in addresses are written in one way', () => {
    const other = as === 'documented' ? /[0-9a-f]{32}/ : /[0-9a-f]{8}-[0-9a-f]{4}-/

    expect(of(({ url }) => other.test(url.pathname))).toEqual([])
  })
})

/** Visits whatever the lists lead to, each address once, as staff; open places without a token. */
function crawlAll(as: DialectName): Visit[] {
  const mock = createMock({ as, now: () => new Date('2026-03-02T08:00:00Z') })
  const visits: Visit[] = []
  const known = new Set(LISTS.map((path) => `${ORIGIN}${path}`))
  for (const href of known) {
    const url = new URL(href)
    const isOpen = /^\/(?:api\/media|calendar)\//.test(url.pathname)
    const headers = isOpen ? {} : { authorization: 'Token YOUR_API_TOKEN' }
    const target = `${url.pathname}${url.search}`
    const sent = mock.answer({ method: 'GET', target, origin: ORIGIN, headers, body: NOTHING })
    visits.push({ url, sent })
    for (const link of linksIn(url, sent)) known.add(link)
  }
  return visits
}

const NOTHING = new Uint8Array()

function linksIn(base: URL, sent: ApiResponse): string[] {
  const { Link = '', Location, 'Content-Type': type = '' } = sent.headers
  const text = textOf(sent)
  const links = [
    ...[...Link.matchAll(/<([^>]*)>/g)].map(([, link = '']) => link),
    ...(Location === undefined ? [] : [Location]),
    ...(type.startsWith('application/json') ? textsIn(JSON.parse(text)) : attributesIn(text)),
  ]
  return links.flatMap((link) => {
    const url = URL.canParse(link, base) ? new URL(link, base) : null
    return url?.origin === ORIGIN ? [url.href.replace(/#.*/, '')] : []
  })
}

const textOf = ({ body }: ApiResponse): string => new TextDecoder().decode(body)

/** Absolute addresses in a JSON value, and those inside its texts. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/https?:\/\/[^\s"'<>]+/g), ...hrefsIn(value)].map(String)
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

const hrefsIn = (html: string): string[] =>
  [...html.matchAll(/(?:href|src)\s*=\s*["']([^"']*)["']/gi)].map(([, link = '']) => link)

const attributesIn = (html: string): string[] =>
  hrefsIn(html).map((link) =>
    link.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  )

const kindOf = ({ pathname }: URL): string =>
  pathname
    .replace(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/g, '{}')
    .replace(/^\/calendar\/ical\/[^/]+/, '/calendar/ical/{}')

function urlIn({ sent }: Visit): string | undefined {
  if (sent.headers['Content-Type'] !== 'application/json') return undefined
  const { url } = JSON.parse(textOf(sent)) as { url?: string }
  return url
}

const isStray = (visit: Visit): boolean => urlIn(visit) !== visit.url.href
