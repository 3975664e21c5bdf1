import { describe, expect, it } from 'vitest'
import { parseFixture } from '../../src/doors/index.ts'
import { buildState, replayChange, tableNames } from '../../src/domain/state.ts'
import type { Change, State } from '../../src/domain/state.ts'
import { listRows } from '../../src/domain/table.ts'
import { createOwner } from '../../src/mock/owner.ts'
import { decodeText, EMPTY } from '../../src/pipeline/bytes.ts'
import { handle } from '../../src/pipeline/handle.ts'
import { id } from '../fixture/shop.ts'
import { BOOKINGS, dialectNames, NOW, ORIGIN, PLANS } from './createWaldur.ts'
import { ids, lab, offering, plan, resources } from './lab.ts'

/** A seat at the bench, the crane's own seat, and a plan of the bench that is for industry alone. */
const seats = [
  offering({ uuid: id(0xc4), name: 'Seat', slug: 'seat-1', parent: ids.bench, components: [] }),
  offering({ uuid: id(0xc5), name: 'Cabin', slug: 'cabin-1', parent: id(0xc4), components: [] }),
]
const rows = {
  ...lab,
  offerings: [...lab.offerings, ...seats],
  plans: [
    ...lab.plans,
    plan({ uuid: id(0xd4), name: 'Closed', organization_groups: [ids.industry] }),
    plan({ uuid: id(0xd5), name: 'Of a seat', offering: id(0xc4) }),
  ],
  resources: [
    ...resources(['OK', 'Terminated']),
    { ...resources(['OK'], id(0xd4))[0], uuid: id(0xe010) },
  ],
  calendars: [{ uuid: ids.bench, backend_id: 'bench@calendar', public: true }],
}
const start = parseFixture(JSON.stringify(rows), 'lab.json', new Date(NOW))

const LINKS = /^[0-9a-f-]{32,36}$/
const CHOICES = new Set(['type', 'state', 'unit', 'billing_type', 'limit_period', 'token'])

/** The same row with other texts, numbers and flags; what it refers to stays. */
const change = (value: unknown, name = ''): unknown => {
  if (Array.isArray(value)) return value.map((one: unknown) => change(one, name))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one, key)]))
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  const isText =
    typeof value === 'string' && /[a-z]/i.test(value) && !/\d{4}-\d\d-\d\dT/.test(value)
  return isText && !LINKS.test(value) && !CHOICES.has(name) ? `${value}!` : value
}

const listChanges = (state: State): Change[] =>
  tableNames.flatMap((name) =>
    listRows<{ uuid: string }>(state[name] as never).flatMap((row) => {
      const rows = name === 'plans' || name === 'calendars' ? [change(row), null] : [change(row)]
      return rows.map((one) => [name, row.uuid, one] as unknown as Change)
    }),
  )

/** The same rows, of which nothing has been rendered yet. */
const copyState = (state: State): State => {
  const rows = tableNames.map((name) => [name, structuredClone(listRows(state[name] as never))])
  return buildState(Object.fromEntries(rows) as never, state.month)
}

describe.each(dialectNames)('A row that changes shows at once (%s)', (as) => {
  const { rules, main } = createOwner({ start, as, now: () => new Date(NOW) })
  const before = main.current.state()

  it.each([
    ['staff', BOOKINGS],
    ['owner', BOOKINGS],
    ['staff', PLANS],
    ['owner', PLANS],
  ])('to %s in %s', (token, target) => {
    const show = (state: State): string => {
      const headers = { authorization: `Token ${token}` }
      const request = { method: 'GET', target, origin: ORIGIN, headers, body: EMPTY }
      return decodeText(handle({ ...rules, state, now: new Date(NOW) }, request).response.body)
    }

    const first = show(before)
    const changed = listChanges(before).filter((one) => {
      show(before)
      const after = replayChange(before, one)
      const shown = show(after)
      expect(shown, one.slice(0, 2).join()).toBe(show(copyState(after)))
      return shown !== first
    })
    expect(new Set(changed.map(([table]) => table)).size).toBeGreaterThan(3)
  })
})
