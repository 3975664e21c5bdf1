import type { SparseOffering, SparseRows } from '../rows/tables.ts'
import { inventFileName } from './inventions.ts'
import type { Inventions } from './inventions.ts'

interface Setting {
  readonly name: string
  readonly seller: SparseRows['customers'] | undefined
  readonly invent: Inventions
}

/** An offering that keeps what is measured, when and for how much, and none of its words. */
export function anonymiseOffering(row: SparseOffering, setting: Setting): SparseOffering {
  const { name, invent } = setting
  const texts = Object.fromEntries(
    TEXTS.flatMap((key) => (row[key] === undefined ? [] : [[key, invent.words(row[key])]])),
  )
  return {
    ...row,
    ...texts,
    name,
    slug: `offering-${row.uuid.slice(0, 12)}`,
    ...inventAddresses(row, setting),
    ...inventPlace(row, setting),
    attributes: anonymiseAttributes(row.attributes ?? {}, invent),
    ...(row.options && { options: anonymiseForm(row.options, invent) }),
    ...(row.resource_options && { resource_options: anonymiseForm(row.resource_options, invent) }),
    ...(row.plugin_options && {
      plugin_options: withoutWords(row.plugin_options, invent) as object,
    }),
    backend_metadata: {},
    ...anonymiseParts(row, setting),
  }
}

const TEXTS = [
  'description',
  'full_description',
  'vendor_details',
  'getting_started',
  'integration_guide',
  'paused_reason',
] as const

function inventAddresses(
  row: SparseOffering,
  { seller, invent }: Setting,
): Partial<SparseOffering> {
  const domain = invent.domain(seller?.name ?? '')
  return {
    ...(row.privacy_policy_link && { privacy_policy_link: `https://${domain}/privacy` }),
    ...(row.access_url && { access_url: `https://${domain}/${row.uuid.slice(0, 8)}` }),
    ...(row.datacite_doi && { datacite_doi: `10.5072/${row.uuid.slice(0, 8)}` }),
    ...(row.backend_id !== undefined && { backend_id: invent.code('backend', row.backend_id) }),
  }
}

/** Another town of the same country. */
function inventPlace(row: SparseOffering, { seller, invent }: Setting): Partial<SparseOffering> {
  if (typeof row.latitude !== 'number' || typeof row.longitude !== 'number') return {}
  const [, latitude, longitude] = invent.town(seller?.name ?? '', row.country ?? '')
  return { latitude, longitude }
}

function anonymiseAttributes(
  stored: NonNullable<SparseOffering['attributes']>,
  invent: Inventions,
) {
  const { schedules, ...rest } = stored
  const windows = schedules?.map((window, index) => ({
    ...window,
    ...('id' in window && { id: `window-${index + 1}` }),
    ...('title' in window && { title: '' }),
  }))
  return {
    ...(Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, keepChoiceOr(key, value, invent)]),
    ) as object),
    ...(windows && { schedules: windows }),
  }
}

/** A chosen value repeats its key (§5.2): it is a word of the category, not of a person. */
const keepChoiceOr = (key: string, value: unknown, invent: Inventions): unknown =>
  typeof value === 'string' && value.startsWith(`${key}_`) ? value : withoutWords(value, invent)

function withoutWords(value: unknown, invent: Inventions): unknown {
  if (typeof value === 'string') return value === '' ? '' : invent.part('Word', value)
  if (Array.isArray(value)) return value.map((item) => withoutWords(item, invent))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withoutWords(part, invent)]),
  )
}

/** Fields of a form keep their keys and types; what people read and choose is invented. */
function anonymiseForm(stored: object, invent: Inventions): object {
  const { options = {}, ...rest } = stored as {
    readonly options?: Readonly<Record<string, object>>
  }
  const fields = Object.entries(options).map(([key, field]) => {
    const { type, ...words } = field as { readonly type?: unknown }
    return [
      key,
      { ...(type !== undefined && { type }), ...(withoutWords(words, invent) as object) },
    ]
  })
  return { ...rest, options: Object.fromEntries(fields) as object }
}

function anonymiseParts(row: SparseOffering, { seller, invent }: Setting): Partial<SparseOffering> {
  const domain = invent.domain(seller?.name ?? '')
  return {
    components: (row.components ?? []).map((one) => ({
      ...one,
      name: writeTitle(one.type),
      description: invent.words(one.description ?? ''),
      article_code: invent.code('article', one.article_code ?? ''),
    })),
    endpoints: (row.endpoints ?? []).map((one, index) => ({
      ...one,
      name: `Endpoint ${index + 1}`,
      url: `${/^\w+:\/\//.exec(one.url)?.[0] ?? 'https://'}${domain}/${index + 1}`,
    })),
    roles: (row.roles ?? []).map((one) => ({ ...one, name: invent.part('Role', one.name) })),
    screenshots: (row.screenshots ?? []).map((one) => ({
      ...one,
      name: invent.part('Picture', one.name),
      description: invent.words(one.description),
    })),
    files: (row.files ?? []).map((one) => ({ ...one, name: inventFileName(one.name, invent) })),
    software_catalogs: (row.software_catalogs ?? []).map((one) => withoutWordsBut(one, invent)),
    partitions: (row.partitions ?? []).map((one) => withoutWordsBut(one, invent)),
  }
}

/** `beam_hours` is `Beam hours`. */
const writeTitle = (type: string): string => {
  const words = type.replace(/[_\-/:]+/g, ' ').trim()
  return words === '' ? 'Component' : words.charAt(0).toUpperCase() + words.slice(1)
}

/** uuids stay, so that links do. */
const withoutWordsBut = <T extends object>(value: T, invent: Inventions): T =>
  Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      key === 'uuid'
        ? part
        : typeof part === 'object' && part !== null && !Array.isArray(part)
          ? withoutWordsBut(part, invent)
          : withoutWords(part, invent),
    ]),
  ) as T
