import type { Context } from '../context.ts'
import { crashed } from '../../errors.ts'
import { BrokenLink, findPublicPlan, readLinkPath, findRowPlace } from './links.ts'
import type { Place } from './links.ts'
import type { TableName } from '../state.ts'
import { findRow } from '../table.ts'

const NO_MATCH = 'Invalid hyperlink - No URL match.'
const OTHER_PLACE = 'Invalid hyperlink - Incorrect URL match.'
const NO_OBJECT = 'Invalid hyperlink - Object does not exist.'

type LinkContext = Pick<Context, 'state' | 'as' | 'style' | 'isRoute'>

/** The kind of object that a field of a body names by its link. */
export type LinkTarget = keyof typeof targets

const targets = {
  'provider offering': 'offerings',
  'public offering': 'offerings',
  'public plan': 'plans',
  'organization group': 'organization_groups',
  customer: 'customers',
  project: 'projects',
  category: 'categories',
} as const satisfies Readonly<Record<string, TableName>>

/** The uuid behind a hyperlink in a body, or why there is none (§2.3). */
export function resolveHyperlink(
  context: LinkContext,
  target: LinkTarget,
  link: string,
): { value: string } | { error: string } {
  const path = pathIn(context, link)
  const found = path === null ? null : findTarget(context, path)
  if (!found) return { error: path !== null && context.isRoute(path) ? OTHER_PLACE : NO_MATCH }
  if (found.place !== target) return { error: OTHER_PLACE }
  const row = findRow<{ uuid: string }>(context.state[targets[target]] as never, found.uuid)
  return row ? { value: row.uuid } : { error: NO_OBJECT }
}

function findTarget(
  { as }: LinkContext,
  path: string,
): { place: Place | 'public plan'; uuid: string | null } | null {
  const plan = findPublicPlan(path)
  return plan === undefined ? findRowPlace(path, as) : { place: 'public plan', uuid: plan }
}

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
