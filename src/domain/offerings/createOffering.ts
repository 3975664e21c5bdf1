import { denied } from '../../errors.ts'
import type { Context } from '../context.ts'
import { isAllowed } from '../people/permissions.ts'
import { makeSlug } from '../slug.ts'
import { put } from '../state.ts'
import type { Offering, State } from '../state.ts'
import { findGroup } from '../table.ts'
import { demandUrls, isObject, readAttributes, readPlace } from './editing.ts'

/** What a provider sends; links are uuids already. */
export type OfferingBody = Partial<Texts> &
  Pick<Offering, 'name' | 'category'> & {
    readonly customer?: string
    readonly project?: string | null
    readonly latitude?: unknown
    readonly longitude?: unknown
    readonly attributes?: unknown
    readonly options?: unknown
    readonly resource_options?: unknown
    readonly plugin_options?: unknown
  }

type Texts = Pick<
  Offering,
  | 'type'
  | 'description'
  | 'full_description'
  | 'privacy_policy_link'
  | 'access_url'
  | 'vendor_details'
  | 'getting_started'
  | 'integration_guide'
  | 'shared'
  | 'billable'
  | 'backend_id'
>

/** A draft without components and plans; only staff makes one that nobody offers. */
export function createOffering(context: Context<undefined, OfferingBody>): {
  state: State
  offering: Offering
} {
  const { state, body, user, now, newUuid } = context
  if (!isAllowed(user, 'OFFERING.CREATE', [body.customer])) throw denied()
  demandUrls(body)
  const offering: Offering = {
    ...EMPTY,
    ...pickTexts(body),
    ...readPlace(body),
    uuid: newUuid(),
    name: body.name,
    slug: chooseSlug(state, body.name),
    state: 'Draft',
    created: now.toISOString(),
    customer: body.customer ?? null,
    project: body.project ?? null,
    category: body.category,
    attributes: isObject(body.attributes) ? readAttributes(body.attributes) : {},
    options: isObject(body.options) ? body.options : NO_OPTIONS,
    resource_options: isObject(body.resource_options) ? body.resource_options : NO_OPTIONS,
    plugin_options: isObject(body.plugin_options) ? body.plugin_options : {},
  }
  return { state: put(state, 'offerings', offering), offering }
}

/** §3.3: the first 8 characters of the name as a slug, and the next free number. */
function chooseSlug(state: State, name: string): string {
  const base = makeSlug(name).slice(0, 8)
  let number = 1
  while (findGroup(state.offerings, 'slug', `${base}-${number}`).size > 0) number++
  return `${base}-${number}`
}

const NO_OPTIONS = { order: [], options: {} }

const TEXTS = {
  type: 'Marketplace.Booking',
  description: '',
  full_description: '',
  privacy_policy_link: '',
  access_url: '',
  vendor_details: '',
  getting_started: '',
  integration_guide: '',
  shared: true,
  billable: true,
  backend_id: '',
} satisfies Texts

const pickTexts = (body: OfferingBody): Texts =>
  Object.fromEntries(
    Object.entries(TEXTS).map(([name, usual]) => [name, body[name as keyof Texts] ?? usual]),
  ) as unknown as Texts

const EMPTY = {
  country: '',
  paused_reason: '',
  datacite_doi: '',
  citation_count: -1,
  order_count: 0,
  parent: null,
  organization_groups: [],
  compliance_checklist: null,
  thumbnail: null,
  image: null,
  backend_metadata: {},
  components: [],
  endpoints: [],
  roles: [],
  screenshots: [],
  files: [],
  software_catalogs: [],
  partitions: [],
}
