import { deviations } from '../dialect.ts'
import type { Dialect } from '../dialect.ts'
import type { Api } from '../document/api.ts'
import type { Problem } from '../document/validators.ts'
import type { Operation } from '../document/operations.ts'
import type { Reply } from '../errors.ts'

/** How a reply breaks openapi.yaml, apart from what its dialect is known to do. */
export function findBreaches(
  { as, api }: { as: Dialect; api: Api },
  operation: Operation,
  reply: Reply,
): string[] {
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
    { status: reply.status, problems: api.findProblems(answer, reply.json) },
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
  if (as.name === 'documented') return breaches
  return breaches.filter((breach) => !known.some((pattern) => pattern.test(breach)))
}
