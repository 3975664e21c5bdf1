import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import first from '../../contracts/harness/choice/order.json' with { type: 'json' }
import { createMock } from '../../src/doors/index.ts'
import { EMPTY } from '../../src/pipeline/bytes.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { prismReferee } from './prism.ts'
import { startTarget } from './startTarget.ts'
import { listBroken, verifyWithTokens } from './startVerify.ts'
import { isWhole } from '../tries.ts'

/** A whole run of verify on the documented dialect, and every response that it got, equal ones once. */
async function wholeRun() {
  const seen = new Map<string, readonly [ApiRequest, ApiResponse]>()
  const { url, asked } = await startTarget({
    wrap: (inner) => (request) => {
      const response = inner.answer(request)
      const body = createHash('sha256').update(response.body).digest('base64')
      const [path = ''] = request.target.split('?')
      seen.set(`${request.method} ${path} ${response.status} ${body}`, [request, response])
      return response
    },
  })
  return { ...(await verifyWithTokens(url)), asked, seen: [...seen.values()] }
}

describe.runIf(isWhole)('verify on the documented dialect', () => {
  let run: Awaited<ReturnType<typeof wholeRun>>
  beforeAll(async () => {
    run = await wholeRun()
  }, 600_000)

  it('finds nothing, and takes away what it made', () => {
    const { code, text, report } = run

    expect(listBroken(report)).toEqual([])
    expect(code, text).toBe(0)
    const safety = report.contracts.find(({ id }) => id === 'safety.nothing-else-changed')
    expect(safety?.outcome).toBe('kept')
    expect(report.contracts.map(({ id }) => id)).toEqual(expect.arrayContaining(first))
  })

  it('gets no answer that Prism, as referee, finds at fault', async () => {
    const faultsOf = await prismReferee()

    expect(run.asked.length).toBeGreaterThan(2000)
    expect(run.seen.flatMap(([request, response]) => faultsOf(request, response))).toEqual([])
  }, 120_000)
})

it('Prism, as referee, does find the observed dialect at fault: it can tell', async () => {
  const request: ApiRequest = {
    method: 'GET',
    target: '/api/marketplace-plans/',
    origin: 'http://127.0.0.1',
    headers: { authorization: 'Token YOUR_API_TOKEN' },
    body: EMPTY,
  }

  const faultsOf = await prismReferee()

  expect(faultsOf(request, createMock({ as: 'observed' }).answer(request))).not.toEqual([])
})
