import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { pages } from '../../src/document/api.ts'
import type { ApiRequest } from '../../src/doors/index.ts'
import { callsOf } from './calls.ts'
import { RUNS, sweep, swept } from './sweep.ts'
import { assertAll, witness } from './witness.ts'
import { tries } from '../tries.ts'

describe('bookings: whatever is asked is answered as openapi.yaml says', () => {
  sweep(swept.filter(({ id }) => id.startsWith('booking_offerings')))
})

describe('methods that no operation has are answered too', () => {
  const { holds } = witness('documented')
  const known = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
  const strange = ['TRACE', 'PROPFIND', 'get', '', 'A B', '__proto__', 'constructor', 'é"\n']

  it.each([
    ['HEAD', ['HEAD']],
    ['OPTIONS', ['OPTIONS']],
    ['a method that is not the view’s', [...known, ...strange]],
  ])(`${RUNS} calls with %s`, (_, methods) => {
    const calls = pages.routes.flatMap((route) =>
      methods
        .filter((method) => !Object.hasOwn(route.operations, method))
        .map((method) => callsOf(route, method)),
    )
    assertAll(fc.oneof(...calls), holds, RUNS)
  })
})

describe('a body of one megabyte takes no longer than reading it', () => {
  const { holds } = witness('documented')
  const plan = '/api/marketplace-plans/a1b2c3d4-e5f6-7890-abcd-ef1234567890/'
  const fillMegabyte = (text: string): string => text.repeat(1_000_000 / text.length)

  const bodies = [
    ['PATCH', '', `{"name":"${fillMegabyte('\\"')}`],
    ['PATCH', '', fillMegabyte('[')],
    ['PATCH', '', fillMegabyte('{"a":')],
    ['PATCH', '', `{"name":"${fillMegabyte(' ')}x"}`],
    ['PATCH', '', `{"unit_price":"${fillMegabyte('9')}"}`],
    ['PATCH', '', `{"description":"${fillMegabyte('<ul><li>')}"}`],
    ['PATCH', '', `{"description":"${fillMegabyte('<a href=x>')}"}`],
    ['PATCH', '', `{"description":"<p style='${fillMegabyte('a:b;')}'>"}`],
    [
      'PUT',
      '',
      `{"name":"x","offering":"/api/marketplace-provider-offerings/x${fillMegabyte('{')}x/"}`,
    ],
    ['PUT', '', `{"name":"x","offering":"http:${fillMegabyte('/')}x"}`],
    ['POST', 'update_organization_groups/', `{"organization_groups":[${fillMegabyte('"",')}""]}`],
    ['POST', 'update_prices/', `{"prices":{${fillMegabyte('"a":-1,')}"b":-1}}`],
  ] as const

  it.each(bodies.map(([method, action, text]) => [method, action, text.slice(0, 60), text]))(
    '%s %s with %s',
    (method, action, _, text) => {
      const headers = { authorization: 'Token YOUR_API_TOKEN', 'content-type': 'application/json' }
      const body = new TextEncoder().encode(text)
      holds({ method, target: `${plan}${action}`, origin: 'http://mock.test', headers, body })
    },
  )
})

describe('as observed, a server error is one that a real server answers (§2.0, row 34), no fault of the mock', () => {
  const { holds } = witness('observed')
  const mayCrash = () => true

  const runs = tries(1000)

  it.each(swept)(`${runs} calls of $id`, ({ route, operation }) => {
    // A fault that no rule has decided is reported, and fails whatever may crash.
    assertAll(callsOf(route, operation.method), (call: ApiRequest) => holds(call, mayCrash), runs)
  })
})
