import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureContextOptions, TlsOptions } from 'node:tls'
import { mockRouter } from '../../src/http/router.ts'
import { createMock } from '../../src/doors/index.ts'
import type { Mock } from '../../src/doors/index.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { changeJson } from '../mutants/mutant.ts'

/** A request as the server got it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly at: number
}

export interface TargetSettings {
  /** `0.0.0.0` leads to this machine too, but verify can't know that it is one to write to. */
  readonly host?: '127.0.0.1' | '0.0.0.0'
  readonly mock?: Parameters<typeof createMock>[0]
  readonly secure?: SecureContextOptions & Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized'>
  /** Changes calls on their way in, or answers on their way out. */
  readonly wrap?: (inner: Mock) => (call: ApiRequest) => ApiResponse
  /** Answers in place of the mock, when it says true. */
  readonly instead?: (req: IncomingMessage, res: ServerResponse, nth: number) => boolean
}

/** A server with a mock inside that notes what it is asked for. It keeps nobody from ending. */
export async function startTarget(settings: TargetSettings = {}) {
  const { host = '127.0.0.1', secure, wrap, instead } = settings
  const mock = createMock({ calendarJobs: { delay: 0.05 }, ...settings.mock })
  const answer = wrap ? wrap(mock) : mock.answer
  const router = mockRouter({ ...mock, answer })
  const asked: SeenRequest[] = []
  const listener = (req: IncomingMessage, res: ServerResponse) => {
    const { method = '', url = '', headers } = req
    asked.push({ method, path: url, headers, at: performance.now() })
    if (!instead?.(req, res, asked.length)) router(req, res, () => res.writeHead(404).end())
  }
  const server = secure ? createSecureServer(secure, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  server.unref()
  const { port } = server.address() as AddressInfo
  const url = `${secure ? 'https' : 'http'}://${host}:${port}`
  return { url, mock, asked }
}

/** Everything that a mock would show of its plans and offerings, archived plans too. */
export const listRows = ({ state }: Pick<Mock, 'state'>): unknown => {
  const { plans, offerings } = state()
  return { plans: [...plans.rows.values()], offerings: [...offerings.rows.values()] }
}

/** A mock that answers a create with another name, and with an amount that is no number. */
export const answerWrongCreate = changeJson(
  ({ method, target: path }, { status }) =>
    method === 'POST' && path === '/api/marketplace-plans/' && status === 201,
  (row: Record<string, unknown>) => ({ ...row, name: 'Another', max_amount: 'many' }),
)

/** Methods that change something. */
export const isWrite = ({ method }: SeenRequest): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(method)
