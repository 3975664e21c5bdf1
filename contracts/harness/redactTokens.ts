import type { Settings } from './settings.ts'

/** The text without any token or value of a header of the caller's, whatever quoted it. */
export function redactTokens(text: string, { tokens, headers }: Settings): string {
  const secrets = [
    ...Object.values(tokens).filter(Boolean),
    ...Object.values(headers).filter(({ length }) => length >= SHORTEST_SECRET),
  ]
  return secrets.toSorted((a, b) => b.length - a.length).reduce(redactSecret, text)
}

/** A header as short as this is no secret, and stands in many texts. */
const SHORTEST_SECRET = 8

/** Also written as in an address, and cut off at the end of a text that was too long. */
function redactSecret(text: string, secret: string): string {
  const rest = [secret, encodeURIComponent(secret)].reduce(
    (rest, one) => rest.replaceAll(one, '…'),
    text,
  )
  const whole = rest.replace(/…$/, '')
  for (let length = secret.length - 1; length >= SHORTEST_SECRET; length--)
    if (whole.endsWith(secret.slice(0, length))) return `${whole.slice(0, -length)}…`
  return rest
}
