import { beside } from './combinations.ts'
import { money, time } from './figures.ts'
import { filter, order, paging } from './lists.ts'
import type { Mutant } from './mutant.ts'
import { concurrency, headers, permission } from './rest.ts'
import { schema } from './schema.ts'
import { state } from './state.ts'
import { status } from './status.ts'

/** Every broken implementation that the suite must notice. */
export const catalogue: readonly Mutant[] = [
  ...schema,
  ...status,
  ...state,
  ...paging,
  ...filter,
  ...order,
  ...permission,
  ...money,
  ...time,
  ...headers,
  ...concurrency,
  ...beside,
]
