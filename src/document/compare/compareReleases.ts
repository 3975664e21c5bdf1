import { documentOf, overlaysBetween, versions } from '../releases/releases.ts'
import { compareVersions } from '../../versions.ts'
import type { BehaviourChange, Change } from '../releases/overlay.ts'
import { compareDocuments } from './compareDocuments.ts'
import type { LooseDocument } from './compareDocuments.ts'
import type { Difference } from './difference.ts'

/** How two releases differ: their documents, and what no document says. */
export function compareReleases(from: string, to: string): Difference[] {
  const differences = compareDocuments(documentOf(from), documentOf(to), () => true)
  const isForward = compareVersions(from, to) <= 0
  const overlays = isForward ? overlaysBetween(from, to) : overlaysBetween(to, from)
  const changes = overlays.flatMap(({ release, changes: all }) =>
    all.map((change) => ({ release, change })),
  )
  const behaviours = changes.flatMap(({ release, change }): Difference[] =>
    isForward && 'behaviour' in change ? [tellBehaviour(release, change)] : [],
  )
  const told = differences.map((one) => {
    const found = changes.findLast(({ change }) => isAbout(change, one))
    if (!found) return one
    const { release, change } = found
    return { ...one, release, ...(change.document_only && { documentOnly: true }) }
  })
  return [...told, ...behaviours]
}

const tellBehaviour = (release: string, change: BehaviourChange): Difference => ({
  what: 'behaviour',
  change: 'changed',
  place: change.behaviour,
  breaks: change.breaks,
  release,
  ...(change.document_only && { documentOnly: true }),
})

/** Plans share their fields through schemas of ours. */
const SHARED = ['PlanTerms', 'PlanFigures']

function isAbout(change: Change, { place }: Difference): boolean {
  if ('operation' in change) {
    const path = 'path' in change ? `${change.method?.toUpperCase()} ${change.path}` : null
    return path === place
  }
  if (!('schema' in change) || change.field === undefined) return false
  const [schema = '', field] = place.replaceAll('[]', '').split('.')
  return change.field === field && [schema, ...SHARED].includes(change.schema)
}

/**
 * A document whose version says one release and whose operations are those of another; null: it is
 * what it says, or no release that is known here.
 */
export function findMistakenVersion(document: LooseDocument): string | null {
  const said = document.info?.version ?? ''
  if (!versions.includes(said)) return null
  const count = (version: string) =>
    compareDocuments(documentOf(version), document, isOfPages).filter(
      ({ what }) => what === 'operation' || what === 'field',
    ).length
  const own = count(said)
  if (own === 0) return null
  const best = versions.reduce((a, b) => (count(b) < count(a) ? b : a), said)
  return count(best) < own ? best : null
}

const PATHS = /^\/api\/(marketplace-plans|booking-offerings)\//

/** The operations that openapi.yaml and its releases tell of. */
export const isOfPages = (path: string): boolean => PATHS.test(path)
