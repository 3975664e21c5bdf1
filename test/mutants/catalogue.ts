import { combinations } from './combinations.ts'
import { concurrency } from './concurrency.ts'
import { filter } from './filter.ts'
import { headers } from './headers.ts'
import { money } from './money.ts'
import type { Mutant } from './mutant.ts'
import { order } from './order.ts'
import { paging } from './paging.ts'
import { permission } from './permission.ts'
import { rare } from './rare/index.ts'
import { schema } from './schema.ts'
import { state } from './state.ts'
import { status } from './status.ts'
import { time } from './time.ts'

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
  ...combinations,
  ...rare,
]
