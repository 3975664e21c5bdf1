import demo from '../fixtures/demo.json' with { type: 'json' }
import { mockOf } from './mock.ts'
import type { Mock, MockSettings } from './mock.ts'
import { parseFixture } from './runtime/fixture.ts'

export type { Mock, MockSettings, Store } from './mock.ts'
export type { DialectName } from './dialect.ts'
export type { State } from './domain/state.ts'
export type { Call, Sending } from './wire.ts'
export { parseFixture }

/** A mock with the demo data, or with a state of yours; it runs wherever JavaScript runs. */
export function createMock(settings: Partial<MockSettings> = {}): Mock {
  const now = settings.now?.() ?? new Date()
  const start = settings.start ?? parseFixture(JSON.stringify(demo), 'fixtures/demo.json', now)
  return mockOf({ ...settings, start })
}
