// Takes the place of releases.ts in the bundle for browsers: what a page does not ask for is not loaded.
import type { Api } from '../document/api.ts'
import { conflict } from './refusal.ts'
import type { Releases } from './releases.ts'

export function createReleases(own: Api): Releases {
  const has = (version: string) => version === own.release
  const demand = (version: string | null): Api => {
    if (version === null || has(version)) return own
    throw conflict(
      `In a page a mock has one release, here ${own.release}. Make another: createMock({ release: await loadRelease('${version}') }).`,
    )
  }
  return { has, get: demand, load: async (version) => void demand(version) }
}
