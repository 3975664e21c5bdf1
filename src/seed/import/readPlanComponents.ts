import { Big } from 'big.js'
import { PLACES } from '../../domain/plans/money.ts'
import { readObject, readObjects, readText } from '../server/json.ts'
import type { Json } from '../server/json.ts'

/** What a plan is priced in. Servers of 2024 do not list components: the maps of the plan name them all. */
export function readPlanComponents(plan: Json): Json[] {
  if (Array.isArray(plan['components'])) return readObjects(plan['components'])
  const [prices, future, quotas] = ['prices', 'future_prices', 'quotas'].map((name) =>
    readObject(plan[name]),
  ) as [Json, Json, Json]
  const types = new Set([prices, future, quotas].flatMap((map) => Object.keys(map)))
  return [...types].sort().map((type) => ({
    type,
    ...(type in quotas && { amount: quotas[type] }),
    ...(type in prices && { price: readMoney(prices[type]) }),
    ...(type in future && { future_price: readMoney(future[type]) }),
  }))
}

/** Those servers write numbers, newer ones texts like `0E-10`; what is neither stays, and is left out with a note. */
function readMoney(value: unknown): unknown {
  const text = readText(value)
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && text.length < 40
    ? new Big(text).toFixed(PLACES)
    : value
}
