import demo from '../../fixtures/demo.json' with { type: 'json' }
import { addControls } from '../control/addControls.ts'
import type { Mock } from '../control/addControls.ts'
import { parseFixture } from '../fixture/fixture.ts'
import { createOwner } from '../mock/owner.ts'
import type { MockSettings } from '../mock/owner.ts'

/** A mock with the demo data, or with a state of yours; it runs wherever JavaScript runs. */
export function createMock(settings: Partial<MockSettings> = {}): Mock {
  const now = settings.now?.() ?? new Date()
  const start = settings.start ?? parseFixture(JSON.stringify(demo), 'fixtures/demo.json', now)
  return addControls(createOwner({ ...settings, start }))
}
