import { gzipSync } from 'node:zlib'
import type { Context } from '../../src/domain/context.ts'
import { rule } from '../../src/domain/rule.ts'
import type { ApiRequest } from '../../src/pipeline/request.ts'
import { withDoor } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import {
  answering,
  heading,
  hearing,
  isOk,
  isStats,
  pathOf,
  ruling,
  withBody,
  withHeader,
  without,
} from './tools.ts'

const token = ({ headers }: ApiRequest): string => headers['authorization'] ?? ''
const as = (call: ApiRequest, name: string): ApiRequest => ({
  ...call,
  headers: { ...call.headers, authorization: `Token ${name}` },
})
const isWrite = ({ method }: ApiRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method)

const mistaken = (
  defect: string,
  isMeant: (call: ApiRequest) => boolean,
  name = 'YOUR_API_TOKEN',
): Mutant => hearing('permission', defect, (call) => (isMeant(call) ? as(call, name) : call))

const everybody = rule('Everybody may do it.', '§2.1', () => {})

/** Callers who may more or less than they should. */
export const permission: readonly Mutant[] = [
  mistaken(
    'anybody may read without a token',
    (call) => token(call) === '' && call.method === 'GET',
  ),
  mistaken(
    'any token is good',
    (call) => token(call).startsWith('Token ') && !/YOUR_API_TOKEN|-token/.test(token(call)),
  ),
  mistaken('an inactive user is let in', (call) => token(call).includes('inactive-token')),
  mistaken('an expired token is let in', (call) => token(call).includes('expired-token')),
  mistaken(
    'a stranger sees all plans',
    (call) => token(call).includes('stranger-token') && call.method === 'GET',
  ),
  mistaken(
    'support sees all plans',
    (call) => token(call).includes('support-token') && call.method === 'GET',
  ),
  mistaken(
    'a member sees booking offerings',
    (call) => token(call).includes('member-token') && pathOf(call).includes('booking'),
  ),
  mistaken(
    'a manager sees booking offerings',
    (call) => token(call).includes('manager-token') && pathOf(call).includes('booking'),
  ),
  mistaken(
    'a manager may write plans',
    (call) => token(call).includes('manager-token') && isWrite(call),
  ),
  mistaken(
    'an owner may delete plans',
    (call) => token(call).includes('owner-token') && call.method === 'DELETE',
  ),
  mistaken(
    'an owner sees everything',
    (call) => token(call) === 'Token owner-token' && call.method === 'GET',
  ),
  mistaken(
    'a stranger may create plans',
    (call) =>
      token(call).includes('stranger-token') &&
      call.method === 'POST' &&
      pathOf(call) === '/api/marketplace-plans/',
  ),
  mistaken(
    'a stranger shares calendars',
    (call) => token(call).includes('stranger-token') && pathOf(call).includes('calendar'),
  ),
  mistaken(
    'an owner sees no plans',
    (call) =>
      token(call) === 'Token owner-token' &&
      pathOf(call) === '/api/marketplace-plans/' &&
      call.method === 'GET',
    'stranger-token',
  ),
  mistaken(
    'staff is treated as an owner',
    (call) => token(call).includes('YOUR_API_TOKEN') && call.method === 'DELETE',
    'owner-token',
  ),
  ruling('permission', 'anybody who sees a plan may archive it', [
    'marketplace_plans_archive',
    { authorise: everybody },
  ]),
  ruling('permission', 'anybody who sees a plan may price it', [
    'marketplace_plans_update_prices',
    { authorise: everybody },
  ]),
  ruling('permission', 'anybody who sees a plan may change it', [
    'marketplace_plans_partial_update',
    { authorise: everybody },
  ]),
  ruling('permission', 'anybody who sees a plan may group it', [
    'marketplace_plans_update_organization_groups',
    { authorise: everybody },
  ]),
  ruling('permission', 'delete looks the plan up first', [
    'marketplace_plans_destroy',
    {
      enter: everybody,
      authorise: rule('Only staff delete plans.', '§2.5', ({ user }: Context) => {
        if (!user.is_staff) throw new Error('denied')
      }),
    },
  ]),
  answering('permission', 'a stranger sees no statistics', [
    (call, sent) => isStats(call, sent) && token(call).includes('stranger-token'),
    () => [],
  ]),
  heading('permission', 'a foreign plan is 403', (sent, call) =>
    sent.status === 404 &&
    token(call).includes('stranger-token') &&
    call.method === 'GET' &&
    sent.headers['Allow']
      ? withBody(
          { ...sent, status: 403 },
          { detail: 'You do not have permission to perform this action.' },
        )
      : sent,
  ),
  hearing('permission', 'the scheme is case-sensitive', (call) =>
    token(call).startsWith('token ')
      ? { ...call, headers: { ...call.headers, authorization: 'nothing' } }
      : call,
  ),
  mistaken(
    '405 comes before 401',
    (call) => token(call) === '' && call.method === 'PUT' && pathOf(call).endsWith('-plans/'),
  ),
]

const dropped = (name: string, isMeant: (status: number) => boolean = () => true): Mutant =>
  heading('headers', `${name} is missing`, (sent) =>
    isMeant(sent.status) ? without(sent, name) : sent,
  )

/** Heads of answers that lack something or say something else. */
export const headers: readonly Mutant[] = [
  dropped('WWW-Authenticate'),
  dropped('Location', (status) => status === 201),
  dropped('Allow', (status) => status === 405),
  dropped('Allow', (status) => status === 200),
  dropped('X-Result-Count'),
  dropped('Link'),
  dropped('Vary'),
  dropped('Content-Language'),
  dropped('X-Frame-Options'),
  heading('headers', 'Location leads to the list', (sent) =>
    sent.status === 201
      ? withHeader(
          sent,
          'Location',
          String(sent.headers['Location']).replace(/[0-9a-f-]{32,36}\/$/, ''),
        )
      : sent,
  ),
  heading('headers', 'JSON has a charset of another kind', (sent) =>
    sent.headers['Content-Type'] === 'application/json'
      ? withHeader(sent, 'Content-Type', 'text/plain')
      : sent,
  ),
  heading('headers', 'an empty answer has a content type', (sent) =>
    sent.body.length === 0 && isOk(sent)
      ? withHeader(sent, 'Content-Type', 'application/json')
      : sent,
  ),
  heading('headers', 'Allow forgets DELETE', (sent) =>
    sent.headers['Allow']?.includes('DELETE')
      ? withHeader(sent, 'Allow', sent.headers['Allow'].replace('DELETE, ', ''))
      : sent,
  ),
  heading('headers', 'the redirect loses the query', (sent) =>
    sent.status === 301
      ? withHeader(sent, 'Location', String(sent.headers['Location']).replace(/\?.*/, ''))
      : sent,
  ),
  heading('headers', 'the redirect leads to another host', (sent) =>
    sent.status === 301
      ? withHeader(sent, 'Location', `http://other.example${sent.headers['Location']}`)
      : sent,
  ),
  heading('headers', 'WWW-Authenticate says Basic', (sent) =>
    sent.status === 401 ? withHeader(sent, 'WWW-Authenticate', 'Basic') : sent,
  ),
  heading('headers', 'answers are packed unasked', (sent) =>
    sent.body.length > 2000
      ? withHeader(
          { ...withHeader(sent, 'Content-Encoding', 'gzip'), body: gzipSync(sent.body) },
          'Content-Length',
          String(gzipSync(sent.body).length),
        )
      : sent,
  ),
  heading('headers', 'HEAD has another length', (sent, { method }) =>
    method === 'HEAD' && sent.headers['Content-Length']
      ? withHeader(sent, 'Content-Length', '2')
      : sent,
  ),
]

/** Requests that get in each other's way. */
export const concurrency: readonly Mutant[] = [
  withDoor('concurrency', 'a caller is answered what another asked', (inner) => {
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
  withDoor('concurrency', 'reads lag one write behind', (inner) => {
    const known = new Map<string, ReturnType<typeof inner.answer>>()
    return (call) => {
      const key = `${call.target} ${token(call)}`
      const sent = inner.answer(call)
      if (call.method !== 'GET') return sent
      const stale = known.get(key)
      known.set(key, sent)
      return stale ?? sent
    }
  }),
  withDoor('concurrency', 'a list is kept for ten seconds', (inner) => {
    const known = new Map<string, { sent: ReturnType<typeof inner.answer>; at: number }>()
    return (call) => {
      if (call.method !== 'GET') return inner.answer(call)
      const key = `${call.target} ${token(call)}`
      const kept = known.get(key)
      if (kept && Date.now() - kept.at < 10_000) return kept.sent
      const sent = inner.answer(call)
      known.set(key, { sent, at: Date.now() })
      return sent
    }
  }),
  withDoor('concurrency', 'every seventh write is lost', (inner) => {
    let writes = 0
    return (call) => {
      if (!isWrite(call) || !/update_|archive/.test(call.target)) return inner.answer(call)
      writes++
      return writes % 7 === 0
        ? inner.answer({ ...call, method: 'HEAD', target: '/api/marketplace-plans/?page=1' })
        : inner.answer(call)
    }
  }),
  withDoor('concurrency', 'two plans made at once get one uuid', (inner) => {
    let last: { sent: ReturnType<typeof inner.answer>; at: number } | null = null
    return (call) => {
      const isCreate = call.method === 'POST' && pathOf(call) === '/api/marketplace-plans/'
      if (isCreate && last && Date.now() - last.at < 5) return last.sent
      const sent = inner.answer(call)
      if (isCreate && sent.status === 201) last = { sent, at: Date.now() }
      return sent
    }
  }),
  withDoor('concurrency', 'a caller is remembered across requests', (inner) => {
    let seen = ''
    return (call) => {
      const known = token(call)
      if (/^Token (YOUR|owner)/.test(known)) seen = known
      return inner.answer(
        known === '' && seen
          ? { ...call, headers: { ...call.headers, authorization: seen } }
          : call,
      )
    }
  }),
]
