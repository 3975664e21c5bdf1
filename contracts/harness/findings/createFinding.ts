import { createHash } from 'node:crypto'
import type { Demand } from '../demand.ts'
import type { Settings } from '../settings.ts'
import { UUID_PATTERN } from '../transport/guard.ts'
import { findOperation } from './findDocumentMismatches.ts'
import type { Finding, Mismatch } from './finding.ts'
import { formatCurl } from './formatCurl.ts'
import { redactText } from './redactText.ts'
import { citeSource } from './source.ts'

export function createFinding(demand: Demand, mismatch: Mismatch, settings: Settings): Finding {
  const { exchange, during } = mismatch
  const operation = demand.operation ?? (exchange && findOperation(exchange)?.id) ?? 'none'
  const clean = (text: string) => redactText(text, settings)
  const id = hashId(demand.id, operation, removeVarying(mismatch.expected, settings))
  return {
    id,
    contract: demand.id,
    demand: demand.demand,
    ...citeSource(demand.source),
    operation,
    expected: clean(mismatch.expected),
    seen: clean(mismatch.seen),
    curl: exchange ? clean(formatCurl(exchange.request, settings)) : '',
    seed: settings.seed,
    replay: formatReplay(id, settings),
    ...(during !== undefined && during !== demand.id && { during }),
  }
}

/** A text without what is another in each run: uuids, the mark of the run, and where the server is. */
const removeVarying = (text: string, { tag, baseUrl }: Settings): string =>
  text.replaceAll(UUID_PATTERN, 'uuid').replaceAll(tag, 'tag').replaceAll(baseUrl, '')

export const formatReplay = (id: string, { command }: Settings): string =>
  `${command} --replay ${id}`

export const hashId = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10)
