import type { TaskState, Test } from '@vitest/runner'
import type { Demand } from '../harness/demand.ts'
import { formatReplay } from '../harness/findings/createFinding.ts'
import type { Finding } from '../harness/findings/finding.ts'
import { citeSource } from '../harness/findings/source.ts'
import type { Coverage } from '../harness/session.ts'
import type { Settings } from '../harness/settings.ts'
import type { ContractResult } from './report.ts'

export const EMPTY_COVERAGE: Coverage = { requests: 0, statuses: {}, parameters: {}, fields: {} }

/** Gathers how each contract ended; hears nothing but what the contracts said themselves. */
export class Collector {
  readonly results: ContractResult[] = []
  coverage = EMPTY_COVERAGE
  /** Why the run ended before its time. */
  lost: string | null = null
  /** Was the line disturbed? */
  hadTroubles = false
  readonly #settings: Settings
  readonly #onResult: (result: ContractResult, done: number) => void

  constructor(settings: Settings, onResult: (result: ContractResult, done: number) => void) {
    this.#settings = settings
    this.#onResult = onResult
  }

  add(test: Test): void {
    const { demand, coverage, lost, hadTroubles = false } = test.meta
    if (coverage) this.coverage = coverage
    if (lost !== undefined) this.lost = lost
    this.hadTroubles ||= hadTroubles
    if (!demand) return
    const result = createResult(test, demand, this.#settings)
    this.results.push(result)
    this.#onResult(result, this.results.length)
  }
}

function createResult(
  { meta, result: ended }: Test,
  contract: Demand,
  settings: Settings,
): ContractResult {
  const { findings = [], notices, reason = '', passing, milliseconds = 0 } = meta
  const { id, demand, source } = contract
  const { state, errors = [] } = ended ?? {}
  const outcome = judgeOutcome(state, findings)
  const own =
    findings.length > 0 || outcome !== 'broken'
      ? findings
      : [createErrorFinding(contract, errors, settings)]
  const result = { id, demand, source, outcome, reason, milliseconds, findings: own }
  return { ...result, ...(notices && { notices }), ...(passing && { passing }) }
}

function judgeOutcome(
  state: TaskState | undefined,
  findings: readonly Finding[],
): ContractResult['outcome'] {
  if (state === 'skip') return 'skipped'
  if (state === 'fail') return 'broken'
  return findings.length > 0 ? 'known' : 'kept'
}

/** A contract that failed without a finding has a fault of its own, or met one of the server's. */
const createErrorFinding = (
  { id, demand, source }: Demand,
  errors: readonly { message: string }[],
  settings: Settings,
): Finding => ({
  id: `${id}-error`,
  contract: id,
  demand,
  ...citeSource(source),
  operation: 'none',
  expected: 'the contract to be held to its end',
  seen: errors[0]?.message.slice(0, 600) ?? 'it ended early',
  curl: '',
  seed: settings.seed,
  replay: formatReplay(`${id}-error`, settings),
})
