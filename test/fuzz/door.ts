import { once } from 'node:events'
import { Agent, request } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createMock } from '../../src/doors/index.ts'
import type { Mock, MockSettings } from '../../src/doors/index.ts'
import { mockRouter } from '../../src/http/router.ts'
import { createMockServer } from '../../src/http/server.ts'

export interface Asked {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
  readonly agent?: Agent
}

export interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The port of our end: the same one for calls over one connection. */
  readonly from: number | undefined
}

export interface Door {
  readonly port: number
  readonly mock: Mock
  /** What the mock had to report about itself. */
  readonly reports: readonly string[]
  readonly ask: (path: string, asked?: Asked) => Promise<Got>
  readonly socket: () => Promise<Socket>
  /** Sends bytes as they are; resolves with all that came back when the server has closed. */
  readonly raw: (...parts: readonly string[]) => Promise<string>
  readonly close: () => Promise<void>
}

export const TOKEN = 'Token YOUR_API_TOKEN'

/** A mock behind a real socket, on a port that the system chooses. */
export async function openDoor(settings: Partial<MockSettings> = {}): Promise<Door> {
  const reports: string[] = []
  const mock = createMock({ strict: true, report: (line) => reports.push(line), ...settings })
  const server = createMockServer(mockRouter(mock))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = async () => {
    const made = connect(port, '127.0.0.1')
    await once(made, 'connect')
    return made
  }
  return {
    port,
    mock,
    reports,
    socket,
    ask: (path, asked) => asking(port, path, asked),
    raw: async (...parts) => {
      const made = await socket()
      for (const part of parts) made.write(part, 'latin1')
      return textFrom(made)
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function asking(port: number, path: string, asked: Asked = {}): Promise<Got> {
  const { method = 'GET', headers = {}, body, agent } = asked
  const all = { authorization: TOKEN, ...headers }
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method, headers: all, agent: agent ?? false }, (got) => {
      const parts: Buffer[] = []
      const from = got.socket.localPort
      got.on('data', (part: Buffer) => parts.push(part))
      got.on('error', reject)
      got.on('end', () =>
        resolve({
          status: got.statusCode ?? 0,
          headers: got.headers,
          body: Buffer.concat(parts),
          from,
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Everything that a connection brings until the other end closes it. */
export function textFrom(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', (part: Buffer) => (text += part.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}
