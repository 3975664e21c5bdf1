import { describe, expect, test } from 'vitest'
import { FixtureError, parseFixture } from '../src/runtime/fixture.ts'
import { id, offering, plan, shop } from './shop.ts'

function refusalOf(text: string): string {
  try {
    parseFixture(text, 'fixtures/x.json', new Date('2026-03-02T08:00:00Z'))
    return 'nothing'
  } catch (error) {
    if (error instanceof FixtureError) return error.message
    throw error
  }
}

describe('A file that is not JSON is refused with line, column and cure', () => {
  const cut = 'but the text ends; write the rest of the file, which may be cut off'

  // prettier-ignore
  test.each([
    ['', `line 1, column 1: is not JSON: expected value, ${cut}`],
    ['{"plans": [', `line 1, column 12: is not JSON: expected value or ], ${cut}`],
    ['{\n  "plans": [],\n}', 'line 3, column 1: is not JSON: expected "name", but found "}"; remove the comma before it'],
    ['{"plans": [1,]}', 'line 1, column 14: is not JSON: expected value, but found "]"; remove the comma before it'],
    ['{\n  "a": []\n  "b": []\n}', 'line 3, column 3: is not JSON: expected , or }, but found "\\"b\\""; add the missing comma or bracket before it'],
    ["{'plans': []}", 'line 1, column 2: is not JSON: expected "name" or }, but found "\'plans\'"; write texts in double quotes'],
    ['{ // rows\n}', 'line 1, column 3: is not JSON: expected "name" or }, but found "//"; remove the comment'],
    ['{"month": "2026\n-03"}', 'line 1, column 11: is not JSON: expected value, but found "\\"2026"; close the text on its line'],
    ['{"a": "C:\\x"}', 'line 1, column 7: is not JSON: expected value, but found "\\"C:\\\\x\\""; write \\\\ for a backslash'],
    ['{"month": NaN}', 'line 1, column 11: is not JSON: expected value, but found "NaN"; correct the text'],
    ['{"plans": 01}', 'line 1, column 11: is not JSON: expected value, but found "01"; correct the text'],
    ['{"month" "2026"}', 'line 1, column 10: is not JSON: expected :, but found "\\"2026\\""; add the missing colon before it'],
    ['{}{}', 'line 1, column 3: is not JSON: expected nothing more, but found "{"; remove what follows the last bracket'],
  ])('%j', (text, message) => {
    expect(refusalOf(text)).toBe(`fixtures/x.json: ${message}`)
  })
})

describe('A fixture with a wrong value is refused with its place and a cure', () => {
  const uuids = 'a uuid (32 hexadecimal digits, dashes allowed)'
  const units = 'month, quarter, half_month, day, hour, quantity'
  const user = { uuid: id(1), name: 'Ann', token: 'a b' }
  const only = (more: object) => ({ plans: [plan(more)] })

  // prettier-ignore
  test.each<[unknown, string]>([
    [null, 'must be an object, not null; write it in { }'],
    [[], 'must be an object, not a list; write it in { }'],
    [{ plan: [] }, '/plan: is not a known key; write "plans"'],
    [{ 'a/b\n': [] }, '/a~1b\\u000a: is not a known key; remove it'],
    [{ plans: {} }, '/plans: must be a list, not an object; write it in [ ]'],
    [{ plans: [5] }, '/plans/0: must be an object, not 5; write it in { }'],
    [{ plans: [{ uuid: id(1), name: 'A' }] }, '/plans/0/offering: is missing; add "offering"'],
    [only({ uuid: 'x' }), `/plans/0/uuid: must be ${uuids}, not "x"; write for example "4c1f0d7e9b8a4f27a6d35b90c2e8f611"`],
    [only({ unit: 'week' }), `/plans/0/unit: must be one of ${units}, not "week"; write one of these`],
    [only({ unit: 'hours' }), `/plans/0/unit: must be one of ${units}, not "hours"; write "hour"`],
    [only({ unit_price: 5 }), '/plans/0/unit_price: must be a text, not 5; put it in double quotes'],
    [only({ unit_price: '-5' }), '/plans/0/unit_price: must be an amount of money as text, with at most 12 digits before and 10 after the point, not "-5"; write for example "85.00"'],
    [only({ max_amount: 0 }), '/plans/0/max_amount: must be at least 1, not 0; write a number from 1 to 32767'],
    [only({ max_amount: 40000 }), '/plans/0/max_amount: must be at most 32767, not 40000; write a number from 1 to 32767'],
    [only({ max_amount: '3' }), '/plans/0/max_amount: must be a whole number or null, not "3"; write it without quotes or fraction'],
    [only({ archived: 'no' }), '/plans/0/archived: must be true or false, not "no"; write it without quotes'],
    [only({ name: '' }), '/plans/0/name: must not be empty; write at least one character'],
    [only({ name: 'é'.repeat(151) }), '/plans/0/name: must have no more than 150 characters, not 151; shorten it'],
    [only({ max_ammount: 3 }), '/plans/0/max_ammount: is not a known key; write "max_amount"'],
    [{ as_of: '2026-02-30T08:00:00Z' }, '/as_of: must be a moment with its time zone, not "2026-02-30T08:00:00Z"; write for example "2026-03-02T08:00:00Z"'],
    [{ month: 'March' }, '/month: must be a year and a month, not "March"; write for example "2026-03"'],
    [{ users: [user] }, '/users/0/token: must be visible ASCII characters without blanks, not "a b"; write for example "owner-token"'],
  ])('%j', (fixture, message) => {
    expect(refusalOf(JSON.stringify(fixture))).toBe(`fixtures/x.json: ${message}`)
  })
})

describe('A fixture whose rows do not fit together is refused with the place and a cure', () => {
  const user = { uuid: id(1), name: 'Ann', token: 'ann' }
  const wrong = `f${id(4).slice(1)}`
  const other = offering({ uuid: id(6) })
  const run = { uuid: id(7), name: 'Run', plan: id(5), offering: id(6), project: id(3) }
  const selling = (more: object) => shop({ offerings: [offering(more)] })
  const priced = (...components: object[]) => shop({ plans: [plan({ components })] })
  const hours = { type: 'hours' }
  const open = (start: string, end: string) =>
    selling({ attributes: { schedules: [{ start, end }] } })
  const member = (role: string) => ({ users: [{ ...user, roles: [{ role, scope: id(9) }] }] })

  // prettier-ignore
  test.each<[unknown, string]>([
    [{ users: [user, { ...user, uuid: id(2) }] }, '/users/1/token: is taken by /users/0; write another token'],
    [{ users: [user, { ...user, token: 'b' }] }, '/users/1/uuid: is taken by /users/0; write another uuid, for example d37db0c0735487d38d9aea72ddae4387'],
    [member('PROJECT.ADMIN'), `/users/0/roles/0/scope: is the uuid of no row in /projects: ${id(9)}; add it there or correct it`],
    [member('OFFERING.MANAGER'), `/users/0/roles/0/scope: is the uuid of no row in /offerings: ${id(9)}; add it there or correct it`],
    [shop({ plans: [plan({ offering: wrong })] }), `/plans/0/offering: is the uuid of no row in /offerings: ${wrong}; write ${id(4)} ("Élan vital"), or add it there`],
    [selling({ image: id(9) }), `/offerings/0/image: is the uuid of no row in /media: ${id(9)}; add it there or correct it`],
    [selling({ files: [{ name: 'a', file: id(9) }] }), `/offerings/0/files/0/file: is the uuid of no row in /media: ${id(9)}; add it there or correct it`],
    [selling({ parent: id(4) }), '/offerings/0/parent: leads back to the row itself; write another parent or null'],
    [selling({ components: [{ type: 'a', name: 'A', billing_type: 'few', overage_component: id(9) }] }), '/offerings/0/components/0/overage_component: is the uuid of no component of this offering; write the uuid of another component of it, or null'],
    [shop({ calendars: [{ uuid: id(0xffffffffffff) }] }), `/calendars/0/uuid: is the uuid of no row in /offerings: ${id(0xffffffffffff)}; add it there or correct it`],
    [shop({ offerings: [offering(), other], plans: [plan()], resources: [run] }), `/resources/0/offering: is not the offering of the plan; write ${id(4)}, or remove the key`],
    [priced({ type: 'hour' }), '/plans/0/components/0/type: must be a component of the offering (hours, setup), not "hour"; write "hours"'],
    [priced({ type: 'gpu' }), '/plans/0/components/0/type: must be a component of the offering (hours, setup), not "gpu"; write one of these or add it to the offering'],
    [priced(hours, hours), '/plans/0/components/1/type: is there twice: "hours"; remove one'],
    [priced({ ...hours, discount_rate: 5 }), '/plans/0/components/0: has one of discount_threshold and discount_rate; add the other, or remove both'],
    [open('2026-03-02T08:00:00Z', '2026-03-02T09:00:00+01:00'), '/offerings/0/attributes/schedules/0/end: must be later than start; write a later time'],
    [{ ...selling({ created: '8000-01-01T00:00:00Z' }), as_of: '0001-01-01T00:00:00Z' }, '/offerings/0/created: moves by 739676 days out of the years 1 to 9999; correct it or as_of'],
  ])('%j', (fixture, message) => {
    expect(refusalOf(JSON.stringify(fixture))).toBe(`fixtures/x.json: ${message}`)
  })
})

describe('A free-form part is refused', () => {
  const withAttribute = (json: string) =>
    JSON.stringify(shop({ offerings: [offering({ attributes: { a: 0 } })] })).replace('"a":0', json)

  test('when it has a key that would change what objects are', () => {
    const message = 'is a key that JavaScript keeps for itself; rename it'
    expect(refusalOf(withAttribute('"a":[{"__proto__":{"is_staff":true}}]'))).toBe(
      `fixtures/x.json: /offerings/0/attributes/a/0/__proto__: ${message}`,
    )
  })

  test('when it is nested deeper than a stack can follow', () => {
    const deep = `"a":${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(refusalOf(withAttribute(deep))).toBe(
      'fixtures/x.json: /offerings/0/attributes/a/0/0/0/0: is nested deeper than 64 levels; make it flatter',
    )
  })
})
