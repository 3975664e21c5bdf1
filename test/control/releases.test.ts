import { describe, expect, it } from 'vitest'
import { connect } from '../../src/doors/client.ts'
import { createMock } from '../../src/doors/index.ts'
import { PLANS } from '../domain/createWaldur.ts'
import { openMock } from './openMock.ts'

const STAFF = { Authorization: 'Token YOUR_API_TOKEN' }
const ORIGIN = 'http://waldur.test'

type Row = Readonly<Record<string, unknown>>

/** The fields of a plan's components, as a sandbox of this mock shows them. */
async function showFields(mock: ReturnType<typeof createMock>, headers: Record<string, string>) {
  const response = await mock.fetch(`${ORIGIN}${PLANS}`, { headers: { ...STAFF, ...headers } })
  const [plan] = (await response.json()) as { components: Row[] }[]
  return Object.keys(plan?.components[0] ?? {})
}

const describeFields = (fields: readonly string[]): string =>
  fields.includes('discount_formula') ? 'formula' : 'pair'

describe('a sandbox of another release', () => {
  it('is opened by a header, and stays what it was opened as; the others are what the mock is', async () => {
    const mock = createMock({ strict: true })
    const inBox = (name: string, release?: string) => ({
      'X-Mock-Sandbox': name,
      ...(release !== undefined && { 'X-Mock-Release': release }),
    })
    const show = async (name: string, release?: string) =>
      describeFields(await showFields(mock, inBox(name, release)))

    expect(await show('new', '8.1.3')).toBe('formula')
    expect(await show('old')).toBe('pair')
    expect(await show('new')).toBe('formula')
    expect(await show('new', '8.0.0')).toBe('formula')
    expect(await show('main', '8.1.3')).toBe('pair')
  })

  it('has its operations, its rules and its reasons', async () => {
    const mock = createMock({ strict: true })
    await mock.releases.load('8.1.3')
    const [later, usual] = [mock.sandbox('later', undefined, '8.1.3'), mock.sandbox('usual')]
    const statuses = async (box: typeof later) => {
      const at = (path: string, init: RequestInit = {}) =>
        box.fetch(`${ORIGIN}${path}`, { ...init, headers: STAFF })
      const [plan] = (await (await at(PLANS)).json()) as { uuid: string }[]
      const path = `${PLANS}${plan?.uuid}/`
      const removed = await at(`${path}delete_organization_groups/`, { method: 'POST' })
      return [(await at(`${path}history/`)).status, removed.status]
    }

    expect(await statuses(later)).toEqual([200, 204])
    expect(await statuses(usual)).toEqual([404, 200])
    const [exchange] = later.journal.find({ operation: 'marketplace_plans_history_list' }, 1)
    expect(later.why(exchange?.id ?? '').steps.length).toBeGreaterThan(0)
  })

  it('is made from the same snapshot as any other, and a snapshot of it fits any other', async () => {
    const mock = createMock({ strict: true })
    await mock.releases.load('8.1.3')
    const later = mock.sandbox('later', undefined, '8.1.3')
    await later.fetch(`${ORIGIN}${PLANS}a1b2c3d4e5f67890abcdef1234567890/`, {
      method: 'PATCH',
      headers: { ...STAFF, 'Content-Type': 'application/json' },
      body: '{"name":"Later","billing_mode":"usage"}',
    })
    later.save('later')
    const back = await mock
      .sandbox('back', 'later')
      .fetch(`${ORIGIN}${PLANS}a1b2c3d4e5f67890abcdef1234567890/`, { headers: STAFF })

    expect(back.status).toBe(200)
    expect(await back.json()).toMatchObject({ name: 'Later' })
  })

  it('is opened over HTTP, by the control and by the first call, and told of', async () => {
    const { url, close } = await openMock()
    const control = connect(url)
    await control.openSandbox('named', undefined, '8.0.5')
    const headers = { ...STAFF, 'X-Mock-Sandbox': 'called', 'X-Mock-Release': '8.1.3' }
    const [plan] = (await (await fetch(url + PLANS, { headers })).json()) as Row[]
    const boxes = (await (await fetch(`${url}/__mock/sandboxes`)).json()) as Row[]
    const health = await connect(url, { sandbox: 'named' }).health()

    expect(plan).toHaveProperty('billing_mode')
    expect(boxes.map(({ name, release }) => `${String(name)} ${String(release)}`)).toEqual([
      'called 8.1.3',
      'named 8.0.5',
    ])
    const own = await control.health()
    await close()
    expect([health['release'], own['release']]).toEqual(['8.0.5', '7.8.7'])
  })

  it.each([
    ['8.1.0', /Release 8\.1\.0 can't be chosen: .* The nearest is 8\.0\.9\./],
    ['newest', /No release "newest" is known\. .* There are: 7\.8\.5, /],
  ])('is not opened as %s: the answer names the nearest', async (release, text) => {
    const mock = createMock()
    const headers = { ...STAFF, 'X-Mock-Sandbox': 'odd', 'X-Mock-Release': release }
    const response = await mock.fetch(`${ORIGIN}${PLANS}`, { headers })

    expect(response.status).toBe(400)
    expect(((await response.json()) as { detail: string }).detail).toMatch(text)
    expect(mock.sandboxes.names()).toEqual([])
  })

  it('has to be loaded before by who does not wait', () => {
    const mock = createMock()

    expect(() => mock.sandbox('early', undefined, '8.1.2')).toThrow(
      /Release 8\.1\.2 is not loaded\. In code, await mock\.releases\.load/,
    )
  })
})
