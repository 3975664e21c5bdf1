import type { Api } from '../harness/api.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import type { Bound } from './bounds/bound.ts'

/** Says which boundary a finding is about: the request is beside it. */
export const describeBound = ({ keyword, json }: Bound) => `(${keyword}: ${json ?? 'left out'})`

export const formatBody = (members: Readonly<Record<string, string | null>>): string =>
  `{${Object.entries(members)
    .flatMap(([name, json]) => (json === null ? [] : [`${JSON.stringify(name)}: ${json}`]))
    .join(', ')}}`

interface Stored {
  readonly bound: Bound
  readonly seen: unknown
  readonly exchange: Exchange
}

/** A price is its decimal: the document types its default as a short text. A default may be unknown. */
export function demandStored(api: Api, { bound, seen, exchange }: Stored): void {
  if (!('stored' in bound)) return
  const isDecimal = typeof seen === 'string' && /^\d+\.\d{10}$/.test(seen)
  const wanted = isDecimal && bound.stored === '0' ? '0.0000000000' : bound.stored
  api.demandEqual(seen, wanted, `what is stored ${describeBound(bound)}`, exchange)
}
