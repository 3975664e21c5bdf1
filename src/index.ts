import demo from '../fixtures/demo.json' with { type: 'json' }
import { addControls } from './control/addControls.ts'
import type { Mock } from './control/addControls.ts'
import { createOwner } from './mock/owner.ts'
import type { MockSettings } from './mock/owner.ts'
import { parseFixture } from './fixture/fixture.ts'

export type { Mock, SandboxControls } from './control/addControls.ts'
export type { Controls } from './control/controls.ts'
export type { Limits, MockSettings, Store } from './mock/owner.ts'
export type { DialectName } from './dialect.ts'
export type { State } from './domain/state.ts'
export type { ApiRequest, ApiRequest as Call } from './pipeline/request.ts'
export type { ApiResponse, ApiResponse as Sending } from './pipeline/response.ts'
export { loadRelease } from './document/releases/loadRelease.ts'
export type { Api as Release } from './document/api.ts'
export { parseFixture }

/** A mock with the demo data, or with a state of yours; it runs wherever JavaScript runs. */
export function createMock(settings: Partial<MockSettings> = {}): Mock {
  const now = settings.now?.() ?? new Date()
  const start = settings.start ?? parseFixture(JSON.stringify(demo), 'fixtures/demo.json', now)
  return addControls(createOwner({ ...settings, start }))
}
