import { expect, it } from 'vitest'
import { pages } from '../../src/document/api.ts'
import type { Operation, Route } from '../../src/document/operations.ts'
import { callsOf } from './calls.ts'
import { assertAll, witness } from './witness.ts'
import { tries } from '../tries.ts'

/** How many calls each operation is sent. */
export const RUNS = tries(20_000)

export interface Swept {
  readonly id: string
  readonly route: Route
  readonly operation: Operation
}

export const swept: readonly Swept[] = pages.routes.flatMap((route) =>
  Object.values(route.operations).map((operation) => ({ id: operation.id, route, operation })),
)

/** One test an operation: any call is answered as documented, and each declared answer is met. */
export function sweep(operations: readonly Swept[]): void {
  const { holds } = witness('documented')

  it.each(operations)(`${RUNS} calls of $id`, ({ route, operation }) => {
    const met = new Set<number>()
    assertAll(callsOf(route, operation.method), (call) => met.add(holds(call)), RUNS)

    expect([...met].map(String)).toEqual(expect.arrayContaining(reachable(operation)))
  })
}

/** Only an old server refuses to delete with a 405 (§2.5). */
const reachable = ({ answers }: Operation): string[] =>
  Object.keys(answers).filter((status) => status !== '405')
