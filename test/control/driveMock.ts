import { createMock, parseFixture } from '../../src/doors/index.ts'
import type { Mock, MockSettings } from '../../src/doors/index.ts'
import { ORIGIN } from '../domain/createWaldur.ts'
import { lab } from '../domain/lab.ts'
import type { Rows } from '../domain/lab.ts'

export const NOW = '2026-03-02T08:00:00.000Z'

export interface Asked {
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly json: never
  readonly id: string
}

export interface Driven {
  readonly mock: Mock
  readonly ask: (method: string, target: string, asked?: Asked) => Got
  /** Lets real seconds pass. */
  readonly wait: (seconds: number) => void
}

/** A strict mock of the small laboratory, at a real time that only `wait` moves. */
export function driveMock(settings: Partial<MockSettings> = {}, rows: Partial<Rows> = {}): Driven {
  let now = Date.parse(NOW)
  const start = parseFixture(JSON.stringify({ ...lab, ...rows }), 'lab.json', new Date(now))
  const mock = createMock({ strict: true, start, now: () => new Date(now), ...settings })
  return {
    mock,
    ask: (method, target, asked) => asking(mock, method, target, asked),
    wait: (seconds) => {
      now += seconds * 1000
    },
  }
}

export function asking(
  { answer }: Pick<Mock, 'answer'>,
  method: string,
  target: string,
  { token = 'staff', headers = {}, body }: Asked = {},
): Got {
  const sent = answer({
    method,
    target,
    origin: ORIGIN,
    headers: {
      ...(token !== null && { authorization: `Token ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body)),
  })
  const text = new TextDecoder().decode(sent.body)
  const json = (isJson(sent.headers) ? JSON.parse(text) : undefined) as never
  return {
    status: sent.status,
    headers: sent.headers,
    text,
    json,
    id: sent.headers['X-Mock-Id'] ?? '',
  }
}

const isJson = (headers: Readonly<Record<string, string>>): boolean =>
  headers['Content-Type'] === 'application/json'
