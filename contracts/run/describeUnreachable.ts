import type { NoAnswer } from '../harness/transport/ends.ts'
import { VerifyError } from '../harness/verifyError.ts'

/** One line for a server that does not answer at all. */
export function describeUnreachable(baseUrl: string, { message }: NoAnswer): VerifyError {
  const cure = /certificate|self.signed|CERT_/i.test(message)
    ? 'Trust its certificate by NODE_EXTRA_CA_CERTS, or accept any by --insecure.'
    : 'Is the address right, and the server up?'
  return new VerifyError(`${baseUrl} can't be reached (${message}). ${cure}`)
}
