import { compareVersions } from '../../versions.ts'
import { openapi } from '../load.ts'
import type { Document } from '../load.ts'
import { applyOverlay } from './overlay.ts'
import type { Overlay } from './overlay.ts'
import known from './releases.gen.json' with { type: 'json' }

interface Known {
  readonly releases: readonly { readonly version: string; readonly date?: string }[]
  readonly skipped: readonly { readonly version: string; readonly why: string }[]
  readonly overlays: readonly Overlay[]
}

/** Read when somebody asks for a release: bundlers leave it out where nobody does. */
const book = known as unknown as Known

/** Why a version has no document; undefined: it has one, or nobody knows of it. */
export const explainSkipped = (version: string): string | undefined =>
  book.skipped.find((one) => one.version === version)?.why

/** The versions that have a document, the oldest first. */
export const versions: readonly string[] = /* @__PURE__ */ listVersions()

function listVersions(): string[] {
  return book.releases.map(({ version }) => version)
}

/** The document of a release: openapi.yaml with the changes of all releases up to it. */
export function documentOf(version: string): Document {
  demandVersion(version)
  const upTo = book.overlays.filter(({ release }) => compareVersions(release, version) <= 0)
  const document = applyFirst(upTo.length)
  return { ...document, info: { ...document.info, version } }
}

const applied: Document[] = []

/** openapi.yaml after so many overlays; each is applied once. */
function applyFirst(count: number): Document {
  const overlay = book.overlays[count - 1]
  return (applied[count] ??= overlay ? applyOverlay(applyFirst(count - 1), overlay) : openapi)
}

/** What changed after one release and up to another, the oldest first. */
export const overlaysBetween = (from: string, to: string): readonly Overlay[] =>
  book.overlays.filter(
    ({ release }) => compareVersions(from, release) < 0 && compareVersions(release, to) <= 0,
  )

function demandVersion(version: string): void {
  if (versions.includes(version)) return
  const why = explainSkipped(version)
  throw new UnknownRelease(
    `${why ? `Release ${version} can't be chosen: ${why}.` : `No release "${version}" is known.`} ` +
      `The nearest is ${nearestVersion(version)}. There are: ${versions.join(', ')}.`,
  )
}

/** Named by a person, who is told which releases there are. */
class UnknownRelease extends Error {
  override name = 'UnknownRelease'
}

/** The newest release that is not after a version; of a text that is no version, the newest of all. */
export function nearestVersion(version: string): string {
  const newest = versions.at(-1) ?? ''
  if (!/^\d+(\.\d+)*/.test(version)) return newest
  return versions.findLast((one) => compareVersions(one, version) <= 0) ?? versions[0] ?? newest
}
