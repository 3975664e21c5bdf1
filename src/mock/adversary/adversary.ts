import { changedAt, legalChanges } from '../../document/legal.ts'
import type { LegalChange } from '../../document/legal.ts'
import type { OperationId } from '../../document/operations.ts'
import { operationIds, validatorOf } from '../../document/operations.ts'
import { problemsIn } from '../../document/validators.ts'
import { encoded, textOf } from '../../pipeline/wire.ts'
import type { Sending } from '../../pipeline/wire.ts'
import { chance } from '../faults/chance.ts'
import { narrowed, searchFrom } from './narrow.ts'
import type { Search } from './narrow.ts'
import { conflict } from '../refusal.ts'

export interface AdversaryState {
  readonly seed: number
  /** Ids of the changes that are being made. */
  readonly changes: readonly string[]
  /** Whether the smallest change that breaks the page has been found. */
  readonly found: boolean
}

/**
 * Answers with other values that openapi.yaml allows as well, chosen by a seed. Told whether a
 * page broke or held, it narrows the changes to the fewest that break it.
 */
export interface Adversary {
  readonly state: () => AdversaryState | null
  /** Starts anew; `changes`: only these, instead of those that the seed chooses. */
  readonly start: (seed: number, changes?: readonly string[]) => void
  readonly stop: () => void
  /** What became of the page with the present changes. Throws a Refusal when it is not on. */
  readonly narrow: (outcome: 'broke' | 'held') => AdversaryState
  readonly altered: (sent: Sending, operation: OperationId | null) => Sending
}

export function adversaryOf(): Adversary {
  let on: { readonly seed: number; readonly search: Search } | null = null
  const state = () => on && { seed: on.seed, changes: on.search.trying, found: on.search.isFound }

  return {
    state,
    start: (seed, changes) => {
      on = { seed, search: searchFrom(changes ?? chosenBy(seed)) }
    },
    stop: () => {
      on = null
    },
    narrow: (outcome) => {
      if (!on) throw conflict('The adversary is off. Start it with a seed first.')
      on = { ...on, search: narrowed(on.search, outcome === 'broke') }
      return state() as AdversaryState
    },
    altered: (sent, operation) =>
      on && operation ? altered(sent, operation, on.search.trying) : sent,
  }
}

/** How many of the places are altered. */
const SHARE = 0.3

/** At a place at most one change is made; which places and which changes the seed says. */
function chosenBy(seed: number): string[] {
  const chosen = new Map<string, string>()
  for (const operation of operationIds) {
    const changes = legalChanges(operation).map(({ id, place }) => [id, place.join(' ')] as const)
    const draws = changes.map(([id, place]) => [chance(seed, id), operation + place, id] as const)
    for (const [draw, place, id] of draws.sort(([a], [b]) => a - b)) {
      if (draw < SHARE && !chosen.has(place)) chosen.set(place, id)
    }
  }
  return [...chosen.values()].sort()
}

/** Each change is made only if openapi.yaml allows the answer after it. */
function altered(sent: Sending, operation: OperationId, ids: readonly string[]): Sending {
  const validator = sent.status < 300 ? validatorOf(operation, sent.status) : null
  if (!validator || sent.isHead) return sent
  const wanted = legalChanges(operation).filter(({ id }) => ids.includes(id))
  const before: unknown = JSON.parse(textOf(sent.body))
  const after = wanted.reduce((value, change) => ifLegal(value, change, validator), before)
  if (after === before) return sent
  const body = encoded(JSON.stringify(after))
  const headers = { ...sent.headers, 'Content-Length': String(body.length) }
  const isEmptied = Array.isArray(after) && after.length === 0 && 'X-Result-Count' in headers
  if (isEmptied) Object.assign(headers, { 'X-Result-Count': '0' })
  return { ...sent, headers, body }
}

function ifLegal(value: unknown, { place, to }: LegalChange, validator: string): unknown {
  const changed = changedAt(value, place, to)
  return problemsIn(validator, changed).length === 0 ? changed : value
}
