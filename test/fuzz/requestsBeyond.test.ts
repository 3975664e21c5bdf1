import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { routes } from '../../src/document/operations.ts'
import type { Operation } from '../../src/document/operations.ts'
import type { Call } from '../../src/index.ts'
import { callsOf } from './calls.ts'
import { RUNS, sweep, swept } from './sweep.ts'
import { assertAll, witness } from './witness.ts'

describe('bookings: whatever is asked is answered as openapi.yaml says', () => {
  sweep(swept.filter(({ id }) => id.startsWith('booking_offerings')))
})

describe('methods that no operation has are answered too', () => {
  const { holds } = witness('documented')
  const strange = ['TRACE', 'PROPFIND', 'get', '', 'A B', '__proto__', 'constructor', 'é"\n']

  it.each([
    ['HEAD', ['HEAD']],
    ['OPTIONS', ['OPTIONS']],
    ['a method of another view', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']],
    ['a method of no view', strange],
  ])(`${RUNS} calls with %s`, (_, methods) => {
    const calls = routes.flatMap((route) =>
      methods
        .filter((method) => !Object.hasOwn(route.operations, method))
        .map((method) => callsOf(route, method)),
    )
    assertAll(fc.oneof(...calls), holds, RUNS)
  })
})

describe('as observed, only an absent list of groups is a crash', () => {
  const { holds } = witness('observed')

  it.each(swept)('2000 calls of $id', ({ route, operation }) => {
    const hold = (call: Call) => holds(call, crashIsKnown(operation))
    assertAll(callsOf(route, operation.method), hold, 2000)
  })
})

/** §2.0, row 10: the real server looks for the list without asking whether it is there. */
const crashIsKnown =
  ({ id }: Operation) =>
  ({ headers, body }: Call): boolean => {
    if (id !== 'marketplace_plans_update_organization_groups') return false
    if (/^\s*application\/x-www-form/i.test(headers['content-type'] ?? '')) return false
    if (body.length === 0) return true
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return !Object.hasOwn(value as object, 'organization_groups')
  }
