import { describe, expect, it } from 'vitest'
import { DENIED, dialectNames, createWaldur, NO_PLAN, PLANS } from './createWaldur.ts'
import { ids, lab, plan, resources } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const USED = ['It is not possible to update plan because it is used by resources.']

describe.each(dialectNames)('A plan that is updated as %s', (as) => {
  it('changes what the body names', () => {
    const waldur = createWaldur({ as })
    const changes = {
      name: ' Renamed ',
      description: '<b>x</b><script>y</script>',
      unit: 'hour',
      max_amount: 5,
      article_code: 'A-1',
    }
    const { status, json } = waldur.patch(PLAN, changes)

    const stored = { ...changes, name: 'Renamed', description: '<b>x</b>' }
    expect({ status, json }).toMatchObject({ status: 200, json: stored })
    expect(waldur.plan(ids.academic)).toMatchObject(stored)
  })

  it('stays as it is when the body of PATCH is empty', () => {
    const waldur = createWaldur({ as })
    const before = waldur.plan(ids.academic)

    expect(waldur.patch(PLAN, {}).status).toBe(200)
    expect(waldur.patch(PLAN).status).toBe(200)
    expect(waldur.plan(ids.academic)).toEqual(before)
  })

  it('needs a name for PUT, but no offering', () => {
    const waldur = createWaldur({ as })

    expect(waldur.put(PLAN, {})).toMatchObject({
      status: 400,
      json: { name: ['This field is required.'] },
    })
    expect(waldur.put(PLAN, { name: 'Put' })).toMatchObject({ status: 200, json: { name: 'Put' } })
  })

  it('keeps with PUT what the body does not name', () => {
    const waldur = createWaldur({ as, rows: { plans: [plan({ max_amount: 7, unit: 'month' })] } })

    expect(waldur.put(PLAN, { name: 'Put' }).json).toMatchObject({ max_amount: 7, unit: 'month' })
  })

  it('never moves to another offering', () => {
    const waldur = createWaldur({ as })
    const { offering } = waldur.plan(ids.academic)
    const crane = `/api/marketplace-provider-offerings/${ids.crane}/`

    for (const change of [waldur.put, waldur.patch]) {
      expect(change(PLAN, { name: 'Moved', offering: crane })).toMatchObject({
        status: 200,
        json: { name: 'Moved', offering },
      })
    }
    expect(waldur.patch(PLAN, { offering: 'garbage' }).status).toBe(200)
  })

  it.each([
    ['name', ''],
    ['unit', 'week'],
    ['max_amount', 0],
    ['article_code', 'x'.repeat(31)],
    ['unit_price', -1],
    ['archived', 'maybe'],
    ['backend_id', 'x'.repeat(256)],
    ['description', null],
  ])('is refused with the %s %j', (field, value) => {
    const waldur = createWaldur({ as })
    const before = waldur.plan(ids.academic)

    for (const change of [waldur.put, waldur.patch]) {
      const answer = change(PLAN, { name: 'x', [field]: value })
      expect(answer.status).toBe(400)
      expect(Object.keys(answer.json as object)).toEqual([field])
    }
    expect(waldur.plan(ids.academic)).toEqual(before)
  })

  it.each(['Creating', 'OK', 'Erred', 'Updating', 'Terminating', 'Terminated'])(
    'is refused once a resource that is %s has used it',
    (state) => {
      const waldur = createWaldur({ as, rows: { resources: resources([state]) } })

      expect(waldur.patch(PLAN, { name: 'x' })).toMatchObject({ status: 400, json: USED })
      expect(waldur.put(PLAN, { unit: 'week' })).toMatchObject({ status: 400, json: USED })
      expect(waldur.plan(ids.academic).name).toBe('Academic')
    },
  )

  it('may be archived already', () => {
    const waldur = createWaldur({ as })
    waldur.post(`${PLAN}archive/`)

    expect(waldur.patch(PLAN, { name: 'Late' })).toMatchObject({
      status: 200,
      json: { name: 'Late', archived: true },
    })
  })

  it('of a remote offering keeps its name, description and article code', () => {
    const waldur = createWaldur({ as })
    const frozen = { name: 'x', description: 'x', article_code: 'x' }
    const answer = waldur.patch(`${PLANS}${ids.mirror}/`, { ...frozen, unit: 'hour' })

    expect(answer).toMatchObject({
      status: 200,
      json: { name: 'Mirror', description: '', article_code: '', unit: 'hour' },
    })
  })
})

describe('Who may update a plan', () => {
  it('is told apart: strangers do not find it, others of the customer are denied', () => {
    for (const method of ['PUT', 'PATCH']) {
      const by = (token: string) => createWaldur().call(method, PLAN, { unit: 'week' }, { token })

      expect(by('stranger')).toMatchObject({ status: 404, json: NO_PLAN })
      expect(by('manager')).toMatchObject({ status: 403, json: DENIED })
      expect(by('owner').status).toBe(400)
    }
  })

  it('is asked before whether the plan is used', () => {
    const waldur = createWaldur({ rows: { resources: resources(['OK']) } })

    expect(waldur.patch(PLAN, {}, { token: 'customer-support' }).status).toBe(403)
  })
})

describe('A plan that is deleted', () => {
  it('is gone, from its offering too', () => {
    const waldur = createWaldur()
    const answer = waldur.delete(PLAN)

    expect(answer).toMatchObject({ status: 204, text: '', headers: { 'Content-Length': '0' } })
    expect(answer.headers).not.toHaveProperty('Content-Type')
    expect(waldur.delete(PLAN)).toMatchObject({ status: 404, json: NO_PLAN })
    expect(waldur.get(PLAN).status).toBe(404)
    expect(waldur.head(PLANS).headers['X-Result-Count']).toBe('2')
    expect(waldur.offering(ids.bench).plans).toEqual([])
  })

  it('may be in use: its resources go with it', () => {
    const waldur = createWaldur({ rows: { resources: resources(['OK', 'Terminated']) } })

    expect(waldur.delete(PLAN).status).toBe(204)
    expect(waldur.get(PLAN).status).toBe(404)
  })

  it.each(lab.users.map((user) => (user as { token: string }).token).filter(isNoStaff))(
    'is not deleted by %s',
    (token) => {
      const waldur = createWaldur()

      expect(waldur.delete(PLAN, undefined, { token }).json).toEqual(DENIED)
      expect(waldur.delete(`${PLANS}zzz/`, undefined, { token }).json).toEqual(DENIED)
      expect(waldur.get(PLAN).status).toBe(200)
    },
  )
})

function isNoStaff(token: string): boolean {
  return !['staff', 'inactive', 'idle'].includes(token)
}
