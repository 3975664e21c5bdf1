import type { Side } from '../releases/overlay.ts'

/** One thing in which two documents differ. */
export interface Difference {
  readonly what:
    | 'operation'
    | 'parameter'
    | 'field'
    | 'required'
    | 'type'
    | 'null'
    | 'enum'
    | 'status'
    | 'behaviour'
  readonly change: 'added' | 'removed' | 'changed'
  /** `Offering.roles`, or an operation. */
  readonly place: string
  readonly from?: string
  readonly to?: string
  /** Which clients it breaks: those that read, those that write. */
  readonly breaks: readonly Side[]
  /** The document changed, servers did not. */
  readonly documentOnly?: boolean
  readonly release?: string
}
