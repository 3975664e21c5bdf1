import { test } from '@vitest/runner'
import type { TestContext } from '@vitest/runner'
import { createFinding } from './findings/createFinding.ts'
import { getDocumentDemand, isNotice } from './findings/documentDemand.ts'
import { findDeviation } from './findings/findDeviation.ts'
import type { Finding, Mismatch } from './findings/finding.ts'
import { BudgetSpent, NoAnswer, Stopped } from './transport/transport.ts'
import { Api } from './api.ts'
import type { Demand } from './demand.ts'
import { getSession } from './session.ts'
import type { Coverage } from './session.ts'
import { explainLeftOut } from './settings.ts'
import type { Settings } from './settings.ts'
import { Inapplicable, UnmetDemand, UnmetDocument } from './unmet.ts'

declare module '@vitest/runner' {
  interface TaskMeta {
    demand?: Demand
    findings?: Finding[]
    /** Fields that the document does not have. */
    notices?: string[]
    reason?: string
    coverage?: Coverage
  }
}

/** Holds a server to a demand: throws the first mismatch, or returns those that it has collected. */
export type Check = (api: Api) => Promise<readonly Mismatch[] | void>

/** A demand, and how a server is held to it. */
export interface Contract extends Demand {
  readonly check: Check
}

/** All that the files of contracts have written down, in the order of the files. */
export const allContracts: Contract[] = []

export const contract = (demand: Demand, check: Check): void =>
  void allContracts.push({ ...demand, check })

/** Makes a contract one test of the run, left out with a reason when it can't be held. */
export function holdContract({ check, ...demand }: Contract): void {
  test(`${demand.id}: ${demand.demand}`, async (context) => {
    context.task.meta.demand = demand
    const { settings } = getSession()
    getSession().contract = demand.id
    const reason = explainSkip(demand, settings)
    if (reason !== null) skip(context, reason)
    try {
      recordFindings(context, demand, (await check(new Api(demand.id))) ?? [])
    } catch (error) {
      recordEnd(context, demand, error)
    } finally {
      context.task.meta.coverage = getSession().coverage
    }
  })
}

const endsEarly = (error: unknown): error is Error =>
  error instanceof Inapplicable || error instanceof BudgetSpent || error instanceof Stopped

/** A contract that was not held to its end does not apply, or something was found wrong. */
function recordEnd(context: TestContext, demand: Demand, error: unknown): void {
  if (endsEarly(error)) skip(context, error.message)
  if (error instanceof UnmetDemand) return recordFindings(context, demand, [error])
  if (error instanceof UnmetDocument) {
    const { mismatch } = error
    return recordFindings(context, getDocumentDemand(mismatch.operation), [mismatch])
  }
  if (!(error instanceof NoAnswer)) throw error
  // A server that gives no whole answer breaks whatever was demanded of it.
  const { message: seen, exchange } = error
  recordFindings(context, demand, [{ expected: 'a whole answer', seen, exchange }])
}

/** A contract for each case of a table; the case is the end of the id. */
export function contracts<Case>(
  cases: Readonly<Record<string, Case>>,
  describe: (name: string, one: Case) => Demand,
  check: (api: Api, one: Case) => ReturnType<Check>,
): void {
  for (const [name, one] of Object.entries(cases))
    contract(describe(name, one), (api) => check(api, one))
}

function skip({ task, skip: leave }: TestContext, reason: string): never {
  task.meta.reason = reason
  return leave(reason)
}

function explainSkip({ id, needs = {} }: Demand, settings: Settings): string | null {
  const { write, tokens } = settings
  const unasked = explainLeftOut(id, settings)
  if (unasked !== null) return unasked
  if (needs.write && !write) return 'it writes, and this run is read-only (--write --offering)'
  const missing = (needs.roles ?? []).filter((role) => tokens[role] === undefined)
  if (missing.length === 0) return null
  return `no token of a ${missing.join(', ')} (--token-${missing[0]} or WALDUR_TOKEN_${missing[0]?.toUpperCase()})`
}

/** A finding fails the test, unless a deviation explains it. */
function recordFindings(
  { task }: TestContext,
  demand: Demand,
  mismatches: readonly Mismatch[],
): void {
  const { settings } = getSession()
  const notices = mismatches.filter((one) => isNotice(one, settings))
  if (notices.length > 0) task.meta.notices = notices.flatMap(({ added }) => added ?? [])
  const wrong = mismatches.filter((one) => !isNotice(one, settings))
  if (wrong.length === 0) return
  const findings = wrong.map((mismatch) => {
    const finding = createFinding(demand, mismatch, settings)
    const deviation = findDeviation(finding, settings)
    return { ...finding, ...(deviation && { known: deviation.id }) }
  })
  task.meta.findings = findings
  const news = findings.find(({ known }) => known === undefined)
  if (news) throw new Error(`${news.expected}, but ${news.seen}\n${news.curl}`)
}
