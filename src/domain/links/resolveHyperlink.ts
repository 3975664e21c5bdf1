import type { Context } from '../context.ts'
import { readLinkPath, findPlace } from './links.ts'
import { findRow } from '../table.ts'

const NO_MATCH = 'Invalid hyperlink - No URL match.'
const OTHER_PLACE = 'Invalid hyperlink - Incorrect URL match.'
const NO_OBJECT = 'Invalid hyperlink - Object does not exist.'

/** The uuid behind a hyperlink in a body, or why there is none (§2.3). */
export function resolveHyperlink(
  { state, as, style }: Pick<Context, 'state' | 'as' | 'style'>,
  field: string,
  link: string,
): { value: string } | { error: string } {
  const found = findPlace(readLinkPath(link, style))
  if (!found || (found.place === 'sample' && !as.samplePathIsOffering)) return { error: NO_MATCH }
  const place = found.place === 'sample' ? 'provider offering' : found.place
  if (place !== (field === 'offering' ? 'provider offering' : 'organization group')) {
    return { error: OTHER_PLACE }
  }
  const table = field === 'offering' ? state.offerings : state.organization_groups
  const row = findRow<{ uuid: string }>(table as never, found.uuid)
  return row ? { value: row.uuid } : { error: NO_OBJECT }
}
