import { sliceFixture } from '../generate.ts'
import { checkServer } from '../server/checkServer.ts'
import { createWaldurClient } from '../server/waldurClient.ts'
import type { ServerSettings } from '../server/waldurClient.ts'
import { anonymise } from './anonymise.ts'
import { collect } from './collect.ts'
import type { OnRows } from './collect.ts'
import { describeCounts, chooseToken, makeFixture } from './makeFixture.ts'

export interface ImportSettings extends ServerSettings {
  /** The seed of the inventions that replace people, organisations and texts; none: nothing is replaced. */
  readonly anonymise?: number
  readonly onRows?: OnRows
}

export interface ImportResult {
  /** The text of a fixture. */
  readonly text: string
  readonly counts: string
  /** The token that sees in the fixture what the importing token saw. */
  readonly token: string
  /** Where values were that a fixture can't hold, or that the server failed to show. */
  readonly dropped: readonly string[]
}

/** Reads a server, with GET alone, into a fixture that answers as it did. */
export async function importServer(settings: ImportSettings): Promise<ImportResult> {
  const server = createWaldurClient(settings)
  await checkServer(server)
  const collection = await collect(server, settings.onRows ?? (() => undefined))
  const dropped: string[] = []
  const rows = makeFixture(collection, (at) => dropped.push(at))
  const fixture = settings.anonymise === undefined ? rows : anonymise(rows, settings.anonymise)
  return {
    text: [...sliceFixture(fixture)].map(({ text }) => text).join(''),
    counts: describeCounts(fixture),
    token: chooseToken(collection),
    dropped: [...dropped, ...collection.failed],
  }
}
