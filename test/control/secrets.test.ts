import { describe, expect, it } from 'vitest'
import { driveMock } from './driveMock.ts'
import type { Asked } from './driveMock.ts'
import { ids, lab } from '../domain/lab.ts'
import { redactText } from '../../src/mock/journal/redact.ts'

const PLANS = '/api/marketplace-plans/'
const PLAN = `${PLANS}${ids.academic}/`

/** A token that a person of the laboratory has; others are secret by where they stand. */
const SECRET = 'd0d0-Secret-4711'
const base64 = (text: string): string => btoa(text)
const percent = (text: string): string =>
  [...text].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('')

const users = (lab.users as readonly { token: string }[]).map((user) =>
  user.token === 'owner' ? { ...user, token: 'owner-token-4711' } : user,
)

type Case = readonly [how: string, target: string, asked: Asked]

const cases: readonly Case[] = [
  ['a query', `${PLANS}?auth=${SECRET}`, {}],
  ['a query whose name is encoded', `${PLANS}?%74oken=${SECRET}&page=1`, {}],
  ['a query whose name is encoded twice', `${PLANS}?%2574oken=${SECRET}`, {}],
  ['a header', PLANS, { headers: { 'x-auth-token': SECRET } }],
  ['the address of the page before', PLANS, { headers: { referer: `http://x/?token=${SECRET}` } }],
  ['a password in a body', PLAN, { body: { name: 'x', password: SECRET } }],
  ['passwords in a body', PLAN, { body: { name: 'x', login: { passwords: [SECRET] } } }],
  ['a path', `/api/marketplace-plans/owner-token-4711/`, {}],
  ['a path in other case', `/api/marketplace-plans/OWNER-TOKEN-4711/`, {}],
  ['a path, encoded', `/api/marketplace-plans/${percent('owner-token-4711')}/`, {}],
  ['a query under any name', `${PLANS}?x=owner-token-4711`, {}],
  ['base64 in a path', `/api/${base64('owner-token-4711')}/`, {}],
  ['base64 in a header', PLANS, { headers: { 'x-note': base64('me:owner-token-4711') } }],
  ['base64 in a query', `${PLANS}?x=${base64('owner-token-4711')}`, {}],
  ['an address in a query', `${PLANS}?next=http://me:${SECRET}@x/`, {}],
  ['a query of two letters', `${PLANS}?pw=${SECRET}`, {}],
  ['a header of a key', PLANS, { headers: { 'x-key': SECRET } }],
  ['JSON in a text of JSON', PLAN, { body: { name: JSON.stringify({ password: SECRET }) } }],
  ['a body under any name', PLAN, { body: { name: 'I am owner-token-4711!' } }],
  ['Basic', PLANS, { headers: { authorization: `Basic ${base64(`me:${SECRET}`)}` } }],
  [
    'the word after Basic, in a path as well',
    `/api/${SECRET}/`,
    { headers: { authorization: `Basic ${base64(`me:${SECRET}`)}` } },
  ],
  [
    'one cookie, in the query as well',
    `${PLANS}?x=${SECRET}`,
    { headers: { cookie: `a=${SECRET}` } },
  ],
]

describe('What the journal, its HAR and its curl tell', () => {
  it.each(cases)('has no token that came in %s', (_how, target, asked) => {
    const { mock, ask } = driveMock({}, { users })
    const method = asked.body === undefined ? 'GET' : 'PATCH'
    const heard: unknown[] = []
    mock.listen((line) => heard.push(line))
    const { id } = ask(method, target, asked)

    const { journal } = mock
    const everything = [
      journal.find(),
      journal.har(),
      journal.get(id),
      journal.curl(id),
      mock.why(id),
    ]
    const all = JSON.stringify([everything, heard]).toLowerCase()
    for (const secret of [SECRET, 'owner-token-4711'])
      for (const form of [secret, base64(secret), base64(`me:${secret}`), percent(secret)])
        expect(all).not.toContain(form.toLowerCase())
    expect(all).toContain('***')
  })

  it.each([
    ['JSON that is cut off', `{"name": "x", "password": "${SECRET}"`],
    ['JSON with signs before it', `\ufeff{"password":"${SECRET}"}`],
    ['a form', `name=x&password=${SECRET}`],
    ['a part', `--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n${SECRET}\r\n--x--`],
    ['YAML', `name: x\npassword: ${SECRET}\n`],
    ['XML', `<login><password>${SECRET}</password></login>`],
    ['a token whose signs are escaped', `{"name": "owner\\u002dtoken\\u002d4711"`],
  ])('has no secret of a body that is %s, and keeps what stands around it', (_, body) => {
    const redacted = redactText(body, (word) => word === 'owner-token-4711')

    expect(redacted).not.toContain(SECRET)
    expect(redacted).not.toMatch(/owner.{1,6}token/)
    expect(redacted).toContain('***')
    expect(redacted.replace('***', SECRET).length).toBeGreaterThanOrEqual(body.length - 20)
  })

  it('has a text as it was that speaks of secrets and has none', () => {
    const text = 'The password is not told, tokens neither.\n\nname: x, "author": y <b>z</b>'

    expect(redactText(text, () => false)).toBe(text)
  })

  it('keeps what is no secret as it was', () => {
    const { mock, ask } = driveMock()
    const body = { name: 'A', description: 'author, tokenless?' }
    const { id } = ask('PATCH', `${PLAN}?page_size=2&o=name&author=me`, { body })

    expect(mock.journal.get(id)).toMatchObject({
      target: `${PLAN}?page_size=2&o=name&author=me`,
      request: { body: JSON.stringify(body) },
    })
  })
})
