import { test } from '@vitest/runner'
import type { TestContext } from '@vitest/runner'
import type { Contract } from '../contract.ts'
import type { Demand } from '../demand.ts'
import { explainSkip } from './explainSkip.ts'
import { createFinding } from '../findings/createFinding.ts'
import { isNotice } from '../findings/documentDemand.ts'
import { findDeviation } from '../findings/findDeviation.ts'
import type { Finding } from '../findings/finding.ts'
import { hold } from './hold.ts'
import type { Verdict } from './review.ts'
import { getSession } from '../session.ts'
import type { Coverage } from '../session.ts'

declare module '@vitest/runner' {
  interface TaskMeta {
    demand?: Demand
    findings?: Finding[]
    /** Fields that the document does not have. */
    notices?: string[]
    /** What was seen and did not stay. */
    passing?: Finding
    reason?: string
    /** Milliseconds that it took, without those in which it waited for its turn. */
    milliseconds?: number
    coverage?: Coverage
    /** Why the run ended before its time. */
    lost?: string
    /** Has the line been disturbed until then? */
    hadTroubles?: boolean
  }
}

/** Makes a contract one test of the run, left out with a reason when it can't be held. */
export function holdContract(contract: Contract): void {
  const { check: _, ...demand } = contract
  test.concurrent(`${demand.id}: ${demand.demand}`, async (context) => {
    context.task.meta.demand = demand
    const reason = explainSkip(demand)
    if (reason !== null) skip(context, reason)
    try {
      const verdict = await hold(contract)
      context.task.meta.milliseconds = verdict.milliseconds
      record(context, verdict)
    } finally {
      const { coverage, lost, transport } = getSession()
      const hadTroubles = transport.troubles > 0
      Object.assign(context.task.meta, { coverage, hadTroubles }, lost !== null && { lost })
    }
  })
}

function skip({ task, skip: leave }: TestContext, reason: string): never {
  task.meta.reason = reason
  return leave(reason)
}

/** A finding fails the test, unless a deviation explains it. */
function record(context: TestContext, { demand, mismatches, skipped, passing }: Verdict): void {
  const { settings } = getSession()
  const { meta } = context.task
  if (passing) meta.passing = createFinding(demand, passing, settings)
  if (skipped !== null) skip(context, skipped)
  const notices = mismatches.filter((one) => isNotice(one, settings))
  if (notices.length > 0) meta.notices = notices.flatMap(({ added }) => added ?? [])
  const wrong = mismatches.filter((one) => !isNotice(one, settings))
  if (wrong.length === 0) return
  const findings = wrong.map((mismatch) => {
    const finding = createFinding(demand, mismatch, settings)
    const deviation = findDeviation(finding, settings)
    return { ...finding, ...(deviation && { known: deviation.id }) }
  })
  meta.findings = findings
  const news = findings.find(({ known }) => known === undefined)
  if (news) throw new Error(`${news.expected}, but ${news.seen}\n${news.curl}`)
}
