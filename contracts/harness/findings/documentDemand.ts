import type { Demand } from '../demand.ts'
import { released } from '../release.ts'
import { explainLeftOut } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { createFinding } from './createFinding.ts'
import { findDeviation } from './findDeviation.ts'
import type { Mismatch } from './finding.ts'
import type { DocumentMismatch } from './findDocumentMismatches.ts'

/** The demand that the answers of an operation are as openapi.yaml declares them. */
export function getDocumentDemand(operation: string): Demand {
  return {
    id: `document.${operation}`,
    demand: `every answer of ${operation} is as openapi.yaml declares it`,
    source: pointers.get(operation) ?? '#/paths',
    operation,
  }
}

const pointers = new Map(
  released.routes.flatMap(({ path, operations }) =>
    Object.values(operations).map(({ id, method }): [string, string] => [
      id,
      `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses`,
    ]),
  ),
)

/** A field more than the document has breaks no client that reads: it is told, unless --closed. */
export const isNotice = ({ added }: Mismatch, { closed }: Settings): boolean =>
  added !== undefined && !closed

/** Is it news in a run of these settings: asked for, and explained by no deviation? */
export function isNews(mismatch: DocumentMismatch, settings: Settings): boolean {
  if (isNotice(mismatch, settings)) return false
  const demand = getDocumentDemand(mismatch.operation)
  if (explainLeftOut(demand.id, settings) !== null) return false
  return findDeviation(createFinding(demand, mismatch, settings), settings) === undefined
}
