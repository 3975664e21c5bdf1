import { expect } from 'vitest'
import { compileValidators } from '../../src/document/releases/compile.ts'
import { findOperationAt } from '../../src/document/matchRoute.ts'
import type { Problem, Validator } from '../../src/document/validators.ts'
import { parseFixture } from '../../src/fixture/fixture.ts'
import { neighbours } from '../../src/neighbours/neighbours.ts'
import { createWaldur } from '../domain/createWaldur.ts'
import type { Answer, Waldur } from '../domain/createWaldur.ts'

const validators = compileValidators(neighbours.document())

/** What neighbours.yaml has against an answer. Its uuids are dashed: those of real servers are not. */
function findFaults(method: string, target: string, answer: Answer): Problem[] {
  const [path = ''] = target.split('?')
  const operation = findOperationAt(neighbours, method, decodeURIComponent(path))
  if (!operation || method === 'HEAD' || answer.json === undefined) return []
  const name = operation.answers[answer.status < 300 ? answer.status : '4XX']
  const validate: Validator | undefined = validators[name ?? '']
  expect(validate, `${operation.id} ${answer.status} is not declared`).toBeDefined()
  if (!validate || validate(answer.json)) return []
  return (validate.errors ?? []).filter(
    ({ params }) => params?.['format'] !== 'uuid' || answer.headers['X-Test-Dialect'] === undefined,
  )
}

const NOW = new Date('2026-03-02T08:00:00Z')

/** A mock of which every answer outside the contract is held to neighbours.yaml, and every state can be kept. */
export function createJudgedWaldur(start: Parameters<typeof createWaldur>[0] = {}): Waldur {
  const mock = createWaldur(start)
  const mark = start.as === 'observed' ? { 'X-Test-Dialect': 'observed' } : {}
  const call: Waldur['call'] = (method, path, body, sent) => {
    const answer = mock.call(method, path, body, sent)
    const marked = { ...answer, headers: { ...answer.headers, ...mark } }
    expect(findFaults(method, path, marked), `${method} ${path}`).toEqual([])
    if (method !== 'GET' && answer.status < 300)
      parseFixture(JSON.stringify(mock.exported()), 'now', NOW)
    if (neighbours.match(path.split('?')[0] ?? '')) {
      expect(answer.headers['X-Mock-Outside-Contract']).toBe('true')
    }
    return answer
  }
  return {
    ...mock,
    call,
    get: (path, sent) => call('GET', path, undefined, sent),
    post: (path, body, sent) => call('POST', path, body, sent),
    delete: (path, body, sent) => call('DELETE', path, body, sent),
  }
}

/** A field of each row of a list. */
export const pick = ({ json }: Answer, field: string): unknown[] =>
  (json as Record<string, unknown>[]).map((row) => row[field])

export const field = ({ json }: Answer, name: string): unknown =>
  (json as Record<string, unknown>)[name]
