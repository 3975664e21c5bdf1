import { it } from 'vitest'
import type { TestContext } from 'vitest'
import { Api, Broken, Inapplicable } from './api.ts'
import { Breached, documentLaw } from './breach.ts'
import { deviationOf, findingOf } from './finding.ts'
import type { Fault, Finding } from './finding.ts'
import { session } from './session.ts'
import type { Coverage } from './session.ts'
import { leftOut } from '../run/settings.ts'
import type { Role, Settings } from '../run/settings.ts'
import { BudgetSpent, NoAnswer } from './transport.ts'

/** A demand on any implementation. */
export interface Law {
  /** Topic and name: `lists.pages-are-the-whole`. It never changes once it is published. */
  readonly id: string
  /** One line: what a server owes its callers. */
  readonly demand: string
  /** A pointer into openapi.yaml (`#/paths/…`) or a section of waldur-behaviour.md (`§1.6`). */
  readonly source: string
  /** The operation that a finding is about, when it is not the one of the last request. */
  readonly operation?: string
  /** `write`: it changes plans of its own making or the calendar of the chosen offering. */
  readonly needs?: { readonly write?: boolean; readonly roles?: readonly Role[] }
}

declare module 'vitest' {
  interface TaskMeta {
    law?: Law
    findings?: Finding[]
    reason?: string
    coverage?: Coverage
  }
}

/** Holds a server to a demand: throws the first fault, or returns the faults that it has collected. */
export type Check = (api: Api) => Promise<readonly Fault[] | void>

/** A demand, and how a server is held to it. */
export interface Contract {
  readonly law: Law
  readonly check: Check
}

/** All that the files of contracts have written down, in the order of the files. */
export const written: Contract[] = []

export const contract = (law: Law, check: Check): void => void written.push({ law, check })

/** Makes a contract one test of the run, left out with a reason when it can't be held. */
export function hold({ law, check }: Contract): void {
  it(`${law.id}: ${law.demand}`, async (context) => {
    context.task.meta.law = law
    const { settings } = session()
    session().held = law.id
    const reason = reasonToSkip(law, settings)
    if (reason !== null) skip(context, reason)
    try {
      found(context, law, (await check(new Api(law.id))) ?? [])
    } catch (error) {
      ended(context, law, error)
    } finally {
      context.task.meta.coverage = session().coverage
    }
  })
}

/** A contract that was not held to its end does not apply, or something was found wrong. */
function ended(context: TestContext, law: Law, error: unknown): void {
  if (error instanceof Inapplicable || error instanceof BudgetSpent) skip(context, error.message)
  if (error instanceof Broken) return found(context, law, [error])
  if (error instanceof Breached) return found(context, documentLaw(error.operation), [error])
  if (!(error instanceof NoAnswer)) throw error
  // A server that gives no whole answer breaks whatever was demanded of it.
  const { message: seen, exchange } = error
  found(context, law, [{ expected: 'a whole answer', seen, exchange }])
}

/** A contract for each case of a table; the case is the end of the id. */
export function contracts<Case>(
  cases: Readonly<Record<string, Case>>,
  law: (name: string, one: Case) => Law,
  check: (api: Api, one: Case) => ReturnType<Check>,
): void {
  for (const [name, one] of Object.entries(cases))
    contract(law(name, one), (api) => check(api, one))
}

function skip({ task, skip: leave }: TestContext, reason: string): never {
  task.meta.reason = reason
  return leave(reason)
}

function reasonToSkip({ id, needs = {} }: Law, settings: Settings): string | null {
  const { write, tokens } = settings
  const unasked = leftOut(id, settings)
  if (unasked !== null) return unasked
  if (needs.write && !write) return 'it writes, and this run is read-only (--write --offering)'
  const missing = (needs.roles ?? []).filter((role) => tokens[role] === undefined)
  if (missing.length === 0) return null
  return `no token of a ${missing.join(', ')} (--token-${missing[0]} or WALDUR_TOKEN_${missing[0]?.toUpperCase()})`
}

/** A finding fails the test, unless a deviation explains it. */
function found({ task }: TestContext, law: Law, faults: readonly Fault[]): void {
  if (faults.length === 0) return
  const { settings } = session()
  const findings = faults.map((fault) => {
    const finding = findingOf(law, fault, settings)
    const deviation = deviationOf(finding, settings)
    return { ...finding, ...(deviation && { known: deviation.id }) }
  })
  task.meta.findings = findings
  const news = findings.find(({ known }) => known === undefined)
  if (news) throw new Error(`${news.expected}, but ${news.seen}\n${news.curl}`)
}
