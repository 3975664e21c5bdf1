import { describe, expect, it } from 'vitest'
import {
  BOOKINGS,
  DENIED,
  detail,
  createWaldur,
  NO_OFFERING,
  NO_PLAN,
  PLANS,
  STATS,
} from './createWaldur.ts'
import { ids } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const JSON_TYPE = { 'content-type': 'application/json' }
const addDashes = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const HTML = 'text/html; charset=utf-8'

describe('Paths', () => {
  it.each(['GET', 'POST', 'PUT', 'DELETE', 'HEAD'])(
    '%s without a trailing slash is redirected, with its query, before a token is asked for',
    (method) => {
      const answer = createWaldur().call(method, '/api/marketplace-plans?page=2&b=%2C', undefined, {
        token: null,
      })

      expect(answer).toMatchObject({ status: 301, text: '' })
      expect(answer.headers).toMatchObject({
        Location: '/api/marketplace-plans/?page=2&b=%2C',
        'Content-Type': HTML,
      })
    },
  )

  it.each([
    `${PLAN}archive`,
    `${PLANS}${ids.unknown}`,
    '/api/marketplace-plans/usage_stats',
    `${BOOKINGS}zzz/google_calendar_sync`,
  ])('%s is redirected to its slash', (path) => {
    expect(createWaldur().get(path)).toMatchObject({
      status: 301,
      headers: { Location: `${path}/` },
    })
  })

  it.each(['/api/nothing/', `${PLAN}nothing/`, `${PLAN}archive/more/`, '/api/nothing', '/'])(
    '%s is no route: an HTML page says so, without a token too',
    (path) => {
      const answer = createWaldur().get(path, { token: null })

      expect(answer).toMatchObject({ status: 404, headers: { 'Content-Type': HTML } })
      expect(answer.text).toContain('<title>Not Found</title>')
      expect(answer.text).toContain('The requested resource was not found on this server.')
    },
  )

  it.each([
    ids.academic,
    addDashes(ids.academic),
    ids.academic.toUpperCase(),
    addDashes(ids.academic).toUpperCase(),
  ])('%s in a path is the same plan', (uuid) => {
    expect(createWaldur().get(`${PLANS}${uuid}/`)).toMatchObject({
      status: 200,
      json: { name: 'Academic' },
    })
  })

  it.each(['zzz', ids.unknown, 'a b', '%F0%9F%98%80', `${ids.academic}0`, 'null'])(
    'the garbage %s in place of a uuid is an object that does not exist',
    (uuid) => {
      expect(createWaldur().get(`${PLANS}${uuid}/`)).toMatchObject({ status: 404, json: NO_PLAN })
      expect(createWaldur().get(`${BOOKINGS}${uuid}/`)).toMatchObject({
        status: 404,
        json: NO_OFFERING,
      })
    },
  )

  it('usage_stats is a place of its own, not the uuid of a plan', () => {
    expect(createWaldur().get(STATS).status).toBe(200)
    expect(createWaldur().get(`${BOOKINGS}usage_stats/`)).toMatchObject({ status: 404 })
  })

  it.each(['/api/marketplace-plans.json', `${PLANS}${ids.academic}.json`, `${PLANS}?format=json`])(
    '%s is JSON',
    (path) => {
      expect(createWaldur().get(path).status).toBe(200)
    },
  )

  it.each([`${PLANS}?format=xml`, '/api/marketplace-plans.xml', `${PLANS}?format=api`])(
    '%s is not offered',
    (path) => {
      expect(createWaldur().get(path)).toMatchObject({ status: 404, json: detail('Not found.') })
    },
  )

  it('links are made for the host and the scheme of the call', () => {
    const { json } = createWaldur().get(PLAN, { origin: 'https://shop.example:8443' })

    expect(json).toMatchObject({
      url: `https://shop.example:8443${PLANS}${addDashes(ids.academic)}/`,
    })
  })
})

describe('The order of refusals', () => {
  const html = { headers: { accept: 'text/html' } }

  it('no route comes before anything else', () => {
    expect(createWaldur().get('/api/nothing/', { token: null, ...html }).status).toBe(404)
  })

  it.each(['text/html', 'application/xml', 'text/html, image/*;q=0.8'])(
    'Accept: %s is refused before the token is looked at',
    (accept) => {
      expect(createWaldur().get(PLANS, { token: null, headers: { accept } })).toMatchObject({
        status: 406,
        json: detail('Could not satisfy the request Accept header.'),
      })
    },
  )

  it.each(['*/*', 'application/json', 'application/*', 'text/html, */*;q=0.1', ''])(
    'Accept: %s is satisfied',
    (accept) => {
      expect(createWaldur().get(PLANS, { headers: { accept: accept || '*/*' } }).status).toBe(200)
    },
  )

  it.each([
    ['PUT', PLANS],
    ['DELETE', PLANS],
    ['GET', `${PLAN}archive/`],
    ['POST', STATS],
    ['POST', BOOKINGS],
    ['PUT', `${BOOKINGS}${ids.unknown}/`],
    ['PATCH', `${BOOKINGS}zzz/`],
    ['DELETE', `${BOOKINGS}${ids.bench}/`],
  ])('%s %s asks for a token first; then the method is refused', (method, path) => {
    const answer = createWaldur().call(method, path)

    expect(createWaldur().call(method, path, undefined, { token: null }).status).toBe(401)
    expect(answer).toMatchObject({
      status: 405,
      json: detail(`Method "${method}" not allowed.`),
    })
  })

  it('whether one may delete at all comes before whether the plan exists', () => {
    for (const uuid of [ids.academic, ids.unknown, 'zzz']) {
      expect(
        createWaldur().delete(`${PLANS}${uuid}/`, undefined, { token: 'owner' }),
      ).toMatchObject({
        status: 403,
        json: DENIED,
      })
      expect(createWaldur().delete(`${PLANS}${uuid}/`, undefined, { token: null }).status).toBe(401)
    }
  })

  it.each([
    ['stranger', 404, NO_PLAN],
    ['manager', 403, DENIED],
  ])('a malformed body by %s is not read: %i', (token, status, json) => {
    const answer = createWaldur().post(`${PLAN}update_prices/`, '{', { token, headers: JSON_TYPE })

    expect(answer).toMatchObject({ status, json })
  })

  it('the state of a plan comes before the body', () => {
    const waldur = createWaldur()
    const remote = waldur.post(`${PLANS}${ids.mirror}/update_prices/`, '{', { headers: JSON_TYPE })
    waldur.post(`${PLAN}archive/`)
    const archived = waldur.post(`${PLAN}archive/`, '{', { headers: JSON_TYPE })

    expect(remote.json).toEqual(['It is not possible to update plan for this offering type.'])
    expect(archived.json).toEqual(['Plan is already archived.'])
  })

  it('the fields of a body come before what can only be said when it is saved', () => {
    const prices = { unknown: '1', node: '-1' }

    expect(createWaldur().post(`${PLAN}update_prices/`, { prices }).json).toEqual({
      prices: { node: ['Ensure this value is greater than or equal to 0.'] },
    })
  })
})

describe('Bodies', () => {
  const post = (body: string, type?: string) =>
    createWaldur().post(`${PLAN}update_prices/`, body, {
      headers: type === undefined ? {} : { 'content-type': type },
    })

  it.each(['{', '{"a":}', '{"prices":{}} x', "{'a':1}", '\u0000'])('%s is no JSON', (body) => {
    expect(post(body, 'application/json')).toMatchObject({
      status: 400,
      json: { detail: expect.stringMatching(/^JSON parse error - ./) },
    })
  })

  it.each([
    ['[]', 'list'],
    ['[1]', 'list'],
    ['"x"', 'str'],
    ['7', 'int'],
    ['1.5', 'float'],
    ['true', 'bool'],
  ])('%s is no object: it is called %s', (body, name) => {
    expect(post(body, 'application/json')).toMatchObject({
      status: 400,
      json: { non_field_errors: [`Invalid data. Expected a dictionary, but got ${name}.`] },
    })
  })

  it('null is no data', () => {
    expect(post('null', 'application/json')).toMatchObject({
      status: 400,
      json: { non_field_errors: ['No data provided'] },
    })
  })

  it.each([
    ['text/plain', 'text/plain'],
    ['application/xml; charset=utf-8', 'application/xml; charset=utf-8'],
    [undefined, ''],
  ])('a body of the type %s is not read', (type, shown) => {
    expect(post('{}', type)).toMatchObject({
      status: 415,
      json: detail(`Unsupported media type "${shown}" in request.`),
    })
  })

  it.each([undefined, 'text/plain', 'application/json'])(
    'an empty body of the type %s is an empty object',
    (type) => {
      expect(post('', type)).toMatchObject({
        status: 400,
        json: { prices: ['This field is required.'] },
      })
    },
  )

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json ;a=b'])(
    '%s is JSON',
    (type) => {
      expect(post('{"prices":{}}', type).status).toBe(200)
    },
  )

  it('forms are read too, but not their entries of maps: every price becomes 0', () => {
    const waldur = createWaldur()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }

    expect(waldur.post(`${PLAN}update_prices/`, 'prices.node=7', { headers }).status).toBe(200)
    expect(waldur.plan(ids.academic).prices).toEqual({ node: 0, setup: 0, support: 0, hours: 0 })
  })

  it('of a key that is there twice the last value counts; unknown keys do not', () => {
    const waldur = createWaldur()
    const body = '{"name":"a","customer":1,"name":"b","__proto__":{"unit":"hour"}}'
    const answer = waldur.patch(PLAN, body, { headers: JSON_TYPE })

    expect(answer).toMatchObject({ status: 200, json: { name: 'b', unit: 'day' } })
  })

  it.each(['{', 'hello', '\u0000'])('archive never reads its body: %j', (body) => {
    expect(createWaldur().post(`${PLAN}archive/`, body, { headers: JSON_TYPE }).status).toBe(200)
    expect(createWaldur().post(`${PLAN}delete_organization_groups/`, body).status).toBe(200)
  })
})

describe('Headers', () => {
  it.each([
    ['GET', PLANS, 'GET, POST, HEAD, OPTIONS'],
    ['GET', BOOKINGS, 'GET, POST, HEAD, OPTIONS'],
    ['PUT', PLANS, 'GET, POST, HEAD, OPTIONS'],
    ['POST', BOOKINGS, 'GET, POST, HEAD, OPTIONS'],
    ['GET', PLAN, 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'],
    ['GET', `${BOOKINGS}zzz/`, 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'],
    ['POST', `${PLAN}archive/`, 'POST, OPTIONS'],
    ['GET', `${BOOKINGS}${ids.bench}/share_google_calendar/`, 'POST, OPTIONS'],
    ['GET', STATS, 'GET, HEAD, OPTIONS'],
  ])('%s %s allows %s', (method, path, allow) => {
    expect(createWaldur().call(method, path).headers).toMatchObject({ Allow: allow })
  })

  it.each([
    ['GET', PLANS],
    ['GET', `${PLANS}zzz/`],
    ['PUT', PLANS],
    ['POST', `${PLAN}archive/`],
    ['GET', '/api/nothing/'],
  ])('%s %s carries what every answer carries', (method, path) => {
    const { headers, text } = createWaldur().call(method, path)

    expect(headers).toMatchObject({
      'Content-Length': String(new TextEncoder().encode(text).length),
      'Content-Language': 'en',
      Vary: 'Accept-Language, Cookie',
      'X-Frame-Options': 'DENY',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Link, X-Result-Count',
    })
    for (const absent of ['ETag', 'Last-Modified', 'X-Content-Type-Options', 'Set-Cookie']) {
      expect(headers).not.toHaveProperty(absent)
    }
  })

  it('an empty answer has the length 0 and no content type', () => {
    for (const path of ['update_prices/', 'update_quotas/', 'update_discounts/']) {
      const body = { prices: {}, quotas: {}, discounts: {} }
      const { status, headers, text } = createWaldur().post(`${PLAN}${path}`, body)

      expect([status, text, headers['Content-Length']]).toEqual([200, '', '0'])
      expect(headers).not.toHaveProperty('Content-Type')
    }
  })

  it('JSON has no charset and no blanks', () => {
    const { headers, text } = createWaldur().get(PLAN)

    expect(headers['Content-Type']).toBe('application/json')
    expect(text).toBe(JSON.stringify(JSON.parse(text)))
  })
})

describe('HEAD and OPTIONS', () => {
  it.each([BOOKINGS, STATS, `${BOOKINGS}${ids.bench}/`, `${PLANS}zzz/`])(
    'HEAD %s has the status and the headers of GET, and no body',
    (path) => {
      const [got, asked] = [createWaldur().get(path), createWaldur().head(path)]

      expect(asked).toMatchObject({ status: got.status, text: '', headers: got.headers })
    },
  )

  it.each([PLANS, BOOKINGS, STATS])('HEAD %s counts', (path) => {
    expect(createWaldur().head(path).headers['X-Result-Count']).toMatch(/^[23]$/)
  })

  it.each([PLANS, `${PLAN}update_prices/`, BOOKINGS])('OPTIONS %s describes the view', (path) => {
    const answer = createWaldur().options(path)

    expect(createWaldur().options(path, { token: null }).status).toBe(401)
    expect(answer).toMatchObject({
      status: 200,
      json: { name: expect.any(String), description: '', renders: ['application/json'] },
    })
    expect(answer.json).toHaveProperty('parses')
  })

  it.each([PLANS, `${PLAN}archive/`, '/api/nothing/', '/api/marketplace-plans'])(
    'a preflight for %s is answered without a token',
    (path) => {
      const headers = { 'access-control-request-method': 'POST', accept: 'text/html' }
      const answer = createWaldur().options(path, { token: null, headers })

      expect(answer).toMatchObject({ status: 200, text: '', headers: { 'Content-Length': '0' } })
      expect(answer.headers).toMatchObject({
        'Access-Control-Allow-Methods': 'DELETE, GET, OPTIONS, PATCH, POST, PUT',
        'Access-Control-Allow-Headers': expect.stringContaining('Authorization'),
        'Access-Control-Allow-Credentials': 'true',
      })
    },
  )
})
