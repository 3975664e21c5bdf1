import { createMock } from '../../src/doors/index.ts'
import type { DialectName, Mock } from '../../src/doors/index.ts'
import { loadRelease } from '../../src/document/releases/loadRelease.ts'
import { decodeText, encodeText } from '../../src/pipeline/bytes.ts'
import { listRows } from '../../src/domain/table.ts'

export const now = () => new Date('2026-03-02T09:00:00Z')

/** A mock of a release that answers 500 instead of anything that the release does not allow. */
export const serve = async (version: string, as: DialectName = 'documented'): Promise<Mock> =>
  createMock({ release: await loadRelease(version), as, strict: true, now })

export interface Seen {
  readonly status: number
  readonly json: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** Calls as the first staff user unless a token is given. */
export function call(mock: Mock, line: string, body?: unknown, token = staffToken(mock)): Seen {
  const [method = '', target = ''] = line.split(' ')
  const {
    status,
    body: bytes,
    headers,
  } = mock.answer({
    method,
    target,
    origin: 'http://mock.test',
    headers: {
      authorization: token.includes(' ') ? token : `Token ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: encodeText(body === undefined ? '' : JSON.stringify(body)),
  })
  const text = decodeText(bytes)
  return {
    status,
    headers,
    json: text.trimStart().startsWith('<') || text === '' ? text : JSON.parse(text),
  }
}

const staffToken = (mock: Mock): string =>
  listRows(mock.state().users).find(({ is_staff }) => is_staff)?.token ?? ''
