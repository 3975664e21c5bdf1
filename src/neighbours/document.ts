import { makeMatcher } from '../document/matchRoute.ts'
import type { Match } from '../document/matchRoute.ts'
import type { Document } from '../document/load.ts'
import { readRoutes } from '../document/operations.ts'
import { makeShaper } from '../document/shape.ts'
import type { Shaper } from '../document/shape.ts'
import { readText } from './neighbours.gen.js'

interface Compiled {
  readonly document: Document
  readonly match: (path: string) => Match | null
  readonly shape: Shaper
}

let compiled: Compiled | null = null

/** neighbours.yaml as code; made for the first request that is no operation of the contract. */
export function compileNeighbours(): Compiled {
  if (compiled) return compiled
  const document = JSON.parse(readText()) as Document
  compiled = { document, match: makeMatcher(readRoutes(document)), shape: makeShaper(document) }
  return compiled
}

/** Gives a row all fields of a schema of neighbours.yaml; what is not known is empty. */
export const shapeAs: Shaper = (schema, row) => compileNeighbours().shape(schema, row)
