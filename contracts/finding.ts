import { createHash } from 'node:crypto'
import type { Law } from './contract.ts'
import { UUIDS } from './guard.ts'
import { operationOf } from './hold.ts'
import { explains } from './deviation.ts'
import type { Deviation, Settings } from './settings.ts'
import type { Exchange, Request } from './transport.ts'

/** What was demanded, what came instead, and how to see it again. */
export interface Finding {
  /** The same fault has the same id in every run: `verify --replay <id>` shows it again. */
  readonly id: string
  readonly contract: string
  readonly demand: string
  readonly source: string
  readonly operation: string
  readonly expected: string
  readonly seen: string
  readonly curl: string
  readonly seed: number
  /** The deviation that explains it, if it is a known one. */
  readonly known?: string
}

/** What was demanded and what came instead, before it is known whether that is a finding. */
export interface Fault {
  readonly expected: string
  readonly seen: string
  /** The request that showed it. */
  readonly exchange: Pick<Exchange, 'request'> | null
}

export function findingOf(law: Law, fault: Fault, settings: Settings): Finding {
  const { exchange } = fault
  const operation = law.operation ?? (exchange && operationOf(exchange)?.id) ?? 'none'
  const clean = (text: string) => withoutTokens(text, settings)
  return {
    id: idOf(law.id, operation, fault.expected.replaceAll(UUIDS, 'uuid')),
    contract: law.id,
    demand: law.demand,
    source: law.source,
    operation,
    expected: clean(fault.expected),
    seen: clean(fault.seen),
    curl: exchange ? clean(curlOf(exchange.request, settings.baseUrl)) : '',
    seed: settings.seed,
  }
}

/** The deviation that a finding is known by, if there is one. */
export const deviationOf = (finding: Finding, { deviations }: Settings): Deviation | undefined =>
  deviations.find((one) => explains(one, finding))

export const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10)

/** The request as a command for a shell. Tokens stay in variables of their own. */
export function curlOf({ method, path, role, headers, body, type }: Request, base: string): string {
  const parts = [`curl -i -X ${method} ${quoted(base + path)}`]
  if (method === 'HEAD') parts[0] = `curl -I ${quoted(base + path)}`
  if (role !== 'nobody') parts.push(`-H "Authorization: Token $WALDUR_TOKEN_${role.toUpperCase()}"`)
  for (const [name, value] of Object.entries(headers ?? {}))
    parts.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body !== undefined) {
    parts.push(`-H ${quoted(`Content-Type: ${type ?? 'application/json'}`)}`)
    parts.push(`--data-raw ${quoted(typeof body === 'string' ? body : JSON.stringify(body))}`)
  }
  return parts.join(' \\\n  ')
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The text without any token, whatever quoted it. */
export const withoutTokens = (text: string, { tokens }: Pick<Settings, 'tokens'>): string =>
  Object.values(tokens).reduce((rest, token) => (token ? rest.replaceAll(token, '…') : rest), text)
