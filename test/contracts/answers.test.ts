import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findAnswerMismatches } from '../../contracts/harness/findings/findAnswerMismatches.ts'
import type { Exchange } from '../../contracts/harness/transport/exchange.ts'
import { openSession } from '../../contracts/harness/session.ts'
import { readSettings } from '../../contracts/run/settings/readSettings.ts'
import { queries } from '../../contracts/values/arbitraries.ts'
import { dialectNames } from '../../src/dialect.ts'
import type { DialectName } from '../../src/dialect.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock } from '../../src/doors/index.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { changeJson } from '../mutants/mutant.ts'
import { removeHeader, setHeader, toBytes } from '../mutants/tools.ts'
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
const OFFERING = 'a1b2c3d4e5f67890abcdef1234567890'
const PROVIDER = 'customer_provider_uuid=3489be4b40b244b39824ddc99d1e24a8'
const LISTS = ['marketplace-plans/', 'marketplace-plans/usage_stats/', 'booking-offerings/']

/** Asks a mock in process, as a run would. */
function createAsk(as: DialectName) {
  const env = { WALDUR_TOKEN: 'YOUR_API_TOKEN' }
  openSession(readSettings(BASE, { dir: '', timeout: 5, answerLimit: 32, retries: 0 }, env))
  const mock = createMock({ as })
  const headers = {
    authorization: 'Token YOUR_API_TOKEN',
    host: 'waldur.test',
    'content-type': 'application/json',
  }
  return (method: 'GET' | 'HEAD' | 'POST', target: string, sends: unknown = ''): Exchange => {
    const body = toBytes(sends)
    const sent = mock.answer({ method, target, headers, origin: BASE, body })
    const text = sent.isHead ? '' : new TextDecoder().decode(sent.body)
    const named = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value])
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    return {
      request: { method, path: target, role: 'staff' as const },
      response: { status: sent.status, text, json, headers: Object.fromEntries(named) },
    }
  }
}

const STATS = '/api/marketplace-plans/usage_stats/'
const PLAN = { name: 'x', offering: `${BASE}/api/marketplace-provider-offerings/${OFFERING}/` }

it.each([
  ['statistics against their order', ['GET', `${STATS}?o=-limit`], 'order by -limit', reverseRows],
  ['statistics of all beside a filter', ['GET', STATS], 'filter customer', beside(PROVIDER)],
  ['a Location of another spelling', ['POST', '/api/marketplace-plans/', PLAN], 'location', moveIt],
] as const)('%s: one answer shows it', (_, [method, path, body], kind, change) => {
  const answer = createAsk('documented')(method, path, body)
  expect(findAnswerMismatches(answer)).toEqual([])

  const kinds = findAnswerMismatches(change(answer)).map((one) => one.kind)

  expect(kinds).toEqual([expect.stringContaining(kind)])
})

it.each(dialectNames)('no query makes the mock break what every answer owes: %s', (as) => {
  const ask = createAsk(as)
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

function reverseRows({ request, response }: Exchange): Exchange {
  return { request, response: { ...response, json: (response.json as unknown[]).toReversed() } }
}

/** As if a filter had been asked for, which the links keep. */
function beside(filter: string) {
  return ({ request, response }: Exchange): Exchange => ({
    request: { ...request, path: `${request.path}?${filter}` },
    response: {
      ...response,
      headers: {
        ...response.headers,
        link: (response.headers['link'] ?? '').replaceAll(/\?|\/(?=>)/g, (end) =>
          end === '?' ? `?${filter}&` : `/?${filter}`,
        ),
      },
    },
  })
}

function moveIt({ request, response }: Exchange): Exchange {
  const location = String(response.headers['location']).replaceAll('-', '')
  return { request, response: { ...response, headers: { ...response.headers, location } } }
}
