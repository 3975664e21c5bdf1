import { afterEach, describe, expect, it, vi } from 'vitest'
import { importServer } from '../../src/seed/import/importServer.ts'
import { apply, readStatus } from '../../src/seed/remote/seedRun.ts'
import { startProxy } from '../http/startProxy.ts'
import { ORDER, plansIn, settingsFor, site, STAFF } from './seeding.ts'

afterEach(() => void vi.unstubAllEnvs())

/** A proxy that the environment names, as a shell would. */
async function nameProxy() {
  const proxy = await startProxy()
  for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, proxy.url)
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '')
  return proxy
}

describe('a proxy of the environment', () => {
  it('leads an import to the server, and brings the same as the straight way', async () => {
    const { url: target } = await site()
    const from = { target, token: STAFF, rate: 1e6 }
    const straight = await importServer(from)
    const { asked } = await nameProxy()

    const through = await importServer(from)

    expect(through.counts).toEqual(straight.counts)
    expect(asked.length).toBeGreaterThan(3)
    expect(asked.filter((line) => !line.startsWith(`GET ${target}/`))).toEqual([])
  })

  it('leads seeds to the server, which takes them', async () => {
    const shop = await site()
    const before = plansIn(shop).length
    const { asked } = await nameProxy()

    const settings = settingsFor(shop.url)
    const { made } = await apply(settings, ORDER)
    await readStatus(settings)

    expect(made).toBeGreaterThan(0)
    expect(plansIn(shop)).toHaveLength(before + made)
    expect(asked.filter((line) => line.startsWith('POST '))).not.toEqual([])
  })

  it('that is down says in one line that there is no answer', async () => {
    const { url: target } = await site()
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9')
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9')

    await expect(importServer({ target, token: STAFF, rate: 1e6 })).rejects.toThrow(
      /^\S+ gives no answer \(nothing listens there \(ECONNREFUSED\)\)\. Check the address and the network/,
    )
  })

  it('is not asked for an address that NO_PROXY names', async () => {
    const { url: target } = await site()
    const { asked } = await nameProxy()
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '127.0.0.1')

    await importServer({ target, token: STAFF, rate: 1e6 })

    expect(asked).toEqual([])
  })
})
