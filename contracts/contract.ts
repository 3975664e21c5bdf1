import { describe, it } from 'vitest'
import type { TestContext } from 'vitest'
import { Api, Broken, Inapplicable } from './api.ts'
import { curlOf, idOf, withoutTokens } from './finding.ts'
import type { Finding } from './finding.ts'
import { operationOf } from './hold.ts'
import { session } from './session.ts'
import type { Coverage } from './session.ts'
import type { Deviation, Role, Settings } from './settings.ts'
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

/** Registers a contract: one test of the run, left out with a reason when it can't be held. */
export function contract(law: Law, check: (api: Api) => Promise<void>): void {
  it(`${law.id}: ${law.demand}`, async (context) => {
    context.task.meta.law = law
    const { settings } = session()
    const reason = reasonToSkip(law, settings)
    if (reason !== null) skip(context, reason)
    const api = new Api(law.id)
    try {
      await check(api)
    } catch (error) {
      if (error instanceof Inapplicable || error instanceof BudgetSpent)
        skip(context, error.message)
      found(context, law, brokenBy(error))
    } finally {
      context.task.meta.coverage = session().coverage
    }
  })
}

/** A server that gives no whole answer breaks whatever was demanded of it. */
function brokenBy(error: unknown): Broken {
  if (error instanceof Broken) return error
  if (error instanceof NoAnswer) return new Broken('a whole answer', error.message, error.exchange)
  throw error
}

/** A contract for each case of a table; the case is the end of the id. */
export function contracts<Case>(
  cases: Readonly<Record<string, Case>>,
  law: (name: string, one: Case) => Law,
  check: (api: Api, one: Case) => Promise<void>,
): void {
  for (const [name, one] of Object.entries(cases))
    contract(law(name, one), (api) => check(api, one))
}

export function topic(name: string, laws: () => void): void {
  describe(name, laws)
}

function skip({ task, skip: leave }: TestContext, reason: string): never {
  task.meta.reason = reason
  return leave(reason)
}

function reasonToSkip({ id, needs = {} }: Law, settings: Settings): string | null {
  const { only, skip: left, write, tokens } = settings
  if (only.length > 0 && !only.some((start) => id.startsWith(start))) return 'not in --only'
  if (left.some((start) => id.startsWith(start))) return 'in --skip'
  if (needs.write && !write) return 'it writes, and this run is read-only (--write --offering)'
  const missing = (needs.roles ?? []).filter((role) => tokens[role] === undefined)
  if (missing.length === 0) return null
  return `no token of a ${missing.join(', ')} (--token-${missing[0]} or WALDUR_TOKEN_${missing[0]?.toUpperCase()})`
}

/** A finding fails the test, unless a deviation explains it. */
function found({ task }: TestContext, law: Law, broken: Broken): void {
  const { settings } = session()
  const finding = findingOf(law, broken, settings)
  const deviation = settings.deviations.find((one) => explains(one, finding))
  task.meta.findings = [{ ...finding, ...(deviation && { known: deviation.id }) }]
  if (!deviation) throw new Error(`${finding.expected}, but ${finding.seen}\n${finding.curl}`)
}

export function findingOf(law: Law, broken: Broken, settings: Settings): Finding {
  const { exchange } = broken
  const operation = law.operation ?? (exchange && operationOf(exchange)?.id) ?? 'none'
  const clean = (text: string) => withoutTokens(text, settings)
  return {
    id: idOf(law.id, operation, broken.expected),
    contract: law.id,
    demand: law.demand,
    source: law.source,
    operation,
    expected: clean(broken.expected),
    seen: clean(broken.seen),
    curl: exchange ? clean(curlOf(exchange.request, settings.baseUrl)) : '',
    seed: settings.seed,
  }
}

export function explains(deviation: Deviation, finding: Finding): boolean {
  if (deviation.contract !== finding.contract) return false
  if (deviation.operation !== '*' && deviation.operation !== finding.operation) return false
  if (deviation.expires !== undefined && Date.parse(deviation.expires) <= Date.now()) return false
  const text = `${finding.expected}\n${finding.seen}`
  return deviation.matches === undefined || new RegExp(deviation.matches).test(text)
}
