import type { Api } from './api.ts'
import type { Demand } from './demand.ts'
import type { Mismatch } from './findings/finding.ts'

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

/** A contract for each case of a table; the case is the end of the id. */
export function contracts<Case>(
  cases: Readonly<Record<string, Case>>,
  describe: (name: string, one: Case) => Demand,
  check: (api: Api, one: Case) => ReturnType<Check>,
): void {
  for (const [name, one] of Object.entries(cases))
    contract(describe(name, one), (api) => check(api, one))
}
