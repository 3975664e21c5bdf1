import type { Settings } from '../settings.ts'
import type { Request } from '../transport/exchange.ts'

/** The request as a command for a shell. Tokens and the caller's own headers stay in variables. */
export function formatCurl(request: Request, { baseUrl: base, ...settings }: Settings): string {
  const { method, path, role, headers, body, type } = request
  const parts = [`curl -i -X ${method} ${quoteShell(base + path)}`]
  if (method === 'HEAD') parts[0] = `curl -I ${quoteShell(base + path)}`
  if (role !== 'nobody') parts.push(`-H "Authorization: Token $WALDUR_TOKEN_${role.toUpperCase()}"`)
  for (const [name, value] of Object.entries(headers ?? {}))
    parts.push(`-H ${quoteShell(`${name}: ${value}`)}`)
  for (const name of Object.keys(settings.headers))
    parts.push(`-H "${name}: $WALDUR_HEADER_${name.replaceAll('-', '_').toUpperCase()}"`)
  if (body !== undefined) {
    parts.push(`-H ${quoteShell(`Content-Type: ${type ?? 'application/json'}`)}`)
    parts.push(`--data-raw ${quoteShell(typeof body === 'string' ? body : JSON.stringify(body))}`)
  }
  return parts.join(' \\\n  ')
}

const quoteShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
