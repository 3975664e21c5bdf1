import { pages } from '../../src/document/api.ts'

/** The document that a run holds a server to. */
export const released = pages
