import { readdir, readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { addControls } from '../control/addControls.ts'
import type { Mock } from '../control/addControls.ts'
import { createOwner } from '../mock/owner.ts'
import type { MockSettings } from '../mock/owner.ts'
import type { ControlSettings } from '../http/controlAccess.ts'
import { parseFixture } from '../fixture/fixture.ts'
import { explainStore, openStore } from '../mock/store/store.ts'
import type { OpenedStore } from '../mock/store/store.ts'
import { UsageError } from '../errors.ts'
import { PACKAGE_ROOT } from '../http/packageRoot.ts'
import { mockRouter } from '../http/router.ts'
import { createMockServer } from '../http/server.ts'

export interface StartOptions {
  readonly port: number
  readonly host: string
  readonly data: string
  readonly bodyLimit: number
  readonly persist?: string
  readonly takeover?: boolean
  readonly control?: ControlSettings
  /** Names that the mock answers to besides those of this machine. */
  readonly allowHost?: readonly string[]
}

export interface Started {
  readonly url: string
  readonly mock: Mock
  /** Finishes what is under way, writes what is kept, and frees the port. */
  readonly stop: () => Promise<void>
}

const FIXTURES = join(PACKAGE_ROOT, 'fixtures/')

/** Reads the data, opens what is kept, and listens. Throws UsageError for what its caller can mend. */
export async function start(
  options: StartOptions,
  settings: Omit<MockSettings, 'start' | 'kept' | 'store'>,
): Promise<Started> {
  const fixture = await readFixture(options.data)
  const startState = parseFixture(fixture.text, fixture.file, new Date())
  const { persist, takeover } = options
  const kept = persist === undefined ? null : await openStore(persist, takeover)
  try {
    return await listen(options, { ...settings, start: startState }, kept)
  } catch (error) {
    await kept?.close()
    throw persist === undefined ? error : explainStore(error, persist)
  }
}

async function listen(
  options: StartOptions,
  settings: Omit<MockSettings, 'kept' | 'store'>,
  kept: OpenedStore | null,
): Promise<Started> {
  const owner = createOwner({
    ...settings,
    ...(kept && { store: kept.store, ...(kept.state && { kept: kept.state }) }),
  })
  const mock = addControls(owner)
  if (kept && !kept.state) kept.store.replace(settings.start)
  const { bodyLimit, control = {}, allowHost: names = [] } = options
  const router = mockRouter(mock, { bodyLimit, control })
  const server = createMockServer(router, { bodyLimit, names, api: owner.rules.api })
  await waitForPort(server, options)
  const stop = async () => {
    await close(server)
    await kept?.close()
  }
  return { url: writeUrl(server, options.host), mock, stop }
}

/** A name means a file of fixtures/; anything with a dot or a slash is a path. */
async function readFixture(data: string): Promise<{ file: string; text: string }> {
  const isPath = /[./\\]/.test(data)
  const file = isPath ? data : `fixtures/${data}.json`
  try {
    return { file, text: await readFile(isPath ? data : `${FIXTURES}${data}.json`, 'utf8') }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    if (reason !== 'ENOENT') throw new UsageError(`${file} can't be read (${reason}).`)
    throw new UsageError(
      isPath
        ? `There is no file ${data}. Give --data the path of a fixture, or one of: ${await listFixtures()}.`
        : `No fixture "${data}" in fixtures/. There are: ${await listFixtures()}.`,
    )
  }
}

const listFixtures = async (): Promise<string> =>
  (await readdir(FIXTURES))
    .filter((file) => file.endsWith('.json') && file !== 'schema.json')
    .map((file) => file.replace('.json', ''))
    .join(', ')

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

function writeUrl(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : ''
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
