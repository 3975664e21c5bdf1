import { describe, expect, it } from 'vitest'
import type { Settings } from '../../contracts/harness/settings.ts'
import { findUuid, Forbidden, Guard } from '../../contracts/harness/transport/guard.ts'

const OFFERING = '0123456789abcdef0123456789abcdef'
const OURS = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'
const THEIRS = 'aaaaaaaabbbb4ccc8dddeeeeeeeeeeee'

function createGuard(write = true, reach: Partial<Settings> = {}): Guard {
  const settings = { usedPlans: [], calendars: 'chosen', ...reach }
  const made = new Guard({ write, offering: OFFERING, ...settings } as unknown as Settings)
  made.allow(OURS)
  return made
}

const PLANS = '/api/marketplace-plans/'
const getLink = (uuid: string) => `http://127.0.0.1/api/marketplace-provider-offerings/${uuid}/`
const encodeForm = (uuid: string) =>
  new URLSearchParams({ name: 'A', offering: getLink(uuid) }).toString()

describe('the guard of verify', () => {
  it.each([OFFERING, OURS])('reads the uuid %s in a form, where %%2F stands before it', (uuid) => {
    expect(encodeForm(uuid)).toContain(`%2F${uuid}%2F`)
    expect(findUuid(encodeForm(uuid))).toBe(uuid)
  })

  const allowed: readonly (readonly [string, string, unknown])[] = [
    ['POST', PLANS, { offering: getLink(OFFERING) }],
    ['POST', PLANS, encodeForm(OFFERING)],
    ['POST', PLANS, encodeForm(OFFERING.toUpperCase())],
    ['PATCH', `${PLANS}${OURS}/`, { name: 'B' }],
    ['PATCH', `${PLANS}f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f/`, { name: 'B' }],
    [
      'POST',
      `${PLANS}${OURS}/update_organization_groups/`,
      { organization_groups: [getLink(THEIRS)] },
    ],
    ['POST', `/api/booking-offerings/${OFFERING}/google_calendar_sync/`, undefined],
  ]
  it.each(allowed)('lets %s %s pass', (method, path, body) => {
    expect(() => createGuard().demand({ method, path, body })).not.toThrow()
  })

  const forbidden: readonly (readonly [string, string, unknown])[] = [
    ['POST', PLANS, { offering: getLink(THEIRS) }],
    ['POST', PLANS, encodeForm(THEIRS)],
    ['POST', PLANS, encodeForm(THEIRS).replace('aaaa', '%61%61%61%61')],
    ['DELETE', `${PLANS}${THEIRS}/`, undefined],
    ['DELETE', `${PLANS}%61${THEIRS.slice(1)}/`, undefined],
    ['DELETE', `${PLANS}${THEIRS}/?uuid=${OURS}`, undefined],
    ['PUT', `${PLANS}${OURS}/../${THEIRS}/`, { name: 'B' }],
    ['PATCH', `${PLANS}${OFFERING}/`, { name: 'B' }],
    ['POST', `/api/booking-offerings/${THEIRS}/google_calendar_sync/`, undefined],
  ]
  it.each(forbidden)('does not let %s %s pass', (method, path, body) => {
    expect(() => createGuard().demand({ method, path, body })).toThrow(Forbidden)
  })

  const idle: readonly (readonly [string, string, unknown])[] = [
    ['PATCH', '', {}],
    ['PUT', '', {}],
    ['POST', 'update_discounts/', { discounts: {} }],
  ]
  it.each(idle)('lets a %s %s that changes nothing pass to a plan that was named', (...send) => {
    const [method, action, body] = send
    const ask = { method, path: `${PLANS}${THEIRS}/${action}`, body }
    expect(() => createGuard(true, { usedPlans: [THEIRS] }).demand(ask)).not.toThrow()
    expect(() => createGuard(true, { usedPlans: 'all' }).demand(ask)).not.toThrow()
    expect(() => createGuard(true, { usedPlans: [OFFERING] }).demand(ask)).toThrow(Forbidden)
    expect(() => createGuard(false, { usedPlans: 'all' }).demand(ask)).toThrow(Forbidden)
  })

  const changing: readonly (readonly [string, string, unknown])[] = [
    ['PATCH', '', { name: 'B' }],
    ['PATCH', '', '{"name":"B"}'],
    ['PATCH', '', undefined],
    ['DELETE', '', {}],
    ['POST', 'archive/', {}],
    ['POST', 'update_prices/', { prices: {} }],
    ['POST', 'update_quotas/', { quotas: {} }],
    ['POST', 'update_discounts/', { discounts: { cpu: {} } }],
    ['POST', 'update_discounts/', {}],
    ['PATCH', '../', {}],
  ]
  it.each(changing)('does not let %s %s with %j pass to it', (method, action, body) => {
    const ask = { method, path: `${PLANS}${THEIRS}/${action}`, body }
    expect(() => createGuard(true, { usedPlans: 'all' }).demand(ask)).toThrow(Forbidden)
  })

  it('lets calendars of all offerings be used on a server of this machine, and nothing else of them', () => {
    const guard = createGuard(true, { calendars: 'all' })
    const ask = (method: string, end: string) => () =>
      guard.demand({ method, path: `/api/booking-offerings/${THEIRS}/${end}` })
    for (const end of ['google_calendar_sync/', 'share_google_calendar/'])
      expect(ask('POST', end)).not.toThrow()
    for (const end of ['', 'archive/', 'google_calendar_sync/../', 'google_calendar_sync/x/'])
      expect(ask('POST', end)).toThrow(Forbidden)
    expect(ask('DELETE', 'google_calendar_sync/')).toThrow(Forbidden)
  })

  it('lets nothing but reads pass when the run is read-only', () => {
    const sent = (method: string) => () => createGuard(false).demand({ method, path: PLANS })
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(sent(method)).not.toThrow()
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'get'])
      expect(sent(method)).toThrow(Forbidden)
  })
})
