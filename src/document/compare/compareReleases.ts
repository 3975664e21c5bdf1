import type { Document, Schema } from '../load.ts'
import { documentOf, explainSkipped, overlaysBetween, versions } from '../releases/releases.ts'
import { compareVersions } from '../../versions.ts'
import type { BehaviourChange, Change } from '../releases/overlay.ts'
import { compareDocuments } from './compareDocuments.ts'
import type { LooseDocument } from './readOperations.ts'
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
  const places = listPlaces(documentOf(isForward ? to : from))
  const dated = differences.map((one) => {
    const found = changes.findLast(({ change }) => isAbout(change, one, places))
    if (!found) return one
    const { release, change } = found
    return { ...one, release, ...(change.document_only && { documentOnly: true }) }
  })
  return [...dated, ...behaviours]
}

const tellBehaviour = (release: string, change: BehaviourChange): Difference => ({
  what: 'behaviour',
  change: 'changed',
  place: change.behaviour,
  breaks: change.breaks,
  release,
  ...(change.document_only && { documentOnly: true }),
})

/** A schema of its own lists the values that several fields take. */
function hasValues(schema: Schema | undefined, { to = '' }: Difference): boolean {
  const added = [...to.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value)
  return added.length > 0 && added.every((value) => schema?.enum?.includes(value))
}

/** `GET /api/marketplace-plans/`, by the name of the operation. */
type Places = ReadonlyMap<string, string>

const listPlaces = ({ paths }: Document): Places =>
  new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [
        String((operation as { operationId?: string }).operationId),
        `${method.toUpperCase()} ${path}`,
      ]),
    ),
  )

/** Plans share their fields through schemas of ours. */
const SHARED = ['PlanTerms', 'PlanFigures']

function isAbout(change: Change, difference: Difference, places: Places): boolean {
  const { place, what } = difference
  if ('operation' in change) {
    const { operation, parameter, status } = change
    const own = places.get(operation) ?? ''
    if (parameter !== undefined) return place === `${own} ?${parameter}`
    return place === own && (status !== undefined) === (what === 'status')
  }
  if (!('schema' in change)) return false
  if (change.field === undefined) return what === 'enum' && hasValues(change.changed, difference)
  const [schema = '', field] = place.replaceAll('[]', '').split('.')
  return change.field === field && [schema, ...SHARED].includes(change.schema)
}

/**
 * A document whose version says one release and whose operations are those of another; null: it is
 * what it says, or nothing can be said.
 */
export function findMistakenVersion(document: LooseDocument): string | null {
  const said = String(document.info?.version ?? '').replace(/^v/, '')
  if (!/^\d+\.\d+\.\d+/.test(said)) return null
  const counts = new Map(versions.map((version) => [version, countDifferences(version, document)]))
  const least = Math.min(...counts.values())
  // Of those that are alike, the newest: a later release that changes nothing is no mistake.
  const best = versions.findLast((version) => counts.get(version) === least) ?? null
  const own = counts.get(said)
  if (own !== undefined) return least < own ? best : null
  const isOld = best !== versions.at(-1) || explainSkipped(said) !== undefined
  return least === 0 && isOld ? best : null
}

/** In operations and fields: what else differs depends on who wrote the document. */
const countDifferences = (version: string, document: LooseDocument): number =>
  compareDocuments(documentOf(version), document, isOfPages).filter(
    ({ what }) => what === 'operation' || what === 'field',
  ).length

const PATHS = /^\/api\/(marketplace-plans|booking-offerings)\//

/** The operations that openapi.yaml and its releases tell of. */
export const isOfPages = (path: string): boolean => PATHS.test(path)
