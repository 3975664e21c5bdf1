import costs from './costs.json' with { type: 'json' }

/** Requests of a contract that nobody has counted yet. */
const USUAL = 20

/** Of the whole contract, and of the few samples of a quick run. */
export interface Costs {
  readonly full: number
  readonly quick: number
}

const counted = costs as Readonly<Record<string, Costs>>

export const isCounted = (id: string): boolean => id in counted

/** How many requests a contract takes, as counted on the demo of the mock. */
export const findCost = (id: string, isQuick = false): number =>
  counted[id]?.[isQuick ? 'quick' : 'full'] ?? USUAL
