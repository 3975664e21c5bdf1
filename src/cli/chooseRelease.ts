import type { Api } from '../document/api.ts'
import type { Document } from '../document/load.ts'
import { UsageError } from '../errors.ts'

/** The release that somebody named; loaded only then, since nobody else needs the overlays. */
export async function chooseRelease(version: string): Promise<Api> {
  const { loadRelease } = await import('../document/releases/loadRelease.ts')
  return await loadRelease(version).catch(explain)
}

/** Its document alone. */
export async function chooseDocument(version: string): Promise<Document> {
  const { documentOf } = await import('../document/releases/releases.ts')
  return await Promise.resolve(version).then(documentOf).catch(explain)
}

function explain(error: unknown): never {
  throw isUnknown(error) ? new UsageError(error.message) : error
}

const isUnknown = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'UnknownRelease'
