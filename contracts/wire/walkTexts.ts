/** Fields in which providers write what they like, and which come from elsewhere. */
const FREE = new Set([
  'attributes',
  'options',
  'resource_options',
  'plugin_options',
  'backend_metadata',
  'backend_id',
  'googlecalendar',
  'endpoints',
  'access_url',
  'privacy_policy_link',
  'description',
  'full_description',
  'vendor_details',
  'getting_started',
  'integration_guide',
  'name',
  'paused_reason',
])

export interface Place {
  readonly key: string
  readonly text: string
}

/** Every text of an answer that the server has made, at any depth, with the key that it stands under. */
export function listTexts(value: unknown, key = ''): Place[] {
  if (typeof value === 'string') return [{ key, text: value }]
  if (Array.isArray(value)) return value.flatMap((one) => listTexts(one, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) =>
    FREE.has(name) ? [] : listTexts(one, name),
  )
}
