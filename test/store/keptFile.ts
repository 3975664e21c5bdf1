import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { parseFixture } from '../../src/fixture/fixture.ts'
import { openStore } from '../../src/mock/store/store.ts'
import type { OpenedStore } from '../../src/mock/store/store.ts'
import { plan, shop } from '../fixture/shop.ts'

export const start = parseFixture(
  JSON.stringify({ ...shop({ plans: [plan()] }), month: '2026-03' }),
  'fixtures/x.json',
  new Date('2026-03-02T08:00:00Z'),
)

/** A directory of its own for each test, and the file in it that a store keeps. */
export let directory = ''
export let file = ''
let opened: OpenedStore[] = []

/** Gives each test of a file such a directory, and closes the stores that it has opened. */
export function keepFile(): void {
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'waldur-mock-'))
    file = join(directory, 'kept.json')
  })
  afterEach(async () => {
    await Promise.allSettled(opened.map(({ close }) => close()))
    opened = []
    rmSync(directory, { recursive: true, force: true })
  })
}

export async function open(path = file): Promise<OpenedStore> {
  const store = await openStore(path)
  opened.push(store)
  return store
}
