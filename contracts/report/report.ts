import type { Finding } from '../harness/findings/finding.ts'
import type { Coverage } from '../harness/session.ts'
import type { Deviation, Shard } from '../harness/settings.ts'

/** How one contract ended. `known`: all its findings are explained by deviations. */
export interface ContractResult {
  readonly id: string
  readonly demand: string
  readonly source: string
  readonly outcome: 'kept' | 'broken' | 'known' | 'skipped'
  readonly reason: string
  readonly milliseconds: number
  readonly findings: readonly Finding[]
  /** Fields of its answers that the document does not have; they break nothing. */
  readonly notices?: readonly string[]
  /** What was seen once and did not stay when it was looked at again. */
  readonly passing?: Finding
}

/** What became of a deviation: it showed, it is mended, it has run out, or it was not looked at. */
export interface DeviationResult extends Deviation {
  readonly status: 'known' | 'fixed' | 'expired' | 'not checked'
}

/** A whole run as plain data: what the JSON report holds, and all that the other reports show. */
export interface RunReport {
  readonly target: string
  /** The release whose document it was held to. */
  readonly release: string
  readonly seed: number
  readonly mode: 'read-only' | 'write'
  readonly shard: Shard | null
  /** Was the run ended by hand? Then nothing is said of what was not held. */
  readonly interrupted: boolean
  /** Why the run ended before its time: the server was not the same any more. */
  readonly lost: string | null
  readonly started: string
  readonly seconds: number
  readonly requests: number
  readonly contracts: readonly ContractResult[]
  readonly deviations: readonly DeviationResult[]
  readonly coverage: Coverage
}

/** Is anything broken, or has a deviation run out? */
export const isBroken = ({ contracts, deviations }: RunReport): boolean =>
  contracts.some(({ outcome }) => outcome === 'broken') ||
  deviations.some(({ status }) => status === 'expired')

/** Of each operation first what openapi.yaml does not declare, for that may be the cause of the rest. */
export function listFindings({ contracts }: RunReport): Finding[] {
  const news = contracts.flatMap(({ findings }) =>
    findings.filter(({ known }) => known === undefined),
  )
  const operations = [...new Set(news.map(({ operation }) => operation))]
  return operations.flatMap((name) => {
    const own = news.filter(({ operation }) => operation === name)
    const [causes, others] = [true, false].map((is) =>
      own.filter(({ contract }) => contract.startsWith('document.') === is),
    ) as [Finding[], Finding[]]
    return [...causes, ...others]
  })
}
