import { encodeText } from '../pipeline/bytes.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { Rest, RestAnswer } from '../pipeline/world.ts'

const JSON_TYPE = 'application/json'

export const makeJson = (
  status: number,
  json: unknown,
  headers: RestAnswer['headers'] = {},
): RestAnswer => ({ status, type: JSON_TYPE, headers, body: encodeText(JSON.stringify(json)) })

export const isRead = ({ method }: Pick<ApiRequest, 'method'>): boolean =>
  ['GET', 'HEAD', 'OPTIONS'].includes(method)

const EMPTY_LIST = makeJson(200, [], { 'X-Result-Count': '0', Allow: 'GET, HEAD, OPTIONS' })
const NOT_FOUND = makeJson(404, { detail: 'Not found.' })

/** Everything else of Waldur, without any data: lists are empty, and nothing is found in them. */
export const emptyRest: Rest = {
  source: 'empty',
  isLasting: true,
  answer: (request, path) => {
    if (!path.startsWith('/api/')) return null
    if (!isRead(request))
      return makeJson(405, { detail: `Method "${request.method}" not allowed.` })
    return isDetail(path) ? NOT_FOUND : EMPTY_LIST
  },
}

/** Its last part is a uuid or a number. */
const isDetail = (path: string): boolean => /\/(?:[0-9a-f-]{32,36}|\d+)\/?$/i.test(path)
