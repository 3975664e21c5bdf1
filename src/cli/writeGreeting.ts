import { listRows } from '../domain/table.ts'
import type { User } from '../domain/state.ts'
import type { Started } from './serve.ts'

/** What the greeting tells of how it was started. */
export interface Greeted {
  readonly data: string
  readonly as: string
  readonly release?: string
  readonly persist?: string
}

/** What is served, where, and who one can be: staff first, for that is who most want to be. */
export function writeGreeting({ url, certificate, mock }: Started, options: Greeted): string {
  const { users, plans, offerings } = mock.state()
  const people = listRows(users)
    .sort((a, b) => rank(a) - rank(b))
    .map(
      ({ name, token }) =>
        `  ${name}\n    curl -H 'Authorization: Token ${token}' ${url}/api/marketplace-plans/`,
    )
  return [
    `waldur-mock serves ${plans.rows.size} plans and ${offerings.rows.size} offerings (${options.data}, as ${options.as}) on ${url}`,
    ...(options.release === undefined ? [] : [`It answers as release ${options.release}.`]),
    `The page to look at it and to control it: ${url}/`,
    `Documentation to try out: ${url}/docs`,
    ...(certificate === null ? [] : [`Its certificate, to be trusted: ${certificate}`]),
    options.persist === undefined
      ? 'Changes are forgotten when it stops; --persist <file> keeps them.'
      : `Changes are kept in ${options.persist}.`,
    '',
    'Who you can be:',
    ...people,
    '',
    `Start again with fresh data: curl -X POST ${url}/__mock/reset`,
    `Sandboxes, faults, clock, journal from your tests: ${url}/__mock/openapi.yaml`,
    'Stop with Ctrl-C.',
  ].join('\n')
}

const rank = ({ is_staff, is_support }: User): number => (is_staff ? 0 : is_support ? 1 : 2)
