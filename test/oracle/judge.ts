import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Answer, Pair, Request } from './request.ts'

/** An entry of known.yaml: a difference that is explained. */
interface Known {
  readonly reason: string
  readonly method?: string
  readonly target?: string
  readonly status?: number
  readonly body?: string
  readonly ignore: readonly string[]
}

const known = parse(readFileSync(join(import.meta.dirname, 'known.yaml'), 'utf8')) as Known[]

/** What differs and is not explained: a short text that is the same for differences of one kind. */
export function judge(request: Request, pair: Pair): string | null {
  const { oracle, mock } = pair
  if (oracle.status !== mock.status) return `status ${oracle.status}, mock ${mock.status}`
  const ignored = listIgnored(request, oracle)
  const [one, other] = [nameNewPlan(oracle, ignored), nameNewPlan(mock, ignored)]
  const names = [...new Set([...Object.keys(one.headers), ...Object.keys(other.headers)])].sort()
  const headers = names.filter(
    (name) => !isIgnored(ignored, name) && one.headers[name] !== other.headers[name],
  )
  const parts = [
    ...headers,
    ...(isIgnored(ignored, 'body') || one.body === other.body ? [] : [`body`]),
  ]
  return parts.length === 0 ? null : `${oracle.status}: ${parts.join(', ')}`
}

function listIgnored({ method, target }: Request, { status, body }: Answer): string[] {
  return known.flatMap((entry) => {
    const isHere =
      (entry.method ?? method) === method &&
      (entry.status ?? status) === status &&
      (entry.target === undefined || new RegExp(entry.target).test(target)) &&
      (entry.body === undefined || body.toString('latin1').startsWith(entry.body))
    return isHere ? entry.ignore : []
  })
}

const isIgnored = (ignored: readonly string[], name: string): boolean =>
  ignored.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))

/** A plan that was just made has a uuid of its own on each side. */
function nameNewPlan({ headers, body }: Answer, ignored: readonly string[]) {
  const text = withoutMembers(body.toString('latin1'), ignored)
  const [, uuid] = /^\{"url":"[^"]*","uuid":"([0-9a-f]{32})"/.exec(text) ?? []
  if (uuid === undefined) return { headers, body: text }
  const location = headers['location']?.replaceAll(uuid, 'NEW')
  return {
    headers: { ...headers, ...(location !== undefined && { location }) },
    body: text.replaceAll(uuid, 'NEW'),
  }
}

/** The body less its members that are not compared, which it must have. */
function withoutMembers(text: string, ignored: readonly string[]): string {
  const names = ignored.flatMap((one) => /^body\.(.+)/.exec(one)?.[1] ?? [])
  return names.reduce((rest, name) => {
    const { [name]: member, ...others } = JSON.parse(rest) as Record<string, unknown>
    return member === undefined ? rest : JSON.stringify(others)
  }, text)
}
