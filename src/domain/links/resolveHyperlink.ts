import type { Context } from '../context.ts'
import { crashed } from '../../errors.ts'
import { BrokenLink, isListPath, readLinkPath, findRowPlace } from './links.ts'
import { findRow } from '../table.ts'

const NO_MATCH = 'Invalid hyperlink - No URL match.'
const OTHER_PLACE = 'Invalid hyperlink - Incorrect URL match.'
const NO_OBJECT = 'Invalid hyperlink - Object does not exist.'

type LinkContext = Pick<Context, 'state' | 'as' | 'style' | 'isRoute'>

/** The uuid behind a hyperlink in a body, or why there is none (§2.3). */
export function resolveHyperlink(
  context: LinkContext,
  field: string,
  link: string,
): { value: string } | { error: string } {
  const { state, as } = context
  const path = pathIn(context, link)
  const found = path === null ? null : findRowPlace(path, as)
  if (!found) return { error: isView(context, path) ? OTHER_PLACE : NO_MATCH }
  if (found.place !== (field === 'offering' ? 'provider offering' : 'organization group')) {
    return { error: OTHER_PLACE }
  }
  const table = field === 'offering' ? state.offerings : state.organization_groups
  const row = findRow<{ uuid: string }>(table as never, found.uuid)
  return row ? { value: row.uuid } : { error: NO_OBJECT }
}

const isView = ({ isRoute }: LinkContext, path: string | null): boolean =>
  path !== null && (isListPath(path) || isRoute(path))

/** Null: a link that can't be read, which makes a running server fail (§1.12). */
function pathIn({ as, style }: LinkContext, link: string): string | null {
  try {
    return readLinkPath(link, style)
  } catch (error) {
    if (!(error instanceof BrokenLink)) throw error
    if (as.crashes) throw crashed()
    return null
  }
}
