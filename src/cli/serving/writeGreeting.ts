import { listPeople } from '../../domain/people/listPeople.ts'
import type { Started } from './serve.ts'

/** What the greeting tells of how it was started. */
export interface Greeted {
  readonly data: string
  readonly as: string
  readonly release?: string
  readonly persist?: string
}

/** What is served, where, and who one can be. */
export function writeGreeting({ url, certificate, mock }: Started, options: Greeted): string {
  const { plans, offerings } = mock.state()
  const people = listPeople(mock.state()).map(
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
