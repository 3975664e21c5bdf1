import type { Api } from '../document/api.ts'
import { badRequest } from './refusal.ts'

/** The releases that a sandbox can be opened as: the one of the mock, and those that were loaded. */
export interface Releases {
  readonly has: (version: string) => boolean
  /** Of null, the one of the mock; throws a Refusal when it is not loaded. */
  readonly get: (version: string | null) => Api
  /** Loads the overlays with the first one, since most mocks need none. */
  readonly load: (version: string) => Promise<void>
}

export function createReleases(own: Api): Releases {
  const loaded = new Map([[own.release, own]])
  return {
    has: (version) => loaded.has(version),
    get: (version) => {
      const api = version === null ? own : loaded.get(version)
      if (!api)
        throw badRequest(
          `Release ${version} is not loaded. In code, await mock.releases.load(…) before.`,
        )
      return api
    },
    load: async (version) => {
      if (loaded.has(version)) return
      const { loadRelease } = await import('../document/releases/loadRelease.ts')
      loaded.set(version, await loadRelease(version).catch(refuseUnknown))
    },
  }
}

function refuseUnknown(error: unknown): never {
  const isUnknown = error instanceof Error && error.name === 'UnknownRelease'
  throw isUnknown ? badRequest(error.message) : error
}
