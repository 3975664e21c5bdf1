import type { OperationId } from '../document/operations.ts'
import type { NeighbourId } from '../neighbours/neighbours.gen.js'

/** An operation of the contract, or of its neighbours. */
export type AnyOperationId = OperationId | NeighbourId
