import { describe, expect, it } from 'vitest'
import { PLANS } from '../domain/createWaldur.ts'
import { ids } from '../domain/lab.ts'
import { asking, driveMock } from './driveMock.ts'
import { tries } from '../tries.ts'

const PLAN = `${PLANS}${ids.academic}/`
const inBox = (name: string) => ({ headers: { 'x-mock-sandbox': name } })

describe('A sandbox', () => {
  it.each([
    ['header', PLAN, { 'x-mock-sandbox': 'w1' }],
    ['cookie', PLAN, { cookie: 'theme=dark; mock-sandbox=w1' }],
    ['path', `/s/w1${PLAN}`, {}],
  ])('is chosen by a %s, and its writes are seen there only', (_, target, headers) => {
    const { ask } = driveMock()

    const changed = ask('PATCH', target, { headers, body: { name: 'Mine' } })

    expect(changed.json).toMatchObject({ name: 'Mine' })
    expect(ask('GET', target, { headers }).json).toMatchObject({ name: 'Mine' })
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'Academic' })
    expect(ask('GET', PLAN, inBox('w2')).json).toMatchObject({ name: 'Academic' })
  })

  it('links to itself, wherever neither header nor cookie can be set', () => {
    const { ask } = driveMock()

    const [plan] = ask('GET', `/s/w1${PLANS}`).json as { url: string }[]

    expect(plan?.url).toMatch(/^http:\/\/waldur\.test\/s\/w1\/api\/marketplace-plans\//)
    expect(ask('GET', `/s/w1${PLANS.slice(0, -1)}`).headers['Location']).toBe(`/s/w1${PLANS}`)
  })

  it('has the data of a snapshot, if one is named when it is opened', () => {
    const { mock, ask } = driveMock()
    ask('PATCH', PLAN, { body: { name: 'Saved' } })
    mock.save('renamed')
    mock.reset()

    const headers = { 'x-mock-sandbox': 'w1', 'x-mock-snapshot': 'renamed' }

    expect(ask('GET', PLAN, { headers }).json).toMatchObject({ name: 'Saved' })
    expect(asking(mock.sandbox('w2', 'renamed'), 'GET', PLAN).json).toMatchObject({ name: 'Saved' })
    expect(ask('GET', PLAN).json).toMatchObject({ name: 'Academic' })
  })

  it('has a clock, faults and a journal of its own', () => {
    const { mock, ask } = driveMock()
    const box = mock.sandbox('w1')
    box.clock.change({ advance: 'P1M' })
    box.faults.use('maintenance')

    expect(ask('GET', PLAN, inBox('w1')).status).toBe(503)
    expect(ask('GET', PLAN).status).toBe(200)
    expect([box.clock.get().now, mock.clock.get().now]).toEqual([
      '2026-04-02T08:00:00.000Z',
      '2026-03-02T08:00:00.000Z',
    ])
    expect([box.journal.count(), mock.journal.count()]).toEqual([1, 1])
  })

  it('is the usual world under the name main', () => {
    const { ask } = driveMock()
    ask('PATCH', PLAN, { ...inBox('main'), body: { name: 'Mine' } })

    expect(ask('GET', PLAN).json).toMatchObject({ name: 'Mine' })
  })

  it('is dropped after an hour without a call, and by name', () => {
    const { mock, ask, wait } = driveMock()
    ask('GET', PLAN, inBox('idle'))
    wait(3000)
    ask('GET', PLAN, inBox('busy'))
    wait(700)

    expect(mock.sandboxes.names()).toEqual(['busy'])
    expect([mock.sandboxes.drop('busy'), mock.sandboxes.drop('busy')]).toEqual([true, false])
    expect(mock.sandboxes.names()).toEqual([])
  })

  it('makes room when there are too many: the one least recently used goes', () => {
    const { mock, ask } = driveMock({ limits: { sandboxes: 2 } })
    for (const name of ['a', 'b', 'a', 'c']) expect(ask('GET', PLAN, inBox(name)).status).toBe(200)

    expect(mock.sandboxes.names()).toEqual(['a', 'c'])
  })

  it.each(['', 'a b', '../x', '.', '..', '%00', 'ä', 'x'.repeat(65)])(
    'can not be called %j',
    (name) => {
      const { ask } = driveMock()

      expect(ask('GET', PLAN, inBox(name)).status).toBe(400)
    },
  )

  it('from an unknown snapshot is 404, and is not opened', () => {
    const { mock, ask } = driveMock()
    const headers = { 'x-mock-sandbox': 'w1', 'x-mock-snapshot': 'nothing' }

    expect(ask('GET', PLAN, { headers }).status).toBe(404)
    expect(mock.sandboxes.names()).toEqual([])
  })
})

describe('64 workers in sandboxes of their own', () => {
  const [WORKERS, CALLS] = [64, tries(10_000)]

  it(`never see what another has done, in ${CALLS} mixed calls each`, { timeout: 180_000 }, () => {
    const { mock } = driveMock({ strict: false })
    const boxes = Array.from({ length: WORKERS }, (_, n) => mock.sandbox(`worker-${n}`))
    const names = boxes.map(() => 'Academic')
    const leaks: string[] = []

    for (let n = 0; n < CALLS * WORKERS; n++) {
      const worker = (n * 31 + (n >> 6)) % WORKERS
      const box = boxes[worker]
      if (!box) continue
      if (n % 7 === 0) {
        names[worker] = `worker ${worker}, call ${n}`
        asking(box, 'PATCH', PLAN, { body: { name: names[worker] } })
      } else if (n % 1009 === 0) {
        box.reset()
        names[worker] = 'Academic'
      } else {
        const { name } = asking(box, 'GET', PLAN).json as { name: string }
        if (name !== names[worker]) leaks.push(`worker ${worker} saw ${name}`)
      }
    }

    expect(leaks).toEqual([])
    for (const [worker, box] of boxes.entries()) {
      const seen = box.journal.find({}, 10_000)
      expect(seen.length).toBeGreaterThan(0)
      expect(seen.every(({ sandbox }) => sandbox === `worker-${worker}`)).toBe(true)
    }
    expect(asking(mock, 'GET', PLAN).json).toMatchObject({ name: 'Academic' })
  })
})
