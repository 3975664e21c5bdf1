import type { components } from '../../src/api.gen.ts'
import { createMock, parseFixture } from '../../src/doors/index.ts'
import type { DialectName, MockSettings } from '../../src/doors/index.ts'
import { lab } from './lab.ts'
import type { Rows } from './lab.ts'

export type Plan = components['schemas']['ProviderPlanDetails']
export type PlanUsage = components['schemas']['PlanUsageResponse']
export type BookingOffering = components['schemas']['Offering']

export const ORIGIN = 'http://waldur.test'
export const PLANS = '/api/marketplace-plans/'
export const BOOKINGS = '/api/booking-offerings/'
export const STATS = '/api/marketplace-plans/usage_stats/'
export const NOW = '2026-03-02T08:00:00Z'

export const dialectNames: readonly DialectName[] = ['documented', 'observed']

/** What was sent back; `json` is undefined without a body or with one of another type. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly json: unknown
}

interface Sent {
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly origin?: string
}

type Reads = (path: string, sent?: Sent) => Answer
type Writes = (path: string, body?: unknown, sent?: Sent) => Answer

export interface Waldur {
  readonly call: (method: string, path: string, body?: unknown, sent?: Sent) => Answer
  readonly get: Reads
  readonly head: Reads
  readonly options: Reads
  readonly post: Writes
  readonly put: Writes
  readonly patch: Writes
  readonly delete: Writes
  readonly plan: (uuid: string) => Plan
  readonly offering: (uuid: string, token?: string) => BookingOffering
  /** The present state, as a fixture. */
  readonly exported: () => object
  /** Sets the clock. */
  readonly at: (moment: string) => void
  /** Lets seconds pass. */
  readonly wait: (seconds: number) => void
}

interface Start extends Pick<MockSettings, 'calendarJobs'> {
  readonly as?: DialectName
  readonly now?: string
  /** Tables to have in place of those of the laboratory. */
  readonly rows?: Partial<Rows>
}

/** A strict mock of a small laboratory with a clock and uuids of its own; staff calls unless said. */
export function createWaldur({
  as = 'documented',
  now = NOW,
  rows = {},
  ...jobs
}: Start = {}): Waldur {
  let clock = new Date(now)
  let made = 0
  const mock = createMock({
    ...jobs,
    as,
    strict: true,
    start: parseFixture(JSON.stringify({ ...lab, ...rows }), 'lab', clock),
    now: () => clock,
    newUuid: () => (++made).toString(16).padStart(32, 'e'),
  })
  const call: Waldur['call'] = (method, path, body, sent = {}) => {
    const { token = 'staff', headers = {}, origin = ORIGIN } = sent
    const [bytes, type] = encodeBody(body)
    const all = { ...type, ...(token !== null && { authorization: `Token ${token}` }), ...headers }
    return read(mock.answer({ method, target: path, origin, headers: all, body: bytes }))
  }
  const reads =
    (method: string): Reads =>
    (path, sent) =>
      call(method, path, undefined, sent)
  const writes =
    (method: string): Writes =>
    (path, body, sent) =>
      call(method, path, body, sent)
  return {
    call,
    get: reads('GET'),
    head: reads('HEAD'),
    options: reads('OPTIONS'),
    post: writes('POST'),
    put: writes('PUT'),
    patch: writes('PATCH'),
    delete: writes('DELETE'),
    plan: (uuid) => call('GET', `${PLANS}${uuid}/`).json as Plan,
    offering: (uuid, token = 'staff') =>
      call('GET', `${BOOKINGS}${uuid}/`, undefined, { token }).json as BookingOffering,
    exported: () => mock.exported('current'),
    at: (moment) => {
      clock = new Date(moment)
    },
    wait: (seconds) => {
      clock = new Date(clock.getTime() + seconds * 1000)
    },
  }
}

/** Texts and bytes are sent as they are, without a type; anything else as JSON. */
function encodeBody(body: unknown): [Uint8Array, Record<string, string>] {
  if (body === undefined) return [new Uint8Array(), {}]
  if (body instanceof Uint8Array) return [body, {}]
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? {} : { 'content-type': 'application/json' }
  return [new TextEncoder().encode(text), type]
}

function read(sent: ReturnType<ReturnType<typeof createMock>['answer']>): Answer {
  const text = sent.isHead ? '' : new TextDecoder().decode(sent.body)
  const isJson = sent.headers['Content-Type'] === 'application/json' && text !== ''
  const json: unknown = isJson ? JSON.parse(text) : undefined
  return { status: sent.status, headers: sent.headers, text, json }
}

/** The names in a list, in its order. */
export const names = ({ json }: Answer): unknown[] =>
  (json as { name: unknown }[]).map(({ name }) => name)

/** A computed price as a dialect shows it (§1.11). */
export const money = (as: DialectName, amount: number): number | string => {
  if (as === 'documented') return amount
  return amount === 0 ? '0E-10' : amount.toFixed(10)
}

export const detail = (text: string) => ({ detail: text })
export const DENIED = detail('You do not have permission to perform this action.')
export const NO_PLAN = detail('No Plan matches the given query.')
export const NO_OFFERING = detail('No Offering matches the given query.')
