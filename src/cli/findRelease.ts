import { UsageError } from '../errors.ts'
import { cleanVersion } from '../versions.ts'

/** The release that a server says it is, or the nearest that is known before it. */
export async function findRelease(url: string, token: string | undefined): Promise<string> {
  const address = new URL('/api/version/', url).href
  const headers = token === undefined ? {} : { Authorization: `Token ${token}` }
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(30_000) })
    .then((response) => (response.ok ? (response.json() as Promise<unknown>) : null))
    .catch(() => null)
  const said = (answer as { version?: unknown } | null)?.version
  const version = typeof said === 'string' ? cleanVersion(said) : null
  if (version === null) {
    throw new UsageError(
      `${address} tells no version. Say which release the server is: --release 8.0.5.`,
    )
  }
  const { nearestVersion } = await import('../document/releases/releases.ts')
  const nearest = nearestVersion(version)
  console.log(`The server says that it is ${version}; it is held to the release ${nearest}.`)
  return nearest
}
