import { deviations, dialects } from '../dialect.ts'
import type { Dialect } from '../dialect.ts'
import { findProblems } from '../document/validators.ts'
import type { Problem } from '../document/validators.ts'
import type { Operation } from '../document/operations.ts'
import type { Reply } from '../errors.ts'

/** How a reply breaks openapi.yaml, apart from what its dialect is known to do. */
export function findBreaches(operation: Operation, reply: Reply, as: Dialect): string[] {
  const { id, answers } = operation
  const answer = answers[reply.status]
  if (answer === undefined)
    return withoutKnown([`${id} ${reply.status} status is not declared`], as)
  if (reply.text) return []
  if (reply.json === undefined) {
    return answer === null ? [] : [`${id} ${reply.status} the body is missing`]
  }
  if (answer === null) return withoutKnown([`${id} ${reply.status} no body is declared`], as)
  return listBreaches(
    operation,
    { status: reply.status, problems: findProblems(answer, reply.json) },
    as,
  )
}

/** The same for something that was judged when it was rendered. */
export function listBreaches(
  { id }: Operation,
  { status, problems }: { status: number; problems: readonly Problem[] },
  as: Dialect,
): string[] {
  if (problems.length === 0) return []
  return withoutKnown(
    problems.map(({ instancePath, keyword }) => `${id} ${status} ${instancePath} ${keyword}`),
    as,
  )
}

const known = Object.values(deviations).flatMap(({ breach }) => breach ?? [])

/** What no known deviation explains; a consequence of one (`anyOf`) counts with its cause. */
function withoutKnown(breaches: string[], as: Dialect): string[] {
  if (as === dialects.documented) return breaches
  return breaches.filter((breach) => !known.some((pattern) => pattern.test(breach)))
}
