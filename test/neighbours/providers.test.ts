import { describe, expect, it } from 'vitest'
import { ids, resources } from '../domain/lab.ts'
import { createJudgedWaldur, pick } from './createJudgedWaldur.ts'

describe('a provider and those who buy from it', () => {
  const rows = {
    projects: [{ uuid: ids.study, name: 'Study', customer: ids.works }],
    resources: resources(['OK', 'Terminated']),
  }
  const mock = createJudgedWaldur({ rows })
  const [provider] = pick(
    mock.get(`/api/marketplace-service-providers/?customer_uuid=${ids.lab}`),
    'uuid',
  )
  const ask = (token: string, part: string) =>
    mock.get(`/api/marketplace-service-providers/${String(provider)}/${part}`, { token })

  it('knows their organisations with people and projects', () => {
    const [client] = ask('owner', 'customers/').json as object[]

    expect(client).toMatchObject({ name: 'Works', projects_count: 1, payment_profiles: [] })
    expect((client as { users: unknown[] }).users.length).toBeGreaterThan(0)
  })

  it.each([
    ['users/', 'full_name'],
    ['customer_projects/', 'name'],
    ['user_customers/', 'name'],
  ])('shows %s to its own people and to staff alone', (part, name) => {
    expect(pick(ask('owner', part), name).length).toBeGreaterThan(0)
    expect(pick(ask('staff', part), name)).toEqual(pick(ask('owner', part), name))
    expect(pick(ask('nobody', part), name)).toEqual([])
  })

  it('knows who has a role in its offerings', () => {
    const path = '/api/marketplace-offering-permissions/'
    const listRoleNames = (token: string, query = '') =>
      pick(mock.get(path + query, { token }), 'role_name')

    expect(listRoleNames('owner')).toEqual(['OFFERING.MANAGER'])
    expect(listRoleNames('owner', `?offering=${ids.bench}`)).toEqual(['OFFERING.MANAGER'])
    expect(listRoleNames('owner', `?offering=${ids.remote}`)).toEqual([])
    expect(listRoleNames('nobody')).toEqual([])
  })
})
