import { slicesOf } from '../generate.ts'
import { enter } from '../remote/entrance.ts'
import { serverOf } from '../remote/server.ts'
import type { ServerSettings } from '../remote/server.ts'
import { anonymised } from './anonymise.ts'
import { collected } from './collect.ts'
import type { OnRows } from './collect.ts'
import { countsIn, peopleOf, rowsFrom } from './rowsFrom.ts'

export interface ImportSettings extends ServerSettings {
  /** The seed of the inventions that replace people, organisations and texts; none: nothing is replaced. */
  readonly anonymise?: number
  readonly onRows?: OnRows
}

export interface Imported {
  /** The text of a fixture. */
  readonly text: string
  readonly counts: string
  /** The token that sees in the fixture what the importing token saw. */
  readonly token: string
  /** Where values were that a fixture can't hold. */
  readonly misfits: readonly string[]
}

/** Reads a server, with GET alone, into a fixture that answers as it did. */
export async function imported(settings: ImportSettings): Promise<Imported> {
  const server = serverOf(settings)
  await enter(server)
  const collection = await collected(server, settings.onRows ?? (() => undefined))
  const misfits: string[] = []
  const rows = rowsFrom(collection, (at) => misfits.push(at))
  const fixture = settings.anonymise === undefined ? rows : anonymised(rows, settings.anonymise)
  return {
    text: [...slicesOf(fixture)].map(({ text }) => text).join(''),
    counts: countsIn(fixture),
    token: peopleOf(collection),
    misfits,
  }
}
