import type { ExchangeSummary } from '../../control/summariseExchange.ts'
import { cleanLine } from '../../remote/clean.ts'

/** A call as a line of --log: when, what, how it was answered, to whom, and what befell it. */
export function writeLine(line: ExchangeSummary): string {
  const { at, method, target, status, duration_ms: duration, persona, sandbox, faults } = line
  const facts = [
    at.slice(11, 23),
    status,
    method,
    target,
    `${duration.toFixed(1)} ms`,
    persona ?? 'nobody',
    sandbox !== 'main' && `sandbox ${sandbox}`,
    line.of_waldur && '(Waldur has this address, the mock has not: see --rest)',
    faults.length > 0 && `fault ${faults.join(', ')}`,
  ]
  return cleanLine(facts.filter(Boolean).join(' '))
}
