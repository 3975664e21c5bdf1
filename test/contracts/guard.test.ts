import { describe, expect, it } from 'vitest'
import { Forbidden, Guard, uuidIn } from '../../contracts/harness/guard.ts'
import type { Settings } from '../../contracts/run/settings.ts'

const OFFERING = '0123456789abcdef0123456789abcdef'
const OURS = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'
const THEIRS = 'aaaaaaaabbbb4ccc8dddeeeeeeeeeeee'

function guard(write = true): Guard {
  const made = new Guard({ write, offering: OFFERING } as Settings)
  made.allow(OURS)
  return made
}

const PLANS = '/api/marketplace-plans/'
const link = (uuid: string) => `http://127.0.0.1/api/marketplace-provider-offerings/${uuid}/`
const form = (uuid: string) => new URLSearchParams({ name: 'A', offering: link(uuid) }).toString()

describe('the guard of verify', () => {
  it.each([OFFERING, OURS])('reads the uuid %s in a form, where %%2F stands before it', (uuid) => {
    expect(form(uuid)).toContain(`%2F${uuid}%2F`)
    expect(uuidIn(form(uuid))).toBe(uuid)
  })

  const allowed: readonly (readonly [string, string, unknown])[] = [
    ['POST', PLANS, { offering: link(OFFERING) }],
    ['POST', PLANS, form(OFFERING)],
    ['POST', PLANS, form(OFFERING.toUpperCase())],
    ['PATCH', `${PLANS}${OURS}/`, { name: 'B' }],
    ['PATCH', `${PLANS}f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f/`, { name: 'B' }],
    [
      'POST',
      `${PLANS}${OURS}/update_organization_groups/`,
      { organization_groups: [link(THEIRS)] },
    ],
    ['POST', `/api/booking-offerings/${OFFERING}/google_calendar_sync/`, undefined],
  ]
  it.each(allowed)('lets %s %s pass', (method, path, body) => {
    expect(() => guard().demand({ method, path, body })).not.toThrow()
  })

  const forbidden: readonly (readonly [string, string, unknown])[] = [
    ['POST', PLANS, { offering: link(THEIRS) }],
    ['POST', PLANS, form(THEIRS)],
    ['POST', PLANS, form(THEIRS).replace('aaaa', '%61%61%61%61')],
    ['DELETE', `${PLANS}${THEIRS}/`, undefined],
    ['DELETE', `${PLANS}%61${THEIRS.slice(1)}/`, undefined],
    ['DELETE', `${PLANS}${THEIRS}/?uuid=${OURS}`, undefined],
    ['PUT', `${PLANS}${OURS}/../${THEIRS}/`, { name: 'B' }],
    ['PATCH', `${PLANS}${OFFERING}/`, { name: 'B' }],
    ['POST', `/api/booking-offerings/${THEIRS}/google_calendar_sync/`, undefined],
  ]
  it.each(forbidden)('does not let %s %s pass', (method, path, body) => {
    expect(() => guard().demand({ method, path, body })).toThrow(Forbidden)
  })

  it('lets nothing but reads pass when the run is read-only', () => {
    const sent = (method: string) => () => guard(false).demand({ method, path: PLANS })
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(sent(method)).not.toThrow()
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'get'])
      expect(sent(method)).toThrow(Forbidden)
  })
})
