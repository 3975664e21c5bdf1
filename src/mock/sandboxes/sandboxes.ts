import type { Api } from '../../document/api.ts'
import { decodePercent } from '../../pipeline/reading/request.ts'
import type { ApiRequest } from '../../pipeline/reading/request.ts'
import type { Sandbox } from './sandbox.ts'
import { demandName } from '../snapshots.ts'
import type { Snapshot } from '../snapshots.ts'

/**
 * The sandboxes that callers have opened. When there are as many as may be, the one least recently
 * used makes room. What can't be done is a Refusal.
 */
export interface Sandboxes {
  readonly list: () => readonly Sandbox[]
  /** Opens it with a state when it is not open yet: at the cost of a reference. */
  readonly open: (name: string, start: () => SandboxStart) => Sandbox
  readonly has: (name: string) => boolean
  readonly drop: (name: string) => boolean
  /** Drops the one least recently used, unless it is the only one; whether there was one. */
  readonly makeRoom: () => boolean
}

/** What a sandbox begins with: a state, and the release that it answers as. */
export interface SandboxStart {
  readonly snapshot: Snapshot
  readonly api: Api
}

export interface SandboxLimits {
  readonly sandboxes: number
  /** Seconds after which one that nobody uses is dropped. */
  readonly idle: number
}

export function createSandboxes(
  make: (name: string, start: SandboxStart) => Sandbox,
  { sandboxes: limit, idle }: SandboxLimits,
  now: () => number,
): Sandboxes {
  const open = new Map<string, Sandbox>()
  const drop = (name: string): boolean => {
    open.get(name)?.end()
    return open.delete(name)
  }
  const dropIdle = () => {
    const oldest = now() - idle * 1000
    for (const [name, sandbox] of open) if (sandbox.used() < oldest) drop(name)
  }
  /** The map is in the order of use. */
  const dropLeastUsed = () => {
    const [least] = open.keys()
    return least !== undefined && drop(least)
  }
  return {
    list: () => {
      dropIdle()
      return [...open.values()].sort(byName)
    },
    has: (name) => open.has(name),
    drop,
    makeRoom: () => open.size > 1 && dropLeastUsed(),
    open: (name, start) => {
      const known = open.get(name)
      if (known) return useAgain(open, known)
      demandName(name)
      dropIdle()
      const begun = start()
      if (open.size >= limit) dropLeastUsed()
      const made = make(name, begun)
      open.set(name, made)
      return made
    },
  }
}

function useAgain(open: Map<string, Sandbox>, sandbox: Sandbox): Sandbox {
  open.delete(sandbox.name)
  open.set(sandbox.name, sandbox)
  return sandbox
}

const byName = (a: Sandbox, b: Sandbox): number => (a.name < b.name ? -1 : 1)

/** Which sandbox a request is for, and what it is opened from, and as; null: the usual. */
export interface Address {
  readonly sandbox: string | null
  readonly snapshot: string | null
  readonly release: string | null
  readonly request: ApiRequest
}

/** A path prefix `/s/<name>` counts first, then the header, then the cookie. */
export function readAddress(request: ApiRequest): Address {
  const { headers } = request
  const [snapshot, release] = [
    headers['x-mock-snapshot'] ?? null,
    headers['x-mock-release'] ?? null,
  ]
  const [prefix, inPath] = request.target.startsWith('/s/')
    ? (PREFIX.exec(request.target) ?? [])
    : []
  if (prefix !== undefined && inPath !== undefined) {
    return {
      sandbox: decodePercent(inPath),
      snapshot,
      release,
      request: removePrefix(request, prefix),
    }
  }
  const sandbox = headers['x-mock-sandbox'] ?? readCookie(headers['cookie'])
  return { sandbox, snapshot, release, request }
}

/** The request without the prefix, which becomes part of the origin of its links. */
function removePrefix(request: ApiRequest, prefix: string): ApiRequest {
  const rest = request.target.slice(prefix.length)
  const target = rest.startsWith('/') ? rest : `/${rest}`
  return { ...request, target, origin: request.origin + prefix }
}

const readCookie = (cookie: string | undefined): string | null =>
  (cookie && COOKIE.exec(cookie)?.[1]) || null

const PREFIX = /^\/s\/([^/?#]+)(?=[/?]|$)/
const COOKIE = /(?:^|;\s*)mock-sandbox=([^;\s]+)/
