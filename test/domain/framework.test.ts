import { describe, expect, it } from 'vitest'
import type { DialectName } from '../../src/doors/index.ts'
import {
  BOOKINGS,
  dialectNames,
  createWaldur,
  names,
  NO_PLAN,
  ORIGIN,
  PLANS,
  STATS,
} from './createWaldur.ts'
import type { Answer, Waldur } from './createWaldur.ts'
import { ids, lab, offering, plan, resources } from './lab.ts'
import type { Rows } from './lab.ts'

/** What a running server was seen to do, item by item: §1.1 to §2.9 of waldur-behaviour.md. */
interface Item {
  readonly rows?: Partial<Rows>
  readonly ask: (waldur: Waldur) => unknown
  readonly answer: unknown
  /** Where the documented dialect answers more kindly than a running server, which fails. */
  readonly documented?: unknown
}

const PLAN = `${PLANS}${ids.academic}/`
const HTML = 'text/html; charset=utf-8'
const provider = (uuid: string) => `/api/marketplace-provider-offerings/${uuid}/`
const group = (uuid: string) => `/api/organization-groups/${uuid}/`
const status = (answer: Answer) => answer.status
const json = (answer: Answer) => answer.json
const statuses = (...answers: Answer[]) => answers.map(status)
const addType = (type: string) => ({ headers: { 'content-type': type } })
const JSON_TYPE = addType('application/json')
const FORM = addType('application/x-www-form-urlencoded')
const parts = addType('multipart/form-data; boundary=XX')
const parseError = (text: string) => ({ detail: `JSON parse error - ${text}` })

const patch = (waldur: Waldur, field: string, texts: readonly string[]) =>
  texts.map((text) => {
    const { json } = waldur.patch(PLAN, `{"${field}":${text}}`, JSON_TYPE)
    return (json as Record<string, unknown>)[field]
  })

const child = offering({
  uuid: ids.unknown,
  name: 'Child',
  slug: 'child-1',
  parent: ids.bench,
  components: [],
})

const http: Record<string, Item> = {
  '9.1.1 HEAD counts a plan without what only GET returns': {
    ask: (waldur) => {
      const { plan_type: _, minimal_price: __, ...rest } = waldur.plan(ids.academic)
      const lengths = [PLAN, `${PLANS}?offering_uuid=${ids.bench}`].map((path) =>
        Number(waldur.head(path).headers['Content-Length']),
      )
      const length = JSON.stringify(rest).length
      return lengths.map((one, index) => one - length - index * '[]'.length)
    },
    answer: [0, 0],
  },
  '9.1.2 a redirect and a preflight lack headers that others have': {
    ask: (waldur) => {
      const preflight = { 'access-control-request-method': 'POST' }
      const all = [
        waldur.get('/api/marketplace-plans'),
        waldur.options(PLANS, { headers: preflight }),
      ]
      return all.map(({ headers }) => [
        headers['Content-Type'],
        headers['Content-Length'],
        headers['X-Frame-Options'],
        headers['Vary'],
      ])
    },
    answer: [
      [HTML, undefined, undefined, 'Accept-Language, Cookie'],
      [HTML, '0', undefined, undefined],
    ],
  },
  '9.1.3 links carry the format that was asked for': {
    ask: (waldur) => {
      const body = { name: 'x', offering: provider(ids.bench) }
      return [
        (waldur.get(`${PLANS}${ids.academic}.json`).json as { url: string }).url,
        (waldur.get(`${PLAN}?format=json`).json as { offering: string }).offering.slice(-14),
        waldur.post(`${PLANS}?format=json`, body).headers['Location']?.slice(-13),
        waldur.post(`/api/marketplace-plans.json`, body).headers['Location']?.slice(-5),
      ].map((text) => text?.replaceAll('-', ''))
    },
    answer: [
      `${ORIGIN}/api/marketplace-plans/${ids.academic}.json`.replaceAll('-', ''),
      `1/?format=json`,
      '/?format=json',
      '.json',
    ],
  },
  '9.1.3 an action or usage_stats with a suffix': {
    ask: (waldur) =>
      statuses(
        waldur.get(`${PLANS}usage_stats.json`),
        waldur.post(`${PLANS}${ids.academic}/archive.json`),
        waldur.post(`${PLANS}zzz/archive.json`),
      ),
    answer: [500, 500, 404],
    documented: [200, 200, 404],
  },
  '9.1.4 a page of HTML begins with a line feed, and FOO is a method like any other': {
    ask: (waldur) => [
      waldur.get('/api/nope/').headers['Content-Length'],
      waldur.get('/api/nope/').text.slice(0, 11),
      json(waldur.call('FOO', PLAN)),
      status(waldur.call('FOO', PLAN, undefined, { token: null })),
    ],
    answer: ['179', '\n<!doctype ', { detail: 'Method "FOO" not allowed.' }, 401],
  },
  '9.1.5 Accept: */json is JSON, and so is application/json with a version': {
    ask: (waldur) =>
      ['*/json', 'application/json; version=1', 'text/json'].map((accept) =>
        status(waldur.get(PLAN, { headers: { accept } })),
      ),
    answer: [200, 200, 406],
  },
  '9.1.6 the bytes of a token are UTF-8': {
    ask: (waldur) =>
      ['Token \xe9', 'Token \xc3\xa9'].map((authorization) =>
        json(waldur.get(PLAN, { headers: { authorization } })),
      ),
    answer: [
      { detail: 'Invalid token header. Token string should not contain invalid characters.' },
      { detail: 'Invalid token.' },
    ],
  },
  '9.1.7 JSON has no charset': {
    ask: (waldur) => waldur.get(PLAN).headers['Content-Type'],
    answer: 'application/json',
  },
}

const queries: Record<string, Item> = {
  '9.2.1 digits of any script are digits': {
    ask: (waldur) =>
      ['page=%D9%A1', 'page=%201', 'page=1_0', 'page=%D9%A1%EF%BC%91'].map((query) =>
        status(waldur.get(`${PLANS}?${query}`)),
      ),
    answer: [200, 200, 404, 404],
  },
  '9.2.2 usage_stats does not trim its filters, the list of plans does': {
    ask: (waldur) => [
      status(waldur.get(`${PLANS}?offering_uuid=%20${ids.bench}`)),
      status(waldur.get(`${PLANS}?offering_uuid=+`)),
      json(waldur.get(`${STATS}?customer_provider_uuid=+`)),
      json(waldur.get(`${STATS}?o=%20usage`)),
    ],
    answer: [
      200,
      200,
      { customer_provider_uuid: ['Must be a valid UUID.'] },
      { o: ['" usage" is not a valid choice.'] },
    ],
  },
  '9.2.3 a filter whose path has no route tells what was tried': {
    ask: (waldur) => {
      const { status, json } = waldur.get(`${PLANS}?offering=/nope/`)
      return [status, Object.keys(json as object), (json as { path: string }).path]
    },
    answer: [404, ['tried', 'path'], 'nope/'],
    documented: [404, ['detail'], undefined],
  },
  '9.2.3 a filter whose path is / leads to no offering': {
    ask: (waldur) => waldur.get(`${PLANS}?offering=/`).json,
    answer: [],
  },
  '9.2.4 allowed_customer_uuid narrows the plans of others than staff and support': {
    rows: { plans: [plan({ organization_groups: [ids.universities] })] },
    ask: (waldur) =>
      ['staff', 'owner'].flatMap((token) =>
        [ids.works, '%201'].map((uuid) => {
          const path = `${BOOKINGS}${ids.bench}/?allowed_customer_uuid=${uuid}`
          const { status, json } = waldur.get(path, { token })
          return [status, (json as { plans?: unknown[] } | undefined)?.plans?.length]
        }),
      ),
    answer: [
      [200, 1],
      [200, 1],
      [200, 0],
      [500, undefined],
    ],
    documented: [
      [200, 1],
      [200, 1],
      [200, 0],
      [200, 0],
    ],
  },
  '9.2.5 a NUL in a filter is refused': {
    ask: (waldur) => json(waldur.get(`${PLANS}?offering_slug=a%00`)),
    answer: { offering_slug: ['Null characters are not allowed.'] },
  },
  '9.2.6 names are ordered as people order them': {
    rows: {
      plans: ['émile', 'alpha', 'Zoë', 'beta'].map((name, index) =>
        plan({ name, uuid: `${index}`.padStart(32, '0') }),
      ),
    },
    ask: (waldur) => names(waldur.get(PLANS)),
    answer: ['alpha', 'beta', 'émile', 'Zoë'],
  },
}

const bodies: Record<string, Item> = {
  '9.3.1 texts of numbers are those of Python': {
    ask: (waldur) => [
      ...patch(waldur, 'name', ['1.0', '1e3', '9223372036854775808', '1e16', '-0', '1e-5']),
      json(waldur.patch(PLAN, '{"name":1e400}', JSON_TYPE)),
    ],
    answer: [
      '1.0',
      '1000.0',
      '9223372036854775808',
      '1e+16',
      '0',
      '1e-05',
      parseError('number is infinity when parsed as double: line 1 column 9 (char 8)'),
    ],
  },
  '9.3.2 blanks around a text are those of Python': {
    ask: (waldur) => patch(waldur, 'name', ['"\\u001fa\\u0085"', '"\\u2009a\\ufeff"']),
    answer: ['a', 'a\ufeff'],
  },
  '9.3.3 numbers in texts may be of any script': {
    ask: (waldur) => patch(waldur, 'max_amount', ['"٣"', '"１２"', '"1_000"']),
    answer: [3, 12, 1000],
  },
  '9.3.4 booleans have no blank around them': {
    ask: (waldur) =>
      patch(waldur, 'archived', ['""', '" "', '"null"', '"NULL"', '" true "', '"maybe"']).concat(
        status(waldur.patch(PLAN, { archived: 'tRue' })),
      ),
    answer: [...Array.from({ length: 6 }, () => ['Must be a valid boolean.']), 200],
  },
  '9.3.5 a link to a list leads to the wrong place, a broken one nowhere': {
    ask: (waldur) =>
      ['/api/marketplace-provider-offerings/', 'http://[bad'].map((link) => {
        const { status, json } = waldur.post(PLANS, { name: 'x', offering: link })
        return [status, json]
      }),
    answer: [
      [400, { offering: ['Invalid hyperlink - Incorrect URL match.'] }],
      [500, undefined],
    ],
    documented: [
      [400, { offering: ['Invalid hyperlink - Incorrect URL match.'] }],
      [400, { offering: ['Invalid hyperlink - No URL match.'] }],
    ],
  },
  '9.3.6 groups: null and empty links are links, and groups are shown by name': {
    ask: (waldur) => {
      const set = (...links: unknown[]) =>
        json(waldur.post(`${PLAN}update_organization_groups/`, { organization_groups: links }))
      const refusals = [set(null), set(group(ids.research), '')]
      set(group(ids.universities), group(ids.industry), group(ids.research))
      return [...refusals, waldur.plan(ids.academic).organization_groups.map(({ name }) => name)]
    },
    answer: [
      { organization_groups: ['Incorrect type. Expected URL string, received NoneType.'] },
      { organization_groups: ['Invalid hyperlink - No URL match.'] },
      ['Industry', 'Research', 'Universities'],
    ],
  },
  '9.3.7 an empty name and a number beyond the database': {
    ask: (waldur) =>
      statuses(
        waldur.post(`${PLAN}update_prices/`, { prices: { '': 1 } }),
        waldur.post(`${PLAN}update_quotas/`, { quotas: { support: 2147483648 } }),
        waldur.post(`${PLAN}update_quotas/`, { quotas: { support: 2147483647 } }),
      ),
    answer: [500, 500, 200],
    documented: [400, 400, 200],
  },
  '9.3.8 HTML is written as nh3 writes it': {
    ask: (waldur) =>
      patch(waldur, 'description', [
        '"a<br/>b"',
        '"&nbsp;&copy;"',
        '"a < b"',
        '"<p>unclosed"',
        '"<p style=\'color:  red\'>x</p>"',
        '"<a href=\'javascript:x\'>x</a>"',
        '"a<script>x</script>b<table><tr><td>c"',
      ]),
    answer: [
      'a<br>b',
      '&nbsp;©',
      'a &lt; b',
      '<p>unclosed</p>',
      '<p style="color:  red">x</p>',
      '<a rel="noopener noreferrer">x</a>',
      'abc',
    ],
  },
  '9.3.9 errors of JSON are those of orjson': {
    ask: (waldur) =>
      [
        '{',
        "{'a':1}",
        '{"a":}',
        '[1,]',
        '{"a":1}x',
        '01',
        ' ',
        '\ufeff{}',
        '"\\ud800"',
        '"\t"',
      ].map((text) => json(waldur.patch(PLAN, text, JSON_TYPE))),
    answer: [
      'unexpected end of data: line 1 column 2 (char 1)',
      'unexpected character, expected a string key: line 1 column 2 (char 1)',
      'unexpected character, expected a JSON value: line 1 column 6 (char 5)',
      'trailing comma is not allowed: line 1 column 3 (char 2)',
      'unexpected content after document: line 1 column 8 (char 7)',
      'number with leading zero is not allowed: line 1 column 1 (char 0)',
      'input data is empty: line 1 column 1 (char 0)',
      'UTF-8 byte order mark (BOM) is not supported: line 1 column 1 (char 0)',
      'no low surrogate in string: line 1 column 2 (char 1)',
      'unexpected control character in string: line 1 column 2 (char 1)',
    ].map(parseError),
  },
  '9.3.10 in a form an empty value is absent, and entries of maps are never read': {
    ask: (waldur) => [
      status(waldur.patch(PLAN, 'archived=&unit=&unit_price=', FORM)),
      json(waldur.patch(PLAN, 'archived=%20', FORM)),
      status(waldur.post(`${PLAN}update_prices/`, 'prices.node=2.5', FORM)),
      waldur.plan(ids.academic).components.map(({ price }) => Number(price)),
    ],
    answer: [200, { archived: ['Must be a valid boolean.'] }, 200, [0, 0, 0, 0]],
  },
  '9.3.11 a form with parts is what is between its boundaries': {
    ask: (waldur) => [
      json(waldur.post(PLANS, 'garbage', parts)),
      (
        json(
          waldur.patch(
            PLAN,
            '--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\na XX b\r\n--XX--\r\n',
            parts,
          ),
        ) as { name: string }
      ).name,
      json(waldur.patch(PLAN, 'x', addType('multipart/form-data'))),
    ],
    answer: [
      { name: ['This field is required.'], offering: ['This field is required.'] },
      'a XX b',
      { detail: 'Multipart form parse error - Invalid boundary in multipart: None' },
    ],
  },
}

const rules: Record<string, Item> = {
  '9.4.1 a plan of a child offering has no components': {
    rows: { offerings: [...lab.offerings, child] },
    ask: (waldur) => {
      const made = waldur.post(PLANS, { name: 'x', offering: provider(ids.unknown) })
      const { uuid, prices } = made.json as { uuid: string; prices: object }
      return [prices, json(waldur.post(`${PLANS}${uuid}/update_prices/`, { prices: { node: 1 } }))]
    },
    answer: [{}, ['Invalid components node.']],
  },
  '9.4.2 a deleted plan takes its resources along': {
    rows: { resources: resources(['OK']) },
    ask: (waldur) => [
      status(waldur.delete(PLAN)),
      json(waldur.get(PLAN)),
      status(waldur.get(STATS)),
    ],
    answer: [204, NO_PLAN, 200],
  },
  '9.4.3 a price of nothing, and a sum of nothing': {
    rows: { plans: [plan({ components: [{ type: 'node' }] })] },
    ask: (waldur) => [waldur.plan(ids.academic).prices, waldur.plan(ids.academic).init_price],
    answer: [{ node: '0E-10' }, 0],
    documented: [{ node: 0 }, 0],
  },
  '9.4.4 a manager sees the plans and may not write': {
    ask: (waldur) => [
      status(waldur.get(PLAN, { token: 'manager' })),
      status(waldur.patch(PLAN, {}, { token: 'manager' })),
    ],
    answer: [200, 403],
  },
  '9.4.5 the mock speaks English, whatever language is asked for': {
    ask: (waldur) => {
      const { json, headers } = waldur.get(`${PLANS}zzz/`, { headers: { 'accept-language': 'et' } })
      return [json, headers['Content-Language']]
    },
    answer: [NO_PLAN, 'en'],
  },
}

describe.each(dialectNames)('What a running server does, as %s', (as: DialectName) => {
  it.each(Object.entries({ ...http, ...queries, ...bodies, ...rules }))('%s', (_, item) => {
    const { rows, ask, answer, documented = answer } = item
    const waldur = createWaldur({ as, ...(rows && { rows }) })

    expect(ask(waldur)).toEqual(as === 'documented' ? documented : answer)
  })
})
