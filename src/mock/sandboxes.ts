import type { State } from '../domain/state.ts'
import { decodePercent } from '../pipeline/request.ts'
import type { ApiRequest } from '../pipeline/request.ts'
import type { Sandbox } from './sandbox.ts'
import { demandName } from './snapshots.ts'
import { conflict } from './refusal.ts'

/** The sandboxes that callers have opened. What can't be done is a Refusal. */
export interface Sandboxes {
  readonly list: () => readonly Sandbox[]
  /** Opens it with a state when it is not open yet: at the cost of a reference. */
  readonly open: (name: string, state: () => State) => Sandbox
  readonly drop: (name: string) => boolean
}

export interface SandboxLimits {
  readonly sandboxes: number
  /** Seconds after which one that nobody uses is dropped. */
  readonly idle: number
}

export function createSandboxes(
  make: (name: string, state: State) => Sandbox,
  { sandboxes: limit, idle }: SandboxLimits,
  now: () => number,
): Sandboxes {
  const open = new Map<string, Sandbox>()
  const dropIdle = () => {
    const oldest = now() - idle * 1000
    for (const [name, sandbox] of open) if (sandbox.used() < oldest) open.delete(name)
  }
  return {
    list: () => {
      dropIdle()
      return [...open.values()]
    },
    drop: (name) => open.delete(name),
    open: (name, state) => {
      const known = open.get(name)
      if (known) return known
      demandName(name)
      dropIdle()
      if (open.size >= limit) {
        throw conflict(
          `There are ${limit} sandboxes already. Drop one (DELETE /__mock/sandboxes/<name>), or wait until one is idle for ${idle} seconds.`,
        )
      }
      const made = make(name, state())
      open.set(name, made)
      return made
    },
  }
}

/** Which sandbox a call is for, and from which snapshot it is opened; null: the usual world. */
export interface Address {
  readonly sandbox: string | null
  readonly snapshot: string | null
  readonly request: ApiRequest
}

/** A path prefix `/s/<name>` counts first, then the header, then the cookie. */
export function readAddress(request: ApiRequest): Address {
  const { headers } = request
  const snapshot = headers['x-mock-snapshot'] ?? null
  const [prefix, inPath] = request.target.startsWith('/s/')
    ? (PREFIX.exec(request.target) ?? [])
    : []
  if (prefix !== undefined && inPath !== undefined) {
    return { sandbox: decodePercent(inPath), snapshot, request: removePrefix(request, prefix) }
  }
  const sandbox = headers['x-mock-sandbox'] ?? readCookie(headers['cookie'])
  return { sandbox, snapshot, request }
}

/** The call without the prefix, which becomes part of the origin of its links. */
function removePrefix(request: ApiRequest, prefix: string): ApiRequest {
  const rest = request.target.slice(prefix.length)
  const target = rest.startsWith('/') ? rest : `/${rest}`
  return { ...request, target, origin: request.origin + prefix }
}

const readCookie = (cookie: string | undefined): string | null =>
  (cookie && COOKIE.exec(cookie)?.[1]) || null

const PREFIX = /^\/s\/([^/?#]+)(?=[/?]|$)/
const COOKIE = /(?:^|;\s*)mock-sandbox=([^;\s]+)/
