import { createHash } from 'node:crypto'
import type { Law } from './contract.ts'
import { UUIDS } from './guard.ts'
import { operationOf } from './document.ts'
import { sourceOf } from './source.ts'
import type { Source } from './source.ts'
import { explains } from './deviation.ts'
import type { Deviation, Settings } from '../run/settings.ts'
import type { Exchange, Request } from './transport.ts'

/** What was demanded, what came instead, and how to see it again. */
export interface Finding extends Source {
  /** The same fault has the same id in every run: `verify --replay <id>` shows it again. */
  readonly id: string
  readonly contract: string
  readonly demand: string
  readonly operation: string
  readonly expected: string
  readonly seen: string
  readonly curl: string
  readonly seed: number
  /** The command that shows it again. */
  readonly replay: string
  /** The contract whose requests have shown it, when that is another one. */
  readonly during?: string
  /** The deviation that explains it, if it is a known one. */
  readonly known?: string
}

/** What was demanded and what came instead, before it is known whether that is a finding. */
export interface Fault {
  readonly expected: string
  readonly seen: string
  /** The request that showed it. */
  readonly exchange: Pick<Exchange, 'request'> | null
  /** The contract that sent it, when that is not the one that is broken. */
  readonly during?: string
}

export function findingOf(law: Law, fault: Fault, settings: Settings): Finding {
  const { exchange, during } = fault
  const operation = law.operation ?? (exchange && operationOf(exchange)?.id) ?? 'none'
  const clean = (text: string) => withoutTokens(text, settings)
  const id = idOf(law.id, operation, lasting(fault.expected, settings))
  return {
    id,
    contract: law.id,
    demand: law.demand,
    ...sourceOf(law.source),
    operation,
    expected: clean(fault.expected),
    seen: clean(fault.seen),
    curl: exchange ? clean(curlOf(exchange.request, settings)) : '',
    seed: settings.seed,
    replay: replayOf(id, settings),
    ...(during !== undefined && during !== law.id && { during }),
  }
}

/** A text without what is another in each run: uuids, the mark of the run, and where the server is. */
const lasting = (text: string, { tag, baseUrl }: Settings): string =>
  text.replaceAll(UUIDS, 'uuid').replaceAll(tag, 'tag').replaceAll(baseUrl, '')

export const replayOf = (id: string, { again }: Settings): string => `${again} --replay ${id}`

/** The deviation that a finding is known by, if there is one. */
export const deviationOf = (finding: Finding, { deviations }: Settings): Deviation | undefined =>
  deviations.find((one) => explains(one, finding))

export const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 10)

/** The request as a command for a shell. Tokens and the caller's own headers stay in variables. */
export function curlOf(request: Request, { baseUrl: base, ...settings }: Settings): string {
  const { method, path, role, headers, body, type } = request
  const parts = [`curl -i -X ${method} ${quoted(base + path)}`]
  if (method === 'HEAD') parts[0] = `curl -I ${quoted(base + path)}`
  if (role !== 'nobody') parts.push(`-H "Authorization: Token $WALDUR_TOKEN_${role.toUpperCase()}"`)
  for (const [name, value] of Object.entries(headers ?? {}))
    parts.push(`-H ${quoted(`${name}: ${value}`)}`)
  for (const name of Object.keys(settings.headers))
    parts.push(`-H "${name}: $WALDUR_HEADER_${name.replaceAll('-', '_').toUpperCase()}"`)
  if (body !== undefined) {
    parts.push(`-H ${quoted(`Content-Type: ${type ?? 'application/json'}`)}`)
    parts.push(`--data-raw ${quoted(typeof body === 'string' ? body : JSON.stringify(body))}`)
  }
  return parts.join(' \\\n  ')
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The text without any token or value of a header of the caller's, whatever quoted it. */
export function withoutTokens(text: string, { tokens, headers }: Settings): string {
  const secrets = [
    ...Object.values(tokens).filter(Boolean),
    ...Object.values(headers).filter(({ length }) => length >= LONG),
  ]
  return secrets.toSorted((a, b) => b.length - a.length).reduce(withoutSecret, text)
}

/** A header as short as this is no secret, and stands in many texts. */
const LONG = 8

/** Also written as in an address, and cut off at the end of a text that was too long. */
function withoutSecret(text: string, secret: string): string {
  const rest = [secret, encodeURIComponent(secret)].reduce(
    (rest, one) => rest.replaceAll(one, '…'),
    text,
  )
  const whole = rest.replace(/…$/, '')
  for (let length = secret.length - 1; length >= LONG; length--)
    if (whole.endsWith(secret.slice(0, length))) return `${whole.slice(0, -length)}…`
  return rest
}
