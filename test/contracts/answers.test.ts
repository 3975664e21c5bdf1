import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findAnswerMismatches } from '../../contracts/harness/findings/findAnswerMismatches.ts'
import { openSession } from '../../contracts/harness/session.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { queries } from '../../contracts/values/arbitraries.ts'
import { dialectNames } from '../../src/dialect.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock } from '../../src/doors/index.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { changeJson } from '../mutants/mutant.ts'
import { removeHeader, setHeader } from '../mutants/tools.ts'
import { tries } from '../tries.ts'
import { startTarget } from './startTarget.ts'
import { holdTo } from './surroundings/holdTo.ts'

type Wrap = (inner: Mock) => (call: ApiRequest) => ApiResponse

const changeAnswer =
  (isMeant: (sent: ApiResponse, call: ApiRequest) => boolean, name: string, value?: string): Wrap =>
  (inner) =>
  (call) => {
    const sent = inner.answer(call)
    if (!isMeant(sent, call)) return sent
    return value === undefined ? removeHeader(sent, name) : setHeader(sent, name, value)
  }

const isPage =
  (query: string) =>
  ({ target }: ApiRequest): boolean =>
    target.startsWith('/api/marketplace-plans/?') && target.includes(query)

/** Defects that no contract but those on all answers looks for, in a run that asks for other things. */
const faults: Readonly<Record<string, readonly [contract: string, wrap: Wrap]>> = {
  'a refused page may be framed': [
    'answers.headers',
    changeAnswer(({ status }) => status === 404, 'X-Frame-Options'),
  ],
  'a page of two names other methods': [
    'answers.headers',
    changeAnswer((_, call) => isPage('page_size=2')(call), 'Allow', 'GET, OPTIONS'),
  ],
  'a page that is not there has a text of its own': [
    'answers.refusals',
    changeJson(
      (_, { status }) => status === 404,
      () => ({ detail: 'No such page.' }),
    ),
  ],
  'a page of eleven links to no next one': [
    'answers.pages',
    changeAnswer(
      (_, call) => isPage('page_size=11')(call),
      'Link',
      '<http://127.0.0.1/>; rel="first", <http://127.0.0.1/>; rel="last"',
    ),
  ],
  'a page of eleven lacks a row': [
    'answers.pages',
    changeJson(isPage('page_size=11'), (rows: unknown[]) => rows.slice(1)),
  ],
}

it.each(Object.entries(faults))('whatever is asked for, %s, is found', async (_, [id, wrap]) => {
  const { url } = await startTarget({ wrap })

  const { broken } = await holdTo(url, [ASKED, id], { readOnly: true })

  expect(broken).toContain(id)
})

it('what somebody has written while a page was read is not found', async () => {
  let isFirst = true
  const isOnce = (call: ApiRequest) => isPage('page_size=11')(call) && isFirst
  const { url } = await startTarget({
    wrap: changeJson(isOnce, (rows: unknown[]) => {
      isFirst = false
      return rows.slice(1)
    }),
  })

  const { broken } = await holdTo(url, [ASKED, 'answers.'], { readOnly: true })

  expect(broken).toEqual([])
})

/** Asks for many pages of plans, and for some that are not there. */
const ASKED = 'bounds.marketplace_plans_list.page'

const BASE = 'http://waldur.test'
const LISTS = ['marketplace-plans/', 'marketplace-plans/usage_stats/', 'booking-offerings/']

it.each(dialectNames)('no query makes the mock break what every answer owes: %s', (as) => {
  const env = { WALDUR_TOKEN: 'YOUR_API_TOKEN' }
  openSession(readSettings(BASE, { dir: '', timeout: 5, answerLimit: 32, retries: 0 }, env))
  const mock = createMock({ as })
  const headers = { authorization: 'Token YOUR_API_TOKEN', host: 'waldur.test' }
  const ask = (method: 'GET' | 'HEAD', target: string) => {
    const sent = mock.answer({ method, target, headers, origin: BASE, body: new Uint8Array() })
    const text = sent.isHead ? '' : new TextDecoder().decode(sent.body)
    const named = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value])
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    return {
      request: { method, path: target, role: 'staff' as const },
      response: { status: sent.status, text, json, headers: Object.fromEntries(named) },
    }
  }
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'HEAD'),
      fc.constantFrom(...LISTS),
      queries,
      (method, list, query) => {
        const found = findAnswerMismatches(ask(method, `/api/${list}?${query}`))
        expect(found.map(({ expected, seen }) => [expected, seen])).toEqual([])
      },
    ),
    { seed: 1, numRuns: tries(30_000) },
  )
})
