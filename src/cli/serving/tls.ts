import { createServer } from 'node:http'
import type { Certificate } from '../../http/certificate.ts'
import type { CreateServer } from '../../http/server.ts'
import { UsageError } from '../../errors.ts'

export interface TlsOptions {
  /** HTTPS, by a certificate that is made on the spot. */
  readonly tls?: boolean
  /** HTTPS, by a certificate and its key, in PEM files. */
  readonly cert?: string
  readonly key?: string
}

interface Scheme extends Pick<Certificate, 'forget'> {
  readonly scheme: 'http' | 'https'
  readonly create: CreateServer
  /** Where the certificate is. */
  readonly file: string | null
}

const PLAIN: Scheme = {
  scheme: 'http',
  create: createServer,
  file: null,
  forget: async () => {},
}

interface Names {
  readonly host: string
  readonly allowHost?: readonly string[]
}

/** What makes a server; who asked for no HTTPS does not wait for what it needs. */
export async function readTls(options: TlsOptions & Names): Promise<Scheme> {
  const { tls = false, cert, key } = options
  if (!tls && cert === undefined && key === undefined) return PLAIN
  const [https, { makeCertificate, readCertificate }] = await Promise.all([
    import('node:https'),
    import('../../http/certificate.ts'),
  ])
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--cert and --key go together. With --tls alone, both are made.')
  const names = [options.host, ...(options.allowHost ?? [])]
  const pair =
    cert !== undefined && key !== undefined
      ? await readCertificate(cert, key)
      : await makeCertificate(names)
  const create: CreateServer = (settings, listen) =>
    explainPair(() => https.createServer({ ...settings, cert: pair.cert, key: pair.key }, listen))
  return { scheme: 'https', create, file: pair.file, forget: pair.forget }
}

function explainPair<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    const { message } = error as Error
    throw new UsageError(`HTTPS can't start: ${message}. Give --cert and --key that fit, as PEM.`)
  }
}
