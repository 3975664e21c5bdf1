import type { Law } from './contract.ts'
import { deviationOf, findingOf } from './finding.ts'
import type { Fault } from './finding.ts'
import type { SeenBreach } from './session.ts'
import { leftOut } from '../run/settings.ts'
import type { Settings } from '../run/settings.ts'
import type { Exchange } from './transport.ts'
import { routes } from '../../src/document/operations.ts'

/** Ends a run that stops at its first finding: an answer was not as openapi.yaml declares it. */
export class Breached extends Error implements Fault {
  override name = 'Breached'
  readonly operation: string
  readonly expected: string
  readonly seen: string
  readonly exchange: Exchange
  readonly during: string

  constructor(found: SeenBreach) {
    super(`${found.breach.operation} broke openapi.yaml`)
    const { expected, seen } = faultOf(found)
    this.operation = found.breach.operation
    this.expected = expected
    this.seen = seen
    this.exchange = found.exchange
    this.during = found.during
  }
}

/** What a breach demands, led by operation, status and place: deviations match that text. */
export function faultOf({ breach, exchange, during }: SeenBreach): Fault {
  const { operation, status, what, expected, seen } = breach
  return { expected: `${operation} ${status} ${what}: ${expected}`, seen, exchange, during }
}

/** The contract on what openapi.yaml declares for an operation. */
export function documentLaw(operation: string): Law {
  return {
    id: `document.${operation}`,
    demand: 'its answers are as openapi.yaml declares them',
    source: pointers.get(operation) ?? '#/paths',
    operation,
  }
}

const pointers = new Map(
  routes.flatMap(({ path, operations }) =>
    Object.values(operations).map(({ id, method }): [string, string] => [
      id,
      `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses`,
    ]),
  ),
)

/** Is a breach news in a run of these settings: asked for, and explained by no deviation? */
export function isNews(fault: Fault, operation: string, settings: Settings): boolean {
  const law = documentLaw(operation)
  if (leftOut(law.id, settings) !== null) return false
  return deviationOf(findingOf(law, fault, settings), settings) === undefined
}
