import { describe, expect, it } from 'vitest'
import { BOOKINGS, PLANS } from '../domain/createWaldur.ts'
import { ids, resources } from '../domain/lab.ts'
import { driveMock } from './driveMock.ts'
import type { Asked } from './driveMock.ts'

type Sent = [method: string, target: string, asked: Asked]

const PLAN = `${PLANS}${ids.academic}/`

describe('Why a call was refused', () => {
  it.each<[string, Sent, string, RegExp]>([
    ['no token', ['GET', PLANS, { token: null }], '§1.3', /token is known/],
    ['a bad token', ['GET', PLANS, { token: 'wrong' }], '§1.3', /token is known/],
    ['another type', ['GET', PLANS, { headers: { accept: 'image/png' } }], '§1.2', /takes JSON/],
    ['a method', ['DELETE', PLANS, {}], '§1.2', /has this method/],
    ['no plan', ['GET', `${PLANS}${ids.unknown}/`, {}], '§2.1', /exists/],
    ['an invisible plan', ['GET', PLAN, { token: 'member' }], '§2.1', /may see it/],
    ['a role', ['PATCH', PLAN, { token: 'manager', body: {} }], '§2.1', /owners of the customer/],
    ['no staff', ['DELETE', PLAN, { token: 'owner' }], '§2.5', /Only staff/],
    ['a bad body', ['PATCH', PLAN, { body: { name: '' } }], '§1.4', /each field/],
    [
      'unknown prices',
      ['POST', `${PLAN}update_prices/`, { body: { prices: { x: 1 } } }],
      '§2.6',
      /filters and rules/,
    ],
    [
      'no calendar',
      ['POST', `${BOOKINGS}${ids.bench}/unshare_google_calendar/`, {}],
      '§4.2',
      /There is a calendar/,
    ],
    ['a bad filter', ['GET', `${PLANS}?offering_uuid=x`, {}], '§2.2', /filters and rules/],
    ['no route', ['GET', '/api/nothing/', {}], '§1.1', /no route/],
  ])('%s: the step that did it, and where that is told', (_, sent, section, rule) => {
    const { mock, ask } = driveMock()
    const got = ask(...sent)

    const { refused, steps, status } = mock.why(got.id)

    expect(status).toBe(got.status)
    expect(refused).toMatchObject({ section, rule: expect.stringMatching(rule), body: got.text })
    expect(steps.map(({ outcome }) => outcome).lastIndexOf('refused')).toBe(steps.length - 1)
    expect(steps.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1)
  })

  it('a used plan: the guard, after all that let it pass', () => {
    const { mock, ask } = driveMock({}, { resources: resources(['OK']) })
    const { id } = ask('PATCH', PLAN, { body: { name: 'x' } })

    expect(mock.why(id).steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'accept passed',
      'token passed',
      'method passed',
      'find passed',
      'may passed',
      'guard refused',
    ])
  })

  it('a fault: which, and that no rule was asked', () => {
    const { mock, ask } = driveMock()
    mock.faults.add({ id: 'tired', status: 503 })
    const { id } = ask('GET', PLAN)

    expect(mock.why(id)).toMatchObject({ fault: { ids: ['tired'] }, steps: [], refused: null })
  })
})

describe('Why a call was answered', () => {
  it('tells who asked, what was read and written, and by which entries of the dialect', () => {
    const { mock, ask } = driveMock({ as: 'observed' })
    const { id } = ask('PATCH', PLAN, { token: 'owner', body: { name: 'New' } })

    expect(mock.why(id)).toMatchObject({
      operation: 'marketplace_plans_partial_update',
      persona: { name: 'owner', roles: ['owner', 'CUSTOMER.OWNER'] },
      refused: null,
      fault: null,
      breaches: [],
      read: expect.arrayContaining([`plans/${ids.academic}`, `offerings/${ids.bench}`]),
      written: [{ table: 'plans', uuid: ids.academic, change: 'changed', fields: ['name'] }],
      dialect: expect.arrayContaining([
        { entry: 'uuids', row: 20, topic: 'how a uuid is written', value: 'hex' },
        expect.objectContaining({ entry: 'missingInWriteReplies' }),
      ]),
    })
  })

  it('is told from the state of that moment, whatever came after', () => {
    const { mock, ask } = driveMock()
    const { id } = ask('GET', PLAN)
    ask('DELETE', PLAN)
    mock.clock.change({ advance: 'P1Y' })

    expect(mock.why(id)).toMatchObject({ status: 200, refused: null })
    expect(mock.journal.get(id).response.body).toContain('Academic')
  })

  it('changes nothing', () => {
    const { mock, ask } = driveMock()
    const { id } = ask('PATCH', PLAN, { body: { name: 'New' } })
    const before = mock.state()
    mock.why(id)
    mock.journal.har()

    expect(mock.state()).toBe(before)
    expect(mock.journal.count()).toBe(1)
  })
})
