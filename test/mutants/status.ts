import type { ApiRequest } from '../../src/pipeline/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { withRow } from './mutant.ts'
import type { Mutant } from './mutant.ts'
import { heading, pathOf, withBody, withHeader, without } from './tools.ts'

const turned = (
  defect: string,
  isMeant: (call: ApiRequest, sent: ApiResponse) => boolean,
  status: number,
) => heading('status', defect, (sent, call) => (isMeant(call, sent) ? { ...sent, status } : sent))

const ends = (end: string) => (call: ApiRequest) => pathOf(call).endsWith(end)
const on = (method: string, status: number) => (call: ApiRequest, sent: ApiResponse) =>
  call.method === method && sent.status === status
const isJson = (sent: ApiResponse) => sent.headers['Content-Type'] === 'application/json'

/** Answers with another status than they owe. */
export const status: readonly Mutant[] = [
  turned('create answers 200', on('POST', 201), 200),
  turned('delete answers 200', on('DELETE', 204), 200),
  turned(
    'a missing plan is 400',
    (call, sent) => sent.status === 404 && isJson(sent) && call.method === 'GET',
    400,
  ),
  turned(
    'a missing page is 200',
    (call, sent) => sent.status === 404 && /page=/.test(call.target),
    200,
  ),
  turned('no token is 403', (_call, sent) => sent.status === 401, 403),
  turned('denied is 404', (_call, sent) => sent.status === 403, 404),
  turned(
    'an invalid body is 422',
    (call, sent) => sent.status === 400 && call.method !== 'GET',
    422,
  ),
  turned(
    'an invalid filter is 404',
    (call, sent) => sent.status === 400 && call.method === 'GET',
    404,
  ),
  turned('a wrong method is 404', (_call, sent) => sent.status === 405, 404),
  turned('a wrong Accept is 415', (_call, sent) => sent.status === 406, 415),
  turned('a wrong content type is 400', (_call, sent) => sent.status === 415, 400),
  turned('a missing slash is 308', (_call, sent) => sent.status === 301, 308),
  turned(
    'update_prices answers 202',
    (call, sent) => ends('/update_prices/')(call) && sent.status === 200,
    202,
  ),
  turned(
    'update_quotas answers 204',
    (call, sent) => ends('/update_quotas/')(call) && sent.status === 200,
    204,
  ),
  turned(
    'update_discounts answers 201',
    (call, sent) => ends('/update_discounts/')(call) && sent.status === 200,
    201,
  ),
  turned('PATCH answers 202', on('PATCH', 200), 202),
  turned('HEAD of a list answers 204', on('HEAD', 200), 204),
  turned(
    'a preflight answers 401',
    (call, sent) => call.method === 'OPTIONS' && sent.body.length === 0,
    401,
  ),
  heading('status', 'an unknown address is 200', (sent, call) =>
    sent.status === 404 && !isJson(sent) && call.target.startsWith('/api/')
      ? { ...sent, status: 200 }
      : sent,
  ),
  heading('status', 'update_prices answers a body', (sent, call) =>
    ends('/update_prices/')(call) && sent.status === 200
      ? withHeader(withBody(sent, { status: 'ok' }), 'Content-Type', 'application/json')
      : sent,
  ),
  heading('status', 'a server error is hidden behind 200', (sent, call) =>
    call.method === 'POST' && sent.status === 400 && ends('/archive/')(call)
      ? withBody(without({ ...sent, status: 200 }, 'Content-Type'), '')
      : sent,
  ),
  withRow('status', 'archiving twice is 200', [
    'marketplace_plans_archive',
    (row) => ({ ...row, guards: [] }),
  ]),
  heading('status', 'a slow list is 503', (sent, call) =>
    call.target.includes('page_size=300') ? { ...sent, status: 503 } : sent,
  ),
]
