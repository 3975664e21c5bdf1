import { recogniseReleases } from '../../src/document/releases/recogniseReleases.ts'
import { nearestVersion } from '../../src/document/releases/releases.ts'
import { NoAnswer } from '../harness/transport/ends.ts'
import { Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { describeUnreachable } from './describeUnreachable.ts'
import { readSettings } from './settings/readSettings.ts'
import type { Environment } from './settings/readCredentials.ts'
import type { VerifyOptions } from './settings/readSettings.ts'
import { askServer } from './readWholeList.ts'

/** A release, and the line that says why it was taken. */
export interface FoundRelease {
  readonly release: string
  readonly reason: string
}

/** The release that a server says it is, or else the one whose fields it answers with. */
export async function findRelease(
  url: string,
  options: VerifyOptions,
  env: Environment,
): Promise<FoundRelease> {
  const settings = readSettings(url, options, env)
  const transport = new Transport({ ...settings, write: false, budget: null })
  try {
    return (await askVersion(transport)) ?? (await recognise(transport))
  } catch (error) {
    throw error instanceof NoAnswer ? describeUnreachable(settings.baseUrl, error) : error
  }
}

async function askVersion(transport: Transport): Promise<FoundRelease | null> {
  const { response } = await askServer(transport, { method: 'GET', path: '/api/version/' })
  const said = (response.json as { version?: unknown } | null | undefined)?.version
  const version = typeof said === 'string' ? /^v?(\d{1,4}(\.\d{1,4}){2})/.exec(said)?.[1] : null
  if (response.status !== 200 || !version) return null
  const release = nearestVersion(version)
  return {
    release,
    reason: `The server says that it is ${version}; it is held to release ${release}.`,
  }
}

async function recognise(transport: Transport): Promise<FoundRelease> {
  const [plans, offerings] = [
    await readSomeRows(transport, '/api/marketplace-plans/'),
    await readSomeRows(transport, '/api/booking-offerings/'),
  ]
  const alike = recogniseReleases({ plans, offerings })
  const [first, release] = [alike[0], alike.at(-1)]
  if (first === undefined || release === undefined) {
    throw new VerifyError(
      'The server tells no version, and shows no plan or offering to know it by. Say which release it is: --release 8.0.5.',
    )
  }
  const span = first === release ? release : `${first} to ${release}`
  const reason = `The server tells no version; its answers have the fields of ${span}; it is held to release ${release}.`
  return { release, reason }
}

async function readSomeRows(transport: Transport, path: string) {
  const { response } = await askServer(transport, { method: 'GET', path: `${path}?page_size=20` })
  const rows: readonly unknown[] = Array.isArray(response.json) ? response.json : []
  return rows.filter(
    (row): row is Record<string, unknown> => typeof row === 'object' && row !== null,
  )
}
