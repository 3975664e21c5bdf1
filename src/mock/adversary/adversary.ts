import { changeAt, listAllowedChanges } from '../../document/allowedChanges.ts'
import type { AllowedChange } from '../../document/allowedChanges.ts'
import type { OperationId } from '../../document/operations.ts'
import { findValidator } from '../../document/api.ts'
import type { Api } from '../../document/api.ts'
import { encodeText, decodeText } from '../../pipeline/bytes.ts'
import type { ApiResponse } from '../../pipeline/response.ts'
import { drawUniform } from '../faults/draw.ts'
import { narrowSearch, startSearch } from './narrowSearch.ts'
import type { Search } from './narrowSearch.ts'
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
  readonly alter: (response: ApiResponse, operation: OperationId | null) => ApiResponse
}

export function createAdversary(api: Api): Adversary {
  let on: { readonly seed: number; readonly search: Search } | null = null
  const state = () => on && { seed: on.seed, changes: on.search.trying, found: on.search.isFound }

  return {
    state,
    start: (seed, changes) => {
      on = { seed, search: startSearch(changes ?? chooseChanges(api, seed)) }
    },
    stop: () => {
      on = null
    },
    narrow: (outcome) => {
      if (!on) throw conflict('The adversary is off. Start it with a seed first.')
      on = { ...on, search: narrowSearch(on.search, outcome === 'broke') }
      return state() as AdversaryState
    },
    alter: (response, operation) =>
      on && operation
        ? alterResponse(api, { response, operation, ids: on.search.trying })
        : response,
  }
}

/** How many of the places are altered. */
const SHARE = 0.3

/** At a place at most one change is made; which places and which changes the seed says. */
function chooseChanges(api: Api, seed: number): string[] {
  const chosen = new Map<string, string>()
  for (const { id: operation } of api.operations) {
    const changes = listAllowedChanges(api, operation).map(
      ({ id, place }) => [id, place.join(' ')] as const,
    )
    const draws = changes.map(
      ([id, place]) => [drawUniform(seed, id), operation + place, id] as const,
    )
    for (const [draw, place, id] of draws.sort(([a], [b]) => a - b)) {
      if (draw < SHARE && !chosen.has(place)) chosen.set(place, id)
    }
  }
  return [...chosen.values()].sort()
}

interface Altering {
  readonly response: ApiResponse
  readonly operation: OperationId
  readonly ids: readonly string[]
}

/** Each change is made only if openapi.yaml allows the answer after it. */
function alterResponse(api: Api, { response, operation, ids }: Altering): ApiResponse {
  const validator = response.status < 300 ? findValidator(api, operation, response.status) : null
  if (!validator || response.isHead) return response
  const wanted = listAllowedChanges(api, operation).filter(({ id }) => ids.includes(id))
  const before: unknown = JSON.parse(decodeText(response.body))
  const after = wanted.reduce(
    (value, change) => changeIfAllowed(api, change, { value, validator }),
    before,
  )
  if (after === before) return response
  const body = encodeText(JSON.stringify(after))
  const headers = { ...response.headers, 'Content-Length': String(body.length) }
  const isEmptied = Array.isArray(after) && after.length === 0 && 'X-Result-Count' in headers
  if (isEmptied) Object.assign(headers, { 'X-Result-Count': '0' })
  return { ...response, headers, body }
}

function changeIfAllowed(
  { findProblems }: Api,
  { place, to }: AllowedChange,
  { value, validator }: { value: unknown; validator: string },
): unknown {
  const changed = changeAt(value, place, to)
  return findProblems(validator, changed).length === 0 ? changed : value
}
