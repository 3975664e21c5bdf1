import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import demo from '../../fixtures/demo.json' with { type: 'json' }
import type { DialectName } from '../../src/dialect.ts'
import type { Plan } from '../../src/domain/state.ts'
import { listRows } from '../../src/domain/table.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock } from '../../src/doors/index.ts'
import { parseFixture } from '../../src/fixture/fixture.ts'
import type { SeedSettings } from '../../src/seed/remote/seedRun.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'

export const CRYO = '5222c74476da40a0a19957ead8867c3f'
export const HPC = 'a1b2c3d4e5f67890abcdef1234567890'
export const STAFF = 'YOUR_API_TOKEN'
export const OWNER = 'owner-token'
export const ORDER = { scenario: 'lab', seed: 5, plans: 4, identity: 'backend_id' } as const

export interface Site {
  readonly url: string
  readonly mock: Mock
  /** Method and path of every request that came. */
  readonly requests: string[]
  readonly close: () => void
}

/** The demo behind a real socket. */
export async function site(as: DialectName = 'documented', fixture: object = demo): Promise<Site> {
  const start = parseFixture(JSON.stringify(fixture), 'demo', new Date())
  const mock = createMock({ start, as })
  const requests: string[] = []
  const answer: Mock['answer'] = (call) => {
    requests.push(`${call.method} ${call.target}`)
    return mock.answer(call)
  }
  const server = createMockServer(mockRouter({ ...mock, answer }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}`, mock, requests, close }
}

export const home = (): string => mkdtempSync(join(tmpdir(), 'seed-'))

export const settingsFor = (target: string, more: Partial<SeedSettings> = {}): SeedSettings => ({
  target,
  token: STAFF,
  offering: CRYO,
  rate: 1e6,
  ledger: join(home(), 'ledger.jsonl'),
  ...more,
})

export const plansIn = ({ mock }: Site): Plan[] => listRows(mock.state().plans)

/** Plans without what differs from run to run. */
export const termsOf = (plans: readonly Plan[]): object[] =>
  plans
    .map(({ uuid: _, ...terms }) => terms)
    .sort((a, b) => (a.backend_id + a.name < b.backend_id + b.name ? -1 : 1))

/** What a run that is killed leaves behind it: nothing is caught, nothing is tidied. */
export class Killed extends Error {
  override name = 'Killed'
}

/** What a verb of seed is given for that offering of a server, without a pause between requests. */
export const writeArgs = (verb: string, url: string): string[] =>
  `seed ${verb} --target ${url} --offering ${CRYO} --rate 5000`.split(' ')
