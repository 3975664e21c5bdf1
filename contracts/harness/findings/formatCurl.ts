import { nameTokenVariable } from '../settings.ts'
import type { Settings } from '../settings.ts'
import type { Request } from '../transport/exchange.ts'

/** The request as a command for a shell. Tokens stay in variables; values of the caller's own headers are left out. */
export function formatCurl(request: Request, { baseUrl: base, ...settings }: Settings): string {
  const { method, path, role, headers, body, type } = request
  const parts = [`curl -i -X ${method} ${quoteShell(base + path)}`]
  if (method === 'HEAD') parts[0] = `curl -I ${quoteShell(base + path)}`
  if (role !== 'nobody') parts.push(`-H "Authorization: Token $${nameVariable(role)}"`)
  for (const [name, value] of Object.entries(headers ?? {}))
    parts.push(`-H ${quoteShell(`${name}: ${value}`)}`)
  for (const name of Object.keys(settings.headers)) parts.push(`-H ${quoteShell(`${name}: …`)}`)
  if (body !== undefined) {
    parts.push(`-H ${quoteShell(`Content-Type: ${type ?? 'application/json'}`)}`)
    parts.push(`--data-raw ${quoteShell(typeof body === 'string' ? body : JSON.stringify(body))}`)
  }
  return parts.join(' \\\n  ')
}

/** The variable that verify itself reads the token of a role from. */
const nameVariable = (role: string): string =>
  role === 'staff' ? 'WALDUR_TOKEN' : nameTokenVariable(role)

const quoteShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
