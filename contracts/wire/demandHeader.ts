import type { Api } from '../harness/api.ts'
import { readMediaType } from '../harness/findings/mediaType.ts'
import type { Exchange } from '../harness/transport/exchange.ts'

export const demand = (name: string, sentence: string, source = '§1.5') => ({
  id: `headers.${name}`,
  demand: sentence,
  source,
})

export const nobody = { role: 'nobody' } as const

/** Demands a header of HEAD to be that of a GET before or after it, as far as no gateway has a say in it. */
export function demandSameHeader(
  api: Api,
  name: string,
  { head, gets }: { readonly head: Exchange; readonly gets: readonly Exchange[] },
): void {
  const [seen, ...wanted] = [head, ...gets].map((exchange) => readHeader(exchange, name))
  const isLength = name === 'content-length'
  if (isLength && ([seen, ...wanted].includes(undefined) || gets.some(isOnGetOnly))) return
  const others = isLength ? gets.map(countWithoutGetOnly) : []
  const isSame = [...wanted, ...others].includes(seen)
  api.demand(isSame, `${name} of HEAD as of GET: ${wanted[0] ?? 'nothing'}`, seen, head)
}

/** On GET alone an offering leaves out past windows and plans that a caller may not see: HEAD counts what is stored (§1.5). */
const isOnGetOnly = ({ response }: Exchange): boolean =>
  /"(?:attributes|plans)":/.test(response.text)

const GET_ONLY = /,"(?:plan_type|minimal_price)":(?:null|"[^"]*"|[\d.eE+-]+)/g

/** HEAD counts plans without plan_type and minimal_price, which only GET has (§1.5). */
const countWithoutGetOnly = ({ response }: Exchange): string =>
  String(Buffer.byteLength(response.text.replaceAll(GET_ONLY, '')))

/** Gateways add what they vary on, a charset, and lengths of what they have packed. */
function readHeader({ response: { headers } }: Exchange, name: string): string | undefined {
  const value = headers[name]
  if (name === 'content-type') return readMediaType(headers)
  if (name === 'content-length' && headers['content-encoding'] !== undefined) return undefined
  if (name !== 'vary' || value === undefined) return value
  return listNames(value)
    .filter((one) => one !== 'accept-encoding')
    .sort()
    .join(', ')
}

/** The names in a header that lists some, in lower case. */
export const listNames = (value: string): string[] =>
  value
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
