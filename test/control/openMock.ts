import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { ControlSettings } from '../../src/http/controlAccess.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock } from '../../src/doors/index.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'

export interface Got {
  readonly status: number
  readonly type: string
  readonly text: string
}

export interface Opened {
  readonly url: string
  readonly mock: Mock
  /** Headers of staff, and others. */
  readonly headers: (more?: Readonly<Record<string, string>>) => Record<string, string>
  readonly api: (method: string, target: string) => Promise<Response>
  /** A body is sent as JSON; a raw one as it is. */
  readonly control: (method: string, target: string, body?: unknown, raw?: 'raw') => Promise<Got>
  readonly close: () => Promise<void>
}

/** A strict mock with the demo data behind a socket. */
export async function openMock(control: ControlSettings = {}): Promise<Opened> {
  const mock = createMock({ strict: true })
  const server = createMockServer(mockRouter(mock, { control }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const headers: Opened['headers'] = (more = {}) => ({
    Authorization: 'Token YOUR_API_TOKEN',
    ...more,
  })
  return {
    url,
    mock,
    headers,
    api: (method, target) => fetch(url + target, { method, headers: headers() }),
    control: async (method, target, body, raw) => {
      const sent = raw ? String(body) : JSON.stringify(body)
      const answer = await fetch(url + target, {
        method,
        ...(body !== undefined && { body: sent, headers: { 'Content-Type': 'application/json' } }),
      })
      const type = answer.headers.get('content-type') ?? ''
      return { status: answer.status, type, text: await answer.text() }
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
