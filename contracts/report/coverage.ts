import { findAnswer, listParameters, resolveSchema } from '../../src/document/load.ts'
import type { OperationObject } from '../../src/document/load.ts'
import { released } from '../harness/release.ts'
import type { RunReport } from './report.ts'

/** One declared thing, and how often a run has seen it. */
export interface CoverageRow {
  readonly operation: string
  readonly name: string
  readonly count: number
}

/** Operation × status, parameter and response field: everything declared, seen or not. */
export function listCoverage({ coverage }: RunReport): Readonly<Record<string, CoverageRow[]>> {
  const { operations } = released
  const rows = (names: (id: string) => string[], counts: Readonly<Record<string, number>>) =>
    operations.flatMap(({ id }) =>
      names(id).map((name) => ({ operation: id, name, count: counts[`${id} ${name}`] ?? 0 })),
    )
  const statuses = new Map<string, string[]>(
    operations.map(({ id, answers }) => [id, Object.keys(answers)]),
  )
  return {
    statuses: rows((id) => statuses.get(id) ?? [], coverage.statuses),
    parameters: rows(listQueryNames, coverage.parameters),
    fields: rows(listFieldNames, coverage.fields),
  }
}

function listQueryNames(id: string): string[] {
  const parameters = listParameters(findOperationObject(id) ?? {}, released.document)
  return parameters.flatMap(({ name, in: place }) => (place === 'query' ? [name] : []))
}

function findOperationObject(id: string): OperationObject | undefined {
  const all = Object.values(released.document.paths).flatMap(
    (item) => Object.values(item) as OperationObject[],
  )
  return all.find(({ operationId }) => operationId === id)
}

/** The fields of what an operation answers when it succeeds, or of its rows. */
function listFieldNames(id: string): string[] {
  const operation = findOperationObject(id)
  const success = Object.keys(operation?.responses ?? {}).find((status) => status.startsWith('2'))
  if (!operation || success === undefined) return []
  const { document } = released
  const { schema } = findAnswer(operation, success, document)
  const whole = resolveSchema(schema ?? {}, document)
  return Object.keys(resolveSchema(whole.items ?? whole, document).properties ?? {})
}

/** Why something declared was not seen, as far as the run knows. */
export function explainUnseen({ mode, contracts }: RunReport, { operation }: CoverageRow): string {
  const isRead = /_(list|retrieve)$/.test(operation)
  if (!isRead && mode === 'read-only') return 'the run was read-only'
  const skipped = contracts.find(({ outcome, reason }) => outcome === 'skipped' && reason !== '')
  return skipped ? `some contracts were not held: ${skipped.reason}` : 'no contract led there'
}
