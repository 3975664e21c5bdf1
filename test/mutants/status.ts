import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { mutateBehaviour } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import { getPath, mutateResponse, removeHeader, setBody, setHeader } from './tools.ts'

const mutateStatus = (
  defect: string,
  isMeant: (call: ApiRequest, sent: ApiResponse) => boolean,
  status: number,
) =>
  mutateResponse('status', defect, (sent, call) =>
    isMeant(call, sent) ? { ...sent, status } : sent,
  )

const endsWith = (end: string) => (call: ApiRequest) => getPath(call).endsWith(end)
const isAnswered = (method: string, status: number) => (call: ApiRequest, sent: ApiResponse) =>
  call.method === method && sent.status === status
const isJson = (sent: ApiResponse) => sent.headers['Content-Type'] === 'application/json'

/** Answers with another status than they owe. */
export const status: readonly Mutant[] = [
  mutateStatus('create answers 200', isAnswered('POST', 201), 200),
  mutateStatus('delete answers 200', isAnswered('DELETE', 204), 200),
  mutateStatus(
    'a missing plan is 400',
    (call, sent) => sent.status === 404 && isJson(sent) && call.method === 'GET',
    400,
  ),
  mutateStatus(
    'a missing page is 200',
    (call, sent) => sent.status === 404 && /page=/.test(call.target),
    200,
  ),
  mutateStatus('no token is 403', (_call, sent) => sent.status === 401, 403),
  mutateStatus('denied is 404', (_call, sent) => sent.status === 403, 404),
  mutateStatus(
    'an invalid body is 422',
    (call, sent) => sent.status === 400 && call.method !== 'GET',
    422,
  ),
  mutateStatus(
    'an invalid filter is 404',
    (call, sent) => sent.status === 400 && call.method === 'GET',
    404,
  ),
  mutateStatus('a wrong method is 404', (_call, sent) => sent.status === 405, 404),
  mutateStatus('a wrong Accept is 415', (_call, sent) => sent.status === 406, 415),
  mutateStatus('a wrong content type is 400', (_call, sent) => sent.status === 415, 400),
  mutateStatus('a missing slash is 308', (_call, sent) => sent.status === 301, 308),
  mutateStatus(
    'update_prices answers 202',
    (call, sent) => endsWith('/update_prices/')(call) && sent.status === 200,
    202,
  ),
  mutateStatus(
    'update_quotas answers 204',
    (call, sent) => endsWith('/update_quotas/')(call) && sent.status === 200,
    204,
  ),
  mutateStatus(
    'update_discounts answers 201',
    (call, sent) => endsWith('/update_discounts/')(call) && sent.status === 200,
    201,
  ),
  mutateStatus('PATCH answers 202', isAnswered('PATCH', 200), 202),
  mutateStatus('HEAD of a list answers 204', isAnswered('HEAD', 200), 204),
  mutateStatus(
    'a preflight answers 401',
    (call, sent) => call.method === 'OPTIONS' && sent.body.length === 0,
    401,
  ),
  mutateResponse('status', 'an unknown address is 200', (sent, call) =>
    sent.status === 404 && !isJson(sent) && call.target.startsWith('/api/')
      ? { ...sent, status: 200 }
      : sent,
  ),
  mutateResponse('status', 'update_prices answers a body', (sent, call) =>
    endsWith('/update_prices/')(call) && sent.status === 200
      ? setHeader(setBody(sent, { status: 'ok' }), 'Content-Type', 'application/json')
      : sent,
  ),
  mutateResponse('status', 'a server error is hidden behind 200', (sent, call) =>
    call.method === 'POST' && sent.status === 400 && endsWith('/archive/')(call)
      ? setBody(removeHeader({ ...sent, status: 200 }, 'Content-Type'), '')
      : sent,
  ),
  mutateBehaviour('status', 'archiving twice is 200', [
    'marketplace_plans_archive',
    (row) => ({ ...row, guards: [] }),
  ]),
  mutateResponse('status', 'a slow list is 503', (sent, call) =>
    call.target.includes('page_size=300') ? { ...sent, status: 503 } : sent,
  ),
]
