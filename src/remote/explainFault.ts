import { cleanLine } from './clean.ts'

/** What Node says of a connection that gave no answer, and what that means to who reads it. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/wrong.version.number|packet.length.too.long/i, 'it speaks no TLS there; is it http://?'],
  [/\balert\b/i, 'it ends the handshake of TLS'],
  [/certificate|self.signed|CERT_|UNABLE_TO_/i, 'its certificate is not trusted'],
  [/HEADERS?_OVERFLOW|Header overflow/i, 'the headers of its answer are too large'],
  [/HPE_|Parse Error/, 'what it answers is no HTTP'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no such host'],
  [/bad port/, 'no browser asks that port, nor does this'],
  [/ECONNREFUSED/, 'nothing listens there'],
  [
    /UND_ERR_SOCKET|ECONNRESET|EPIPE|socket hang up|^aborted/i,
    'it hung up before its answer was whole',
  ],
]

/** Why there is no answer, in one harmless line that a person understands, with the words to look for. */
export function explainFault(error: unknown): string {
  const { code = '', message = '', reason } = (error ?? {}) as Fault
  const said = cleanLine(String(reason ?? (code || message)), 120)
  const [, meaning] = MEANINGS.find(([pattern]) => pattern.test(`${said} ${message}`)) ?? []
  return meaning === undefined ? said : `${meaning} (${said})`
}

/** `reason`: what OpenSSL says, without the places in its own source. */
interface Fault {
  readonly code?: string
  readonly message?: string
  readonly reason?: string
}
