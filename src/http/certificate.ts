import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { UsageError } from '../errors.ts'

/** What HTTPS needs, and where the certificate is for those who are to trust it. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly file: string
  /** Takes a made one away again. */
  readonly forget: () => Promise<void>
}

/** Made on the spot for these names; nobody trusts it until told to, and its key is never written. */
export async function makeCertificate(names: readonly string[]): Promise<Certificate> {
  const altNames = [...new Set(['localhost', '127.0.0.1', '::1', ...names])].map(writeAltName)
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'waldur-mock' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  const folder = await mkdtemp(join(tmpdir(), 'waldur-mock-'))
  const file = join(folder, 'certificate.pem')
  await writeFile(file, cert)
  return { cert, key, file, forget: () => rm(folder, { recursive: true, force: true }) }
}

/** As X.509 numbers them: 7 is an address, 2 a name. */
const writeAltName = (name: string) =>
  /^[\d.]+$|:/.test(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const)

export async function readCertificate(cert: string, key: string): Promise<Certificate> {
  const [certText, keyText] = await Promise.all([cert, key].map(readText))
  return { cert: certText ?? '', key: keyText ?? '', file: cert, forget: async () => {} }
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${file} can't be read (${error.code}). Give --cert and --key as PEM files.`,
    )
  })
