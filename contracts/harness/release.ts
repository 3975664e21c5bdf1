import { pages } from '../../src/document/api.ts'
import { resolveSchema } from '../../src/document/load.ts'
import { loadRelease } from '../../src/document/releases/loadRelease.ts'
import { versions } from '../../src/document/releases/releases.ts'

const version = process.env['WALDUR_VERIFY_RELEASE']

/** The document that a run holds a server to; its workers learn of the release from the environment. */
export const released = version ? await loadRelease(version) : pages

/** Is a run about this release, or a later one? */
export const isSince = (first: string): boolean =>
  versions.indexOf(released.release) >= versions.indexOf(first)

/** Does the document of the run give a schema this field? */
export const hasField = (schema: string, field: string): boolean =>
  field in
  (resolveSchema(released.document.components.schemas[schema] ?? {}, released.document)
    .properties ?? {})

export const hasOperation = (id: string): boolean =>
  released.operations.some((operation) => operation.id === id)
