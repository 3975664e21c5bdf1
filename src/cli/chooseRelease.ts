import type { Api } from '../document/api.ts'
import { UsageError } from '../errors.ts'

/** The release that somebody named; loaded only then, since nobody else needs the overlays. */
export async function chooseRelease(version: string): Promise<Api> {
  const { loadRelease } = await import('../document/releases/loadRelease.ts')
  try {
    return await loadRelease(version)
  } catch (error) {
    throw isUnknown(error) ? new UsageError(error.message) : error
  }
}

const isUnknown = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'UnknownRelease'
