import { mutateMock } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import { getToken, isWrite } from './permission.ts'
import { getPath, setBody } from './tools.ts'

/** Requests that get in each other's way. */
export const concurrency: readonly Mutant[] = [
  mutateMock('concurrency', 'a caller is answered what another asked', (inner) => {
    let last: ReturnType<typeof inner.answer> | null = null
    let at = 0
    return (call) => {
      const sent = inner.answer(call)
      const isSoon = Date.now() - at < 1
      at = Date.now()
      const other = last
      last = call.method === 'GET' ? sent : null
      return isSoon && other && call.method === 'GET' ? other : sent
    }
  }),
  mutateMock('concurrency', 'reads lag one write behind', (inner) => {
    const known = new Map<string, ReturnType<typeof inner.answer>>()
    return (call) => {
      const key = `${call.target} ${getToken(call)}`
      const sent = inner.answer(call)
      if (call.method !== 'GET') return sent
      const stale = known.get(key)
      known.set(key, sent)
      return stale ?? sent
    }
  }),
  mutateMock('concurrency', 'a list is kept for ten seconds', (inner) => {
    const known = new Map<string, { sent: ReturnType<typeof inner.answer>; at: number }>()
    return (call) => {
      if (call.method !== 'GET') return inner.answer(call)
      const key = `${call.target} ${getToken(call)}`
      const kept = known.get(key)
      if (kept && Date.now() - kept.at < 10_000) return kept.sent
      const sent = inner.answer(call)
      known.set(key, { sent, at: Date.now() })
      return sent
    }
  }),
  mutateMock('concurrency', 'every seventh write is lost', (inner) => {
    let writes = 0
    return (call) => {
      if (!isWrite(call) || !/update_|archive/.test(call.target)) return inner.answer(call)
      writes++
      return writes % 7 === 0
        ? setBody(inner.answer({ ...call, method: 'HEAD', target: '/api/marketplace-plans/' }), '')
        : inner.answer(call)
    }
  }),
  mutateMock('concurrency', 'two plans made at once get one uuid', (inner) => {
    let last: { sent: ReturnType<typeof inner.answer>; at: number } | null = null
    return (call) => {
      const isCreate = call.method === 'POST' && getPath(call) === '/api/marketplace-plans/'
      if (isCreate && last && Date.now() - last.at < 5) return last.sent
      const sent = inner.answer(call)
      if (isCreate && sent.status === 201) last = { sent, at: Date.now() }
      return sent
    }
  }),
  mutateMock('concurrency', 'a caller is remembered across requests', (inner) => {
    let seen = ''
    return (call) => {
      const known = getToken(call)
      if (/^Token (YOUR|owner)/.test(known)) seen = known
      return inner.answer(
        known === '' && seen
          ? { ...call, headers: { ...call.headers, authorization: seen } }
          : call,
      )
    }
  }),
]
