import type { Dialect } from '../../dialect.ts'
import { dashUuid, readUuid } from '../uuid.ts'

/** How links and uuids are written in one answer. */
export interface Style {
  /** Scheme, host and port of the caller's request, and the path where the API is mounted, if any. */
  readonly origin: string
  readonly uuids: 'dashed' | 'hex'
  /** The format suffix of the request, such as `json`: links between rows carry it (§1.1). */
  readonly suffix?: string | null
  /** The value of `?format=` in the request: links carry it too. */
  readonly format?: string | null
}

const roots = {
  plan: '/api/marketplace-plans/',
  'booking offering': '/api/booking-offerings/',
  'provider offering': '/api/marketplace-provider-offerings/',
  'public offering': '/api/marketplace-public-offerings/',
  customer: '/api/customers/',
  project: '/api/projects/',
  category: '/api/marketplace-categories/',
  'organization group': '/api/organization-groups/',
  role: '/api/marketplace-offering-user-roles/',
  checklist: '/api/checklists-admin/',
  medium: '/api/media/',
  screenshot: '/api/marketplace-screenshots/',
  user: '/api/users/',
  order: '/api/marketplace-orders/',
  resource: '/api/marketplace-resources/',
  'booking resource': '/api/booking-resources/',
  'service provider': '/api/marketplace-service-providers/',
  'category group': '/api/marketplace-category-groups/',
} as const

export type Place = keyof typeof roots

/** The sample link of the pages, which no real server knows (§2.0, row 9). */
const SAMPLE_ROOT = '/api/offering/'

export const writeUuid = ({ uuids }: Pick<Style, 'uuids'>, hex: string): string =>
  uuids === 'dashed' ? dashUuid(hex) : hex

export const linkTo = (style: Style, place: Place, uuid: string): string =>
  place === 'medium'
    ? `${style.origin}${roots[place]}${writeUuid(style, uuid)}/`
    : `${style.origin}${roots[place]}${writeUuid(style, uuid)}${endOf(style)}`

const endOf = (style: Style): string =>
  `${style.suffix == null ? '/' : `.${style.suffix}`}${queryEnd(style)}`

const queryEnd = ({ format }: Style): string =>
  format == null ? '' : `?format=${quoteQuery(format)}`

/** Percent-encoding as Python's urlencode does it. */
export const quoteQuery = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')

export const linkOrNull = (style: Style, place: Place, uuid: string | null): string | null =>
  uuid === null ? null : linkTo(style, place, uuid)

/** A plan inside an offering links to the public offering, not to the plans API (§1.12). */
export const linkToPublicPlan = (style: Style, offering: string, plan: string): string =>
  `${style.origin}${roots['public offering']}${writeUuid(style, offering)}/plans/${writeUuid(style, plan)}/${queryEnd(style)}`

/** The page of a shared calendar, in the path and query that Google uses. */
export const linkToCalendar = (style: Style, backendId: string): string =>
  `${style.origin}/calendar/embed?src=${encodeURIComponent(backendId)}`

/** Where a path of this API leads; null for a path without a route. A garbage uuid is kept as null. */
export function findPlace(path: string): { place: Place | 'sample'; uuid: string | null } | null {
  const [, root, segment] = /^(\/api\/[^/]+\/)([^/.]+)(?:\/|\.[a-z0-9]+\/?)$/.exec(path) ?? []
  if (root === undefined || segment === undefined) return null
  if (root === SAMPLE_ROOT) return { place: 'sample', uuid: readUuid(segment) }
  const place = (Object.keys(roots) as Place[]).find((name) => roots[name] === root)
  return place ? { place, uuid: readUuid(segment) } : null
}

/** The plan that a link under a public offering leads to; undefined: it is none. */
export function findPublicPlan(path: string): string | null | undefined {
  const [, offering, plan] =
    /^(\/api\/[^/]+\/[^/.]+\/)plans\/([^/.]+)(?:\/|\.[a-z0-9]+\/?)$/.exec(path) ?? []
  if (plan === undefined || findPlace(offering ?? '')?.place !== 'public offering') return undefined
  return readUuid(plan)
}

/** As findPlace for one dialect: to one of them the sample link of the pages leads nowhere. */
export function findRowPlace(
  path: string,
  { samplePathIsOffering }: Pick<Dialect, 'samplePathIsOffering'>,
): { place: Place; uuid: string | null } | null {
  const found = findPlace(path)
  if (found?.place !== 'sample') return found as { place: Place; uuid: string | null } | null
  return samplePathIsOffering ? { ...found, place: 'provider offering' } : null
}

/** Whether a path leads to all rows of a kind, or to the root of the API. */
export function isListPath(path: string): boolean {
  const [, name] = /^\/api\/([^/.]*)(?:\/|\.[a-z0-9]+\/?)$/.exec(path) ?? []
  if (path === '/api/') return true
  return (Object.values(roots) as string[]).includes(`/api/${name ?? ''}/`)
}

/** What Django says of the routes that it has tried. */
export const routesTried = (): string[][] =>
  Object.values(roots).flatMap((root) =>
    ['$', '(?P<uuid>[^/.]+)/$'].map((end) => [
      "<URLResolver <URLPattern list> (None:None) 'api/'>",
      `<URLPattern '^${root.slice('/api/'.length)}${end}'>`,
    ]),
  )

/** The path where the API is mounted: empty at the root of its host. */
export const readMount = ({ origin }: Pick<Style, 'origin'>): string => withoutHost(origin)

const withoutHost = (link: string): string => link.replace(/^https?:\/*[^/]*/i, '')

/** A link that Python can't take apart: there, nobody catches it (§1.12). */
export class BrokenLink extends Error {
  override name = 'BrokenLink'
}

/**
 * The path of a link that a caller sent: absolute or a bare path; host and scheme are ignored (§1.12).
 * Throws BrokenLink.
 */
export function readLinkPath(link: string, style: Pick<Style, 'origin'>): string {
  return inside(unquote(/^https?:/.test(link) ? pathIn(link) : link), style)
}

/** A path as this API sees it, wherever it is mounted. */
export function inside(path: string, style: Pick<Style, 'origin'>): string {
  const mount = `${readMount(style)}/`
  return path.startsWith(mount) ? path.slice(mount.length - 1) : path
}

/** What Python's urlparse() says is the path. */
export function pathIn(link: string): string {
  const plain = link.replace(/^[\0- ]+/, '').replace(/[\t\r\n]/g, '')
  const [, host, path = ''] =
    /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/([^/?#]*))?([^?#]*)/is.exec(plain) ?? []
  if (host !== undefined && !isHost(host)) throw new BrokenLink(link)
  const parameters = path.indexOf(';', path.lastIndexOf('/') + 1)
  return parameters === -1 ? path : path.slice(0, parameters)
}

/** Brackets stand around an IPv6 address, and nowhere else. */
const isHost = (host: string): boolean =>
  !/[[\]]/.test(host) || /^(?:[^[\]]*@)?\[[0-9a-f:.]+\](?::\d*)?$/i.test(host)

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

const unquote = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    utf8.decode(Uint8Array.from(run.slice(1).split('%'), (hex) => parseInt(hex, 16))),
  )
