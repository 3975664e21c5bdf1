import { describe, expect, it } from 'vitest'
import { createMock } from '../../src/doors/index.ts'
import { PLANS } from '../domain/createWaldur.ts'
import { ids } from '../domain/lab.ts'
import { asking, driveMock } from './driveMock.ts'

const PLAN = `${PLANS}${ids.academic}/`

const renameTo = (name: string) => ({ body: { name } })

describe('Snapshots', () => {
  it('bring back what was saved, again and again', () => {
    const { mock, ask } = driveMock()
    ask('PATCH', PLAN, renameTo('First'))
    mock.save('first')
    ask('PATCH', PLAN, renameTo('Second'))

    mock.restore('first')

    expect(ask('GET', PLAN).json).toMatchObject({ name: 'First' })
    ask('DELETE', PLAN)
    mock.restore('first')
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'First' })
  })

  it('are exported as a fixture that another mock takes in, and serves with the same answers', () => {
    const { mock, ask } = driveMock()
    ask('PATCH', PLAN, renameTo('Exported'))
    const other = createMock({ now: () => mock.state() && new Date('2026-03-02T08:00:00Z') })

    other.snapshots.import('theirs', JSON.parse(JSON.stringify(mock.exported('current'))) as object)
    other.restore('theirs')

    expect(asking(other, 'GET', PLANS).json).toEqual(ask('GET', PLANS).json)
  })

  it('are refused with the place and the cure when a fixture does not fit', () => {
    const { mock } = driveMock()

    expect(() => mock.snapshots.import('bad', { plans: [{ uuid: 'x' }] })).toThrow(/\/plans\/0/)
    expect(mock.snapshots.names()).toEqual(['start'])
  })

  it('tell apart two states by row and field', () => {
    const { mock, ask } = driveMock()
    ask('PATCH', PLAN, renameTo('Other'))
    ask('DELETE', `${PLANS}${ids.hoist}/`)

    expect(mock.diff('start', 'current')).toEqual([
      {
        table: 'plans',
        uuid: ids.academic,
        change: 'changed',
        fields: [{ name: 'name', from: 'Academic', to: 'Other' }],
      },
      { table: 'plans', uuid: ids.hoist, change: 'deleted', fields: [] },
    ])
    expect(mock.diff('start', 'start')).toEqual([])
  })

  it.each([
    ['restore', 'nothing', /no snapshot "nothing"\. There are: start\./],
    ['save', 'start', /start data/],
    ['save', 'a/b', /can't be a name/],
  ] as const)('%s of %s says what is wrong', (act, name, text) => {
    const { mock } = driveMock()

    expect(() => mock[act](name)).toThrow(text)
  })

  it('are at most a hundred', () => {
    const { mock } = driveMock({ limits: { snapshots: 2 } })
    mock.save('a')
    mock.save('b')

    expect(() => mock.save('c')).toThrow(/2 snapshots already/)
    expect(() => mock.save('b')).not.toThrow()
    mock.snapshots.drop('a')
    expect(() => mock.save('c')).not.toThrow()
  })
})

describe('The timeline', () => {
  it('takes writes back and does them again, one by one', () => {
    const { mock, ask } = driveMock()
    const names = ['One', 'Two', 'Three']
    for (const name of names) ask('PATCH', PLAN, renameTo(name))
    const name = () => (ask('GET', PLAN).json as { name: string }).name

    const back = [0, 1, 2].map(() => (mock.undo(), name()))
    const forth = [0, 1, 2].map(() => (mock.redo(), name()))

    expect(back).toEqual(['Two', 'One', 'Academic'])
    expect(forth).toEqual(names)
  })

  it('can be scrubbed; each moment names the call that made it', () => {
    const { mock, ask } = driveMock()
    const { id } = ask('PATCH', PLAN, renameTo('One'))
    ask('PATCH', PLAN, renameTo('Two'))

    expect(mock.timeline().moments.map(({ label }) => label)).toEqual(['start', id, '2'])
    expect(mock.goTo(1).current).toBe(1)
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'One' })
  })

  it('forgets what was undone when something is written', () => {
    const { mock, ask } = driveMock()
    ask('PATCH', PLAN, renameTo('One'))
    mock.undo()
    ask('PATCH', PLAN, renameTo('Other'))

    expect(() => mock.redo()).toThrow(/no moment 2/)
  })

  it('does not grow by reads, refusals and calls that change nothing', () => {
    const { mock, ask } = driveMock()
    ask('GET', PLAN)
    ask('PATCH', PLAN, { body: { name: '' } })
    ask('PATCH', PLAN, { body: { name: 'x' }, token: 'member' })

    expect(mock.timeline().moments).toHaveLength(1)
    expect(() => mock.undo()).toThrow(/Nothing was written yet/)
  })

  it('keeps the last moments only', () => {
    const { mock, ask } = driveMock({ limits: { timeline: 5 } })
    for (let n = 0; n < 20; n++) ask('PATCH', PLAN, renameTo(`Name ${n}`))

    const { moments, current } = mock.timeline()
    expect([moments.length, current]).toEqual([5, 4])
    mock.goTo(0)
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'Name 15' })
  })

  it('takes back a reset, too', () => {
    const { mock, ask } = driveMock()
    ask('PATCH', PLAN, renameTo('One'))
    mock.reset()
    mock.undo()

    expect(ask('GET', PLAN).json).toMatchObject({ name: 'One' })
  })

  it('is kept in the store like any other write', () => {
    const replaced: string[] = []
    const store = {
      append: () => undefined,
      replace: () => replaced.push('whole'),
    }
    const { mock, ask } = driveMock({ store })
    ask('PATCH', PLAN, renameTo('One'))
    mock.undo()
    mock.redo()

    expect(replaced).toEqual(['whole', 'whole'])
  })

  it('is not changed when the store has no room: 507, and everything is as it was', () => {
    let isFull = false
    const full = () => {
      if (isFull) throw new Error('no space left on device')
    }
    const { ask } = driveMock({ store: { append: full, replace: full } })
    ask('PATCH', PLAN, renameTo('One'))
    ask('PUT', '/__mock/snapshots/one', { body: {} })
    isFull = true

    for (const path of ['reset', 'undo', 'snapshots/start/restore']) {
      const refused = ask('POST', `/__mock/${path}`)
      expect([path, refused.status]).toEqual([path, 507])
      expect(refused.json).toMatchObject({ detail: expect.stringContaining('no space left') })
    }
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'One' })
  })

  it('takes no snapshot that is nested more deeply than can be read: 400', () => {
    const { mock } = driveMock()
    const depth = 400_000
    const text = `{"fixture":{"plans":${'['.repeat(depth)}${']'.repeat(depth)}}}`
    const refused = mock.answer({
      method: 'PUT',
      target: '/__mock/snapshots/deep',
      origin: 'http://mock.test',
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(text),
    })

    expect(refused.status).toBe(400)
    expect(mock.snapshots.names()).toEqual(['start'])
  })

  it('takes no snapshot of 400,000 rows that can not be: 400', () => {
    const { ask } = driveMock()
    for (const row of [1, {}, null]) {
      const fixture = { plans: Array.from({ length: 400_000 }, () => row) }
      expect(ask('PUT', '/__mock/snapshots/wide', { body: { fixture } }).status).toBe(400)
    }
  })
})
