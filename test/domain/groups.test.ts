import { describe, expect, it } from 'vitest'
import { dialectNames, createWaldur, names, PLANS } from './createWaldur.ts'
import type { Waldur } from './createWaldur.ts'
import { ids, plan, resources } from './lab.ts'

const PLAN = `${PLANS}${ids.academic}/`
const link = (uuid: string) => `/api/organization-groups/${uuid}/`

const updateGroups = (waldur: Waldur, organization_groups: unknown) =>
  waldur.post(`${PLAN}update_organization_groups/`, { organization_groups })

const groups = (waldur: Waldur) =>
  waldur.plan(ids.academic).organization_groups?.map(({ name }) => name)

describe.each(dialectNames)('Organization groups of a plan as %s', (as) => {
  it('are replaced, and cleared by an empty list', () => {
    const waldur = createWaldur({ as })

    expect(updateGroups(waldur, [link(ids.research), link(ids.industry)])).toMatchObject({
      status: 200,
      text: '',
    })
    expect(groups(waldur)).toEqual(['Industry', 'Research'])
    updateGroups(waldur, [`https://elsewhere.example${link(ids.universities)}`])
    expect(groups(waldur)).toEqual(['Universities'])
    expect(updateGroups(waldur, []).status).toBe(200)
    expect(groups(waldur)).toEqual([])
  })

  it('are a set: a group that is named twice is there once', () => {
    const waldur = createWaldur({ as })
    updateGroups(waldur, [link(ids.industry), link(ids.industry.toUpperCase())])

    expect(groups(waldur)).toEqual(['Industry'])
  })

  it.each([
    ['x', 'Expected a list of items but got type "str".'],
    [7, 'Expected a list of items but got type "int".'],
    [null, 'This field may not be null.'],
    [['garbage'], 'Invalid hyperlink - No URL match.'],
    [[link(ids.industry), 'garbage', 7], 'Invalid hyperlink - No URL match.'],
    [[link(ids.unknown)], 'Invalid hyperlink - Object does not exist.'],
    [[link('zzz')], 'Invalid hyperlink - Object does not exist.'],
    [[`/api/customers/${ids.lab}/`], 'Invalid hyperlink - Incorrect URL match.'],
    [[7, 'garbage'], 'Incorrect type. Expected URL string, received int.'],
    [[null], 'Incorrect type. Expected URL string, received NoneType.'],
  ])('%j are refused', (sent, text) => {
    const waldur = createWaldur({ as })
    updateGroups(waldur, [link(ids.research)])

    expect(updateGroups(waldur, sent)).toMatchObject({
      status: 400,
      json: { organization_groups: [text] },
    })
    expect(groups(waldur)).toEqual(['Research'])
  })

  it('are cleared by an empty form', () => {
    const waldur = createWaldur({
      as,
      rows: { plans: [plan({ organization_groups: [ids.research] })] },
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }

    expect(waldur.post(`${PLAN}update_organization_groups/`, '', { headers }).status).toBe(200)
    expect(groups(waldur)).toEqual([])
  })

  it('are deleted, and once more', () => {
    const waldur = createWaldur({
      as,
      rows: { plans: [plan({ organization_groups: [ids.research] })] },
    })
    const remove = () => waldur.post(`${PLAN}delete_organization_groups/`)
    const status = as === 'documented' ? 200 : 204

    for (const answer of [remove(), remove()]) {
      expect(answer).toMatchObject({ status, text: '', headers: { 'Content-Length': '0' } })
      expect(answer.headers).not.toHaveProperty('Content-Type')
    }
    expect(groups(waldur)).toEqual([])
  })

  it('change on archived, used and remote plans too', () => {
    const waldur = createWaldur({ as, rows: { resources: resources(['OK']) } })
    waldur.post(`${PLAN}archive/`)
    const remote = `${PLANS}${ids.mirror}/`

    expect(updateGroups(waldur, [link(ids.research)]).status).toBe(200)
    expect(waldur.post(`${PLAN}delete_organization_groups/`).status).toBeLessThan(300)
    expect(
      waldur.post(`${remote}update_organization_groups/`, { organization_groups: [] }).status,
    ).toBe(200)
    expect(waldur.post(`${remote}delete_organization_groups/`).status).toBeLessThan(300)
  })
})

describe.each(dialectNames)('A plan that is archived as %s', (as) => {
  it('is told so once, and stays archived', () => {
    const waldur = createWaldur({ as })
    const once = waldur.post(`${PLAN}archive/`)
    const twice = waldur.post(`${PLAN}archive/`)

    expect(once.status).toBe(200)
    expect(twice).toMatchObject({ status: 400, json: ['Plan is already archived.'] })
    expect(waldur.plan(ids.academic)).toMatchObject({ archived: true, is_active: true })
  })

  it('is listed like others, and shown in its offering', () => {
    const waldur = createWaldur({ as })
    waldur.post(`${PLAN}archive/`, undefined, { token: 'owner' })

    expect(names(waldur.get(PLANS))).toEqual(['Academic', 'Hoist', 'Mirror'])
    expect(waldur.offering(ids.bench).plans).toMatchObject([{ name: 'Academic', archived: true }])
  })

  it('is archived already only for those who may archive', () => {
    const waldur = createWaldur({ as })
    waldur.post(`${PLAN}archive/`)

    expect(waldur.post(`${PLAN}archive/`, {}, { token: 'manager' }).status).toBe(403)
    expect(waldur.post(`${PLAN}archive/`, {}, { token: 'stranger' }).status).toBe(404)
  })
})
