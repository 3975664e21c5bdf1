import type { NoAnswer } from '../harness/transport/ends.ts'
import { VerifyError } from '../harness/verifyError.ts'

/** One line for a server that does not answer at all. */
export function describeUnreachable(baseUrl: string, { message }: NoAnswer): VerifyError {
  const [, cure] = CURES.find(([pattern]) => pattern.test(message)) ?? [null, USUAL]
  return new VerifyError(`${baseUrl} can't be reached (${message}). ${cure}`)
}

/** What TLS says of a missing or an unknown certificate: an alert is about ours, all else about the server's. */
const CURES = [
  [
    /alert (?:(?:bad |unsupported )?certificate|handshake|unknown ca)/i,
    'If it wants a certificate of yours, give one by --cert <file> and --key <file>.',
  ],
  [
    /certificate|self.signed|CERT_/i,
    'Trust its certificate by --ca <file>, or accept any by --insecure.',
  ],
] as const

const USUAL = 'Is the address right, and the server up?'
