import { createMock } from '../../src/doors/index.ts'
import { HOST } from './request.ts'
import type { Answer, Request, Side } from './request.ts'

const ORIGIN = `http://${HOST}`

/** The mock without a line to it: what it answers to plain data. */
export function startCore(): Side {
  const mock = createMock({ as: 'observed' })
  const answer = ({ method, target, headers, body }: Request): Answer => {
    const named = headers.map(([name, value]) => [name.toLowerCase(), value])
    const length = body.length > 0 ? { 'content-length': String(body.length) } : {}
    const sent = { host: HOST, ...Object.fromEntries(named), ...length } as Record<string, string>
    const response = mock.answer({
      method,
      target,
      origin: ORIGIN,
      headers: sent,
      body,
    })
    const answered = Object.entries(response.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ])
    const { status, isHead } = response
    return {
      status,
      headers: Object.fromEntries(answered) as Answer['headers'],
      body: Buffer.from(isHead ? [] : response.body),
    }
  }
  const ask: Side['ask'] = (sent, then) => {
    const first = answer(sent)
    if (!then || first.status >= 300) return Promise.resolve([first])
    const target = then.target.replace(
      '{location}',
      first.headers['location']?.replace(ORIGIN, '') ?? '',
    )
    const second = answer({ ...then, target })
    mock.reset()
    return Promise.resolve([first, second])
  }
  return { ask, stop: () => {} }
}
