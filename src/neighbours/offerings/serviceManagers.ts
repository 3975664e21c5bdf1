import type { Offering } from '../../domain/state.ts'
import { findRow } from '../../domain/table.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { byUuid } from '../listing.ts'
import type { Filter } from '../listing.ts'

/** What is shared, and looked after by somebody who has a role in the very offering. */
export const byServiceManager = <R>(
  findOffering: (row: R, context: Context) => Offering | undefined,
): Filter<R> => ({
  ...byUuid(() => ''),
  fits: (row, wanted, context) => {
    const offering = findOffering(row, context)
    const roles = findRow(context.state.users, wanted)?.roles ?? []
    return offering?.shared === true && roles.some(({ scope }) => scope === offering.uuid)
  },
})
