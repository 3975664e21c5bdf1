import { invalid, noVersion, unreadable } from '../../errors.ts'
import { writeUuid } from '../links/links.ts'
import { readLast, takePage } from '../list.ts'
import { writeTime } from '../bookings/renderNested.ts'
import type { Plan, PlanVersion } from '../state.ts'
import { findRow } from '../table.ts'
import type { Context, Page, Result } from '../context.ts'

/** The plan with its present state as its newest version, in releases that keep versions. */
export function recordVersion({ as, now, user }: Pick<Context, 'as' | 'now' | 'user'>, plan: Plan) {
  if (as.history === 'none') return plan
  const { name, description, unit_price, unit, max_amount, archived } = plan
  const version: PlanVersion = {
    revision_date: now.toISOString(),
    revision_user: user.uuid,
    name,
    description,
    unit_price,
    unit,
    max_amount,
    archived,
  }
  return { ...plan, versions: [...(plan.versions ?? []), version] }
}

/** A version with its number, which counts from 1. */
export interface NumberedVersion {
  readonly id: number
  readonly version: PlanVersion
}

/** The versions of a plan, the newest first. */
export function listVersions({ subject, query }: Context<Plan>): Page<NumberedVersion> {
  const after = readBound(query, 'created_after')
  const before = readBound(query, 'created_before')
  const found = numberVersions(subject).filter(({ version: { revision_date } }) => {
    const time = Date.parse(revision_date)
    return time >= (after ?? -Infinity) && time <= (before ?? Infinity)
  })
  return takePage(found, query)
}

/** The newest version that is not after a moment. */
export function retrieveVersionAt(context: Context<Plan>): Result {
  const text = readLast(context.query, 'timestamp')
  if (!text) throw unreadable('The query parameter timestamp is required.')
  const time = readMoment(text)
  if (time === null) throw unreadable(`"${text.slice(0, 100)}" is not an ISO 8601 timestamp.`)
  const found = numberVersions(context.subject).find(
    ({ version }) => Date.parse(version.revision_date) <= time,
  )
  if (!found) throw noVersion()
  const queried_at = writeTime(new Date(time).toISOString())
  const json = { ...renderVersion(context, found), queried_at }
  return { state: context.state, reply: { status: 200, json } }
}

const numberVersions = ({ versions = [] }: Plan): NumberedVersion[] =>
  versions.map((version, index) => ({ id: index + 1, version })).toReversed()

export function renderVersion(
  { state, style }: Pick<Context, 'state' | 'style'>,
  { id, version }: NumberedVersion,
): object {
  const { revision_date, revision_user, ...serialized_data } = version
  const user = findRow(state.users, revision_user)
  return {
    id,
    revision_date: writeTime(revision_date),
    revision_user: user
      ? { uuid: writeUuid(style, user.uuid), username: user.name, full_name: user.name }
      : null,
    revision_comment: '',
    serialized_data,
  }
}

function readBound(query: URLSearchParams, name: string): number | null {
  const text = readLast(query, name)
  if (!text) return null
  const time = readMoment(text)
  if (time === null) throw invalid({ [name]: ['Enter a valid date/time.'] })
  return time
}

const ISO =
  /^\d{4}-\d{2}-\d{2}(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i

/** Milliseconds; a moment without a zone is UTC. */
function readMoment(text: string): number | null {
  // A plus in a query is read as a blank.
  const whole = text.trim().replace(/ (?=\d{2}:?\d{2}$)(?<=:.*)/, '+')
  const [, clock, zone] = ISO.exec(whole) ?? []
  if (!ISO.test(whole)) return null
  const time = Date.parse(clock !== undefined && zone === undefined ? `${whole}Z` : whole)
  return Number.isNaN(time) ? null : time
}
