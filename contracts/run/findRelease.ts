import { areOlder, recogniseReleases } from '../../src/document/releases/recogniseReleases.ts'
import { nearestVersion, versions } from '../../src/document/releases/releases.ts'
import type { ShownRows } from '../../src/document/releases/recogniseReleases.ts'
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
    const rows = await readRows(transport)
    const isOlder = areOlder(rows)
    const alike = isOlder ? versions.slice(0, 1) : recogniseReleases(rows)
    const found = (await askVersion(transport, alike)) ?? describeAlike(alike)
    return isOlder ? { ...found, reason: `${found.reason} ${OLDER}` } : found
  } catch (error) {
    throw error instanceof NoAnswer ? describeUnreachable(settings.baseUrl, error) : error
  }
}

/** What is to be known of the findings at a server that is older than all releases that are known. */
export const OLDER = `Its plans have no components, as on servers before ${versions[0]}: much of what is found is how those answer.`

/** What a server says of itself may be wrong: its answers have the last word of the line. */
async function askVersion(
  transport: Transport,
  alike: readonly string[],
): Promise<FoundRelease | null> {
  const { response } = await askServer(transport, { method: 'GET', path: '/api/version/' })
  const said = (response.json as { version?: unknown } | null | undefined)?.version
  const version = typeof said === 'string' ? /^v?(\d{1,4}(\.\d{1,4}){2})/.exec(said)?.[1] : null
  if (response.status !== 200 || !version) return null
  const release = nearestVersion(version)
  const isOdd = alike.length > 0 && !alike.includes(release)
  const warning = isOdd
    ? ` Warning: its answers have the fields of ${writeSpan(alike)}. If that is what it is, say so: --release ${alike.at(-1)}.`
    : ''
  return {
    release,
    reason: `The server says that it is ${version}; it is held to release ${release}.${warning}`,
  }
}

const readRows = async (transport: Transport): Promise<ShownRows> => ({
  plans: await readSomeRows(transport, '/api/marketplace-plans/'),
  offerings: await readSomeRows(transport, '/api/booking-offerings/'),
})

function describeAlike(alike: readonly string[]): FoundRelease {
  const release = alike.at(-1)
  if (release === undefined) {
    throw new VerifyError(
      'The server tells no version, and shows no plan or offering to know it by. Say which release it is: --release 8.0.5.',
    )
  }
  const reason = `The server tells no version; its answers have the fields of ${writeSpan(alike)}; it is held to release ${release}.`
  return { release, reason }
}

const writeSpan = (versions: readonly string[]): string =>
  versions.length === 1 ? `${versions[0]}` : `${versions[0]} to ${versions.at(-1)}`

async function readSomeRows(transport: Transport, path: string) {
  const { response } = await askServer(transport, { method: 'GET', path: `${path}?page_size=20` })
  const rows: readonly unknown[] = Array.isArray(response.json) ? response.json : []
  return rows.filter(
    (row): row is Record<string, unknown> => typeof row === 'object' && row !== null,
  )
}
