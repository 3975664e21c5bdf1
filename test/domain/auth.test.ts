import { describe, expect, it } from 'vitest'
import { DENIED, detail, dialectNames, createWaldur, PLANS } from './createWaldur.ts'
import { ids } from './lab.ts'

const MISSING = 'Authentication credentials were not provided.'
const SPACES = 'Invalid token. Token string should not contain spaces.'
const jwt = (claims: object) =>
  ['{}', JSON.stringify(claims), 'sign'].map((part) => btoa(part)).join('.')
const hour = Date.parse('2026-03-02T08:00:00Z') / 1000

const call = (authorization: string, as = dialectNames[0]) =>
  createWaldur({ ...(as && { as }) }).get(PLANS, { token: null, headers: { authorization } })

describe.each(dialectNames)('Authentication as %s', (as) => {
  it.each([
    ['', MISSING],
    ['Token', 'Invalid token. No credentials provided.'],
    ['Token  ', 'Invalid token. No credentials provided.'],
    ['Token a b', SPACES],
    ['Token unknown', 'Invalid token.'],
    ['Token STAFF', 'Invalid token.'],
    ['Token inactive', 'User inactive or deleted.'],
    ['Token idle', 'Token has expired.'],
    ['staff', MISSING],
    ['Basic c3RhZmY6eA==', MISSING],
    ['Bearer staff', 'Invalid JWT token.'],
    ['Bearer a.b.c', 'Invalid JWT token.'],
    [`Bearer ${jwt({ exp: hour - 1 })}`, 'Token has expired.'],
    [`Bearer ${jwt({ exp: hour + 1 })}`, 'Introspection configuration is incomplete.'],
    ['Bearer a b', SPACES],
    ['Bearer Token staff b', SPACES],
  ])('the header %j is answered 401: %s', (authorization, text) => {
    const answer = call(authorization, as)

    expect(answer).toMatchObject({ status: 401, json: detail(text) })
    expect(answer.headers).toMatchObject({
      'WWW-Authenticate': 'Token',
      'Content-Type': 'application/json',
    })
  })

  it.each(['Token staff', 'token staff', 'TOKEN staff', '  Token   staff  '])(
    'the header %j is accepted',
    (authorization) => {
      expect(call(authorization, as).status).toBe(200)
    },
  )
})

describe('Authentication', () => {
  it('is missing when no header is sent', () => {
    expect(createWaldur().get(PLANS, { token: null })).toMatchObject({
      status: 401,
      json: detail(MISSING),
    })
  })

  it('is not read from the query', () => {
    expect(createWaldur().get(`${PLANS}?x-auth-token=staff`, { token: null }).status).toBe(401)
  })

  it('a token with a lifetime lives on with each use, and dies of idleness', () => {
    const waldur = createWaldur()
    const busy = () => waldur.get(PLANS, { token: 'busy' })

    expect(busy().status).toBe(200)
    waldur.wait(3600)
    expect(busy().status).toBe(200)
    waldur.wait(3601)
    expect(busy()).toMatchObject({ status: 401, json: detail('Token has expired.') })
  })

  it('a refused call does not keep a token alive', () => {
    const waldur = createWaldur()

    expect(waldur.get(`${PLANS}zzz/`, { token: 'idle' }).status).toBe(401)
    expect(waldur.get(PLANS, { token: 'idle' }).status).toBe(401)
  })
})

describe('Impersonation', () => {
  const uuidOf = { owner: 'f102', stranger: 'f109' }
  const header = (who: keyof typeof uuidOf) => ({
    'x-impersonated-user-uuid': uuidOf[who].padStart(32, '0'),
  })

  it('lets staff see what another user sees, and says who asked', () => {
    const answer = createWaldur().get(`${PLANS}${ids.academic}/`, { headers: header('stranger') })

    expect(answer).toMatchObject({ status: 404, headers: { 'X-impersonator-uuid': ids.staff } })
    expect(createWaldur().get(PLANS, { headers: header('owner') })).toMatchObject({
      status: 200,
      headers: { 'X-impersonator-uuid': ids.staff, 'X-Result-Count': '2' },
    })
  })

  it('takes staff rights away', () => {
    const answer = createWaldur().delete(`${PLANS}${ids.academic}/`, undefined, {
      headers: header('owner'),
    })

    expect(answer).toMatchObject({
      status: 403,
      json: DENIED,
      headers: { 'X-impersonator-uuid': ids.staff },
    })
  })

  it('is ignored for users who are not staff, and for unknown users', () => {
    const owner = createWaldur().get(PLANS, { token: 'owner', headers: header('stranger') })
    const nobody = createWaldur().get(PLANS, {
      headers: { 'x-impersonated-user-uuid': ids.unknown },
    })

    expect(owner.headers).toMatchObject({ 'X-Result-Count': '2' })
    expect(owner.headers).not.toHaveProperty('X-impersonator-uuid')
    expect(nobody.headers).toMatchObject({ 'X-Result-Count': '3' })
  })
})
