import type { Behaviour } from '../pipeline/behaviours.ts'
import type { Neighbours } from '../pipeline/world.ts'
import { bootTable } from './boot/bootTable.ts'
import { compileNeighbours } from './document.ts'
import { findFile } from './files/findFile.ts'
import type { NeighbourId } from './neighbours.gen.js'
import { offeringTable } from './offerings/offeringTable.ts'
import { orderTable } from './orders/orderTable.ts'
import { structureTable } from './structure/structureTable.ts'

/** One row an operation of neighbours.yaml. A missing row does not compile. */
const table: Readonly<Record<NeighbourId, Behaviour>> = {
  ...bootTable,
  ...structureTable,
  ...offeringTable,
  ...orderTable,
}

/** What stands around the operations of openapi.yaml, by the same pipeline, state and dialect. */
export const neighbours: Neighbours = {
  document: () => compileNeighbours().document,
  match: (path) => compileNeighbours().match(path),
  behaviours: table,
  findFile,
}
