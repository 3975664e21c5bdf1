import { expect, it } from 'vitest'
import { ids, offering } from '../domain/lab.ts'
import { createJudgedWaldur } from './createJudgedWaldur.ts'

it.each([
  ['Active', {}, 200],
  ['Paused', {}, 200],
  ['Archived', {}, 404],
  ['Draft', {}, 404],
  ['Active', { shared: false }, 404],
  ['Active', { organization_groups: [ids.research] }, 200],
])(
  'taken time of an offering that is %s, with %j, answers a stranger %i',
  (state, more, status) => {
    const mock = createJudgedWaldur({
      rows: { offerings: [offering({ state, ...more })], plans: [] },
    })
    const answer = mock.get(`/api/marketplace-bookings/${ids.bench}/`, { token: 'stranger' })

    expect(answer.status).toBe(status)
  },
)

it('taken time has hex digits alone in its path where all uuids have', () => {
  const path = (uuid: string) => `/api/marketplace-bookings/${uuid}/`
  const hex = ids.bench.replaceAll('-', '')
  const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const observed = createJudgedWaldur({ as: 'observed' })

  expect(observed.get(path(dashed)).text).toContain('<h1>Not Found</h1>')
  expect(observed.get(path(hex)).status).toBe(200)
  expect(createJudgedWaldur().get(path(dashed)).status).toBe(200)
})
