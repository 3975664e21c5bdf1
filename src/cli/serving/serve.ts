import type { Server } from 'node:http'
import { addControls } from '../../control/addControls.ts'
import type { Mock } from '../../control/addControls.ts'
import { createOwner } from '../../mock/owner.ts'
import type { MockSettings } from '../../mock/owner.ts'
import type { ControlSettings } from '../../http/controlAccess.ts'
import { explainStore, openStore } from '../../mock/store/store.ts'
import type { OpenedStore } from '../../mock/store/store.ts'
import { UsageError } from '../../errors.ts'
import { cleanText } from '../../remote/clean.ts'
import { mockRouter } from '../../http/router.ts'
import { createMockServer } from '../../http/server.ts'
import { openRest } from './openRest.ts'
import type { RestOptions } from './openRest.ts'
import { readTls } from './tls.ts'
import type { TlsOptions } from './tls.ts'
import { readStartData } from './startData.ts'
import type { StartData } from './startData.ts'

export interface StartOptions extends TlsOptions, RestOptions {
  readonly port: number
  readonly host: string
  readonly data: string
  readonly bodyLimit: number
  readonly persist?: string
  readonly takeover?: boolean
  readonly control?: ControlSettings
  /** Start anew whenever the file of the data changes. */
  readonly watch?: boolean
  /** Names that the mock answers to besides those of this machine. */
  readonly allowHost?: readonly string[]
}

export interface Started {
  readonly url: string
  /** Where the certificate of HTTPS is. */
  readonly certificate: string | null
  readonly mock: Mock
  /** Finishes what is under way, writes what is kept, and frees the port. */
  readonly stop: () => Promise<void>
}

/** Reads the data, opens what is kept, and listens. Throws UsageError for what its caller can mend. */
export async function start(
  options: StartOptions,
  settings: Omit<MockSettings, 'start' | 'kept' | 'store' | 'rest'>,
): Promise<Started> {
  const data = await readStartData(options.data)
  const { persist, takeover } = options
  const kept = persist === undefined ? null : await openStore(persist, takeover)
  try {
    const { state: start, readAgain: readStart } = data
    const started = await listen(options, { ...settings, start, readStart }, kept)
    return options.watch ? followData(started, data, settings.report) : started
  } catch (error) {
    await kept?.close()
    throw persist === undefined ? error : explainStore(error, persist)
  }
}

async function listen(
  options: StartOptions,
  settings: Omit<MockSettings, 'kept' | 'store' | 'rest'>,
  kept: OpenedStore | null,
): Promise<Started> {
  const rest = await openRest(options)
  const owner = createOwner({
    ...settings,
    ...(rest && { rest: rest.rest }),
    ...(kept && { store: kept.store, ...(kept.state && { kept: kept.state }) }),
  })
  const mock = addControls(owner)
  if (kept && !kept.state) kept.store.replace(settings.start)
  const { bodyLimit, control = {}, allowHost: names = [] } = options
  const router = mockRouter(mock, { bodyLimit, control, fetchRest: rest?.fetch ?? null })
  const { scheme, create, file: certificate, forget } = await readTls(options)
  const { api } = owner.rules
  const server = createMockServer(router, { bodyLimit, names, api, create })
  await waitForPort(server, options)
  const stop = async () => {
    await close(server)
    await forget()
    await kept?.close()
  }
  return { url: writeUrl(server, options.host, scheme), certificate, mock, stop }
}

/** What the file says is the state as soon as it is saved; a faulty one changes nothing. */
function followData(
  { mock, stop, ...started }: Started,
  data: StartData,
  report: MockSettings['report'] = () => {},
): Started {
  const leave = data.watch(() => {
    try {
      mock.reset('data')
      report('The start data has changed, and is the present state.')
    } catch (error) {
      report(`The start data stays as it was: ${cleanText(describeError(error))}`)
    }
  })
  const end = async () => {
    leave()
    await stop()
  }
  return { ...started, mock, stop: end }
}

const describeError = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

function waitForPort(server: Server, { port, host }: StartOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(explainPort(error, { port, host })),
    )
    server.listen(port, host, resolve)
  })
}

function explainPort(error: NodeJS.ErrnoException, { port, host }: { port: number; host: string }) {
  const cures: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is in use. Stop the other program, or choose another port: --port ${port + 1}.`,
    EACCES: `Port ${port} needs more rights than you have. Choose one above 1023: --port 8000.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Try --host 127.0.0.1 or --host 0.0.0.0.`,
    ENOTFOUND: `The host name ${host} is unknown. Try --host 127.0.0.1 or --host 0.0.0.0.`,
  }
  const cure = cures[error.code ?? '']
  return cure === undefined ? error : new UsageError(cure)
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })
}

function writeUrl(server: Server, host: string, scheme: 'http' | 'https'): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : ''
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`
}
