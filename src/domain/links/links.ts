import { dashUuid, readUuid } from '../uuid.ts'

/** How links and uuids are written in one answer. */
export interface Style {
  /** Scheme, host and port of the caller's request, and the path where the API is mounted, if any. */
  readonly origin: string
  readonly uuids: 'dashed' | 'hex'
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
} as const

export type Place = keyof typeof roots

/** The sample link of the pages, which no real server knows (§2.0, row 9). */
const SAMPLE_ROOT = '/api/offering/'

export const writeUuid = ({ uuids }: Pick<Style, 'uuids'>, hex: string): string =>
  uuids === 'dashed' ? dashUuid(hex) : hex

export const linkTo = (style: Style, place: Place, uuid: string): string =>
  `${style.origin}${roots[place]}${writeUuid(style, uuid)}/`

export const linkOrNull = (style: Style, place: Place, uuid: string | null): string | null =>
  uuid === null ? null : linkTo(style, place, uuid)

/** A plan inside an offering links to the public offering, not to the plans API (§1.12). */
export const linkToPublicPlan = (style: Style, offering: string, plan: string): string =>
  `${linkTo(style, 'public offering', offering)}plans/${writeUuid(style, plan)}/`

/** The page of a shared calendar, in the path and query that Google uses. */
export const linkToCalendar = (style: Style, backendId: string): string =>
  `${style.origin}/calendar/embed?src=${encodeURIComponent(backendId)}`

/** Where a path of this API leads; null for a path without a route. A garbage uuid is kept as null. */
export function findPlace(path: string): { place: Place | 'sample'; uuid: string | null } | null {
  const [, root, segment] = /^(\/api\/[^/]+\/)([^/.]+)\/$/.exec(path) ?? []
  if (root === undefined || segment === undefined) return null
  if (root === SAMPLE_ROOT) return { place: 'sample', uuid: readUuid(segment) }
  const place = (Object.keys(roots) as Place[]).find((name) => roots[name] === root)
  return place ? { place, uuid: readUuid(segment) } : null
}

/** The path where the API is mounted: empty at the root of its host. */
export const readMount = ({ origin }: Pick<Style, 'origin'>): string => withoutHost(origin)

const withoutHost = (link: string): string => link.replace(/^https?:\/*[^/]*/i, '')

/** The path of a link that a caller sent: absolute or a bare path; host and scheme are ignored (§1.12). */
export function readLinkPath(link: string, style: Pick<Style, 'origin'>): string {
  const whole = withoutHost(link).replace(/[?#].*$/s, '')
  const mount = `${readMount(style)}/`
  const path = whole.startsWith(mount) ? whole.slice(mount.length - 1) : whole
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
