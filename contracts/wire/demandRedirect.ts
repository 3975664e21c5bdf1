import type { Api } from '../harness/api.ts'
import { getSession } from '../harness/session.ts'
import type { Exchange } from '../harness/transport/exchange.ts'

/** `Location` leads to a path under the address that was asked, with scheme and host or without. */
export function demandRedirect(api: Api, exchange: Exchange, path: string): void {
  const { baseUrl } = getSession().settings
  const { location = '' } = exchange.response.headers
  const wanted = new URL(`${baseUrl}${path}`)
  const isWhole = /^https?:/.test(location)
  const seen = isWhole ? location : `${wanted.origin}${location}`
  api.demandEqual(
    seen,
    `${wanted.origin}${new URL(baseUrl).pathname.replace(/\/$/, '')}${path}`,
    'Location',
    exchange,
  )
}
