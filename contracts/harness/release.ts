import { pages } from '../../src/document/api.ts'
import { loadRelease } from '../../src/document/releases/loadRelease.ts'

const version = process.env['WALDUR_VERIFY_RELEASE']

/** The document that a run holds a server to; its workers learn of the release from the environment. */
export const released = version ? await loadRelease(version) : pages
