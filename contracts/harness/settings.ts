import { createHash } from 'node:crypto'
import type { Certificates } from '../../src/remote/agent.ts'

/**
 * Whose token a request carries; `nobody` sends none. An owner, a manager and a customer-support are
 * that, and nothing else, of customers that have plans, a second-owner of others; support has the flag
 * alone; a member, a project-manager and a project-admin are in a project, an offering-manager is that
 * of one offering; a stranger has nothing to do with any provider.
 */
export const roles = [
  'staff',
  'support',
  'owner',
  'manager',
  'member',
  'stranger',
  'second-owner',
  'customer-support',
  'project-manager',
  'project-admin',
  'offering-manager',
  'inactive',
  'expired',
] as const

export type Role = (typeof roles)[number]

/** A role as a sentence names it. */
export const nameRole = (role: Role): string =>
  role in NAMES ? (NAMES[role] ?? role) : `a ${role.replace('-', ' ')}`

const NAMES: Readonly<Partial<Record<Role, string>>> = {
  staff: 'staff',
  support: 'a user with the support flag',
  owner: 'an owner',
  manager: 'a customer manager',
  member: 'a project member',
  stranger: 'a user without any role',
  'second-owner': 'an owner of another customer',
  'offering-manager': 'an offering manager',
}

/** The variable of the environment that a token of a role may come in. */
export const nameTokenVariable = (role: string): string =>
  `WALDUR_TOKEN_${role.toUpperCase().replaceAll('-', '_')}`

/** What a run looks like, from which it tells whether it is still the same server. */
export interface FirstLook {
  /** Of a request that was right, and is asked again when something odd comes. */
  readonly path: string
  /** The media type of a list, without parameters. */
  readonly type: string
  /** Milliseconds that a whole list took. */
  readonly latency: number
}

/** A finding that is expected until it is mended: known ones do not fail a run. */
export interface Deviation {
  readonly id: string
  /** Ids of contracts; `document.*` means all that begin so. */
  readonly contract: string
  /** An operationId, or `*`. */
  readonly operation: string
  /** Only findings whose expectation or sight matches; all when absent. */
  readonly matches?: string
  readonly reason: string
  readonly ticket?: string
  readonly since?: string
  /** A date (2027-01-31) from which on the finding fails again. */
  readonly expires?: string
}

/** One part of a run that is split: the first of three has index 1 and count 3. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Everything that a run was asked for; as plain data. */
export interface Settings {
  /** Scheme, host and port, without a slash at the end. */
  readonly baseUrl: string
  readonly tokens: Readonly<Partial<Record<Role, string>>>
  /** May plans be created, changed and removed, and the calendar of `offering` be used? */
  readonly write: boolean
  /** The uuid of the offering under which the run may create plans. */
  readonly offering: string | null
  /** Plans of others to which writes may be sent that change nothing: their uuids. */
  readonly usedPlans: readonly string[] | 'all'
  /** Whose calendars may be used: that of the chosen offering, or all, on a server of this machine. */
  readonly calendars: 'chosen' | 'all'
  readonly headers: Readonly<Record<string, string>>
  /** A command that prints a new token when the first one has expired. */
  readonly tokenCommand: string | null
  /** More texts that are shown nowhere: tokens that have expired, passwords of a proxy. */
  readonly secrets: readonly string[]
  /** The address of the proxy that leads to the server. */
  readonly proxy: string | null
  readonly certificates: Certificates | null
  /** Null until the server has been looked at. */
  readonly first: FirstLook | null
  /** Contracts that are held at the same time. */
  readonly workers: number
  /** Hold what finds most, in a few hundred requests. */
  readonly quick: boolean
  /** Ids of what a quick run holds, once that is chosen; null: everything else decides. */
  readonly chosen: readonly string[] | null
  /** Milliseconds since 1970 after which nothing is sent but what takes plans away. */
  readonly deadline: number | null
  /** Milliseconds until an answer must have come as a whole. */
  readonly timeout: number
  /** Bytes that an answer may have, unpacked. */
  readonly answerLimit: number
  /** Milliseconds until the work of a calendar action must be done. */
  readonly calendarWait: number
  /** How often a request is sent again when the line was disturbed. */
  readonly retries: number
  /** Requests a second, at most; null: as fast as it goes. */
  readonly rate: number | null
  /** Requests in the whole run, at most. */
  readonly budget: number | null
  readonly insecure: boolean
  readonly seed: number
  /** Beginnings of contract ids to run, or to leave out. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly shard: Shard | null
  /** Ids of the only contracts to hold, as a replay does; all when empty. */
  readonly exactly: readonly string[]
  /** The command that shows a finding again, but for the finding. */
  readonly command: string
  readonly deviations: readonly Deviation[]
  /** The `backend_id` (or `article_code`) of every plan that the run makes. */
  readonly tag: string
  /** The file in which the run notes what it made, before and after making it. */
  readonly ledger: string
  /** Does a field that the document does not have break the contract, too? */
  readonly closed: boolean
  /** Stop at the first finding. */
  readonly failFast: boolean
}

/** Why a contract was not asked for, or null. */
export function explainLeftOut(
  id: string,
  { only, skip, exactly, shard, chosen }: Settings,
): string | null {
  if (exactly.length > 0 && !exactly.includes(id)) return 'not in --replay'
  if (only.length > 0 && !only.some((start) => id.startsWith(start))) return 'not in --only'
  if (skip.some((start) => id.startsWith(start))) return 'in --skip'
  if (chosen !== null && !chosen.includes(id)) return NOT_QUICK
  return shard !== null && !isInShard(shard, id)
    ? `${NOT_IN_SHARD} ${shard.index}/${shard.count}`
    : null
}

export const NOT_QUICK = 'not in --quick (--full holds it)'

export const NOT_IN_SHARD = 'not in --shard'

/** Does a contract tell what all others have seen? It comes last. */
export const tellsOfAll = (id: string): boolean => /^(?:document|answers)\./.test(id)

/**
 * Each contract belongs to one shard, but for those that tell what all others have seen: every shard
 * holds them. Those on the calendar stay together, for there is one calendar.
 */
function isInShard({ index, count }: Shard, id: string): boolean {
  if (tellsOfAll(id)) return true
  const name = id.startsWith('calendar.') ? 'calendar' : id
  const digest = createHash('sha256').update(name).digest()
  return digest.readUInt32BE(0) % count === index - 1
}
