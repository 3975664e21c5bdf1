import { strip } from '../../python.ts'
import { charsetOf } from './charset.ts'

/** A header such as `Content-Type` taken apart as Django does it: names and types in lower case. */
export interface MediaType {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

export const mediaTypeOf = (header: string): MediaType =>
  header === USUAL.type ? USUAL : takeApart(header)

/** What nearly every body is. */
const USUAL: MediaType = { type: 'application/json', parameters: new Map() }

function takeApart(header: string): MediaType {
  const [first = '', ...others] = piecesOf(header)
  return { type: first.toLowerCase(), parameters: new Map(others.flatMap(parameterOf)) }
}

/** Semicolons inside quotes separate nothing. */
function piecesOf(header: string): string[] {
  const pieces: string[] = []
  let [start, isQuoted] = [0, false]
  for (let at = 0; at <= header.length; at++) {
    const sign = header[at]
    if (sign === '"' && header[at - 1] !== '\\') isQuoted = !isQuoted
    if (sign !== undefined && (sign !== ';' || isQuoted)) continue
    pieces.push(strip(header.slice(start, at)))
    start = at + 1
  }
  return pieces
}

function parameterOf(piece: string): [string, string][] {
  const equals = piece.indexOf('=')
  if (equals === -1) return []
  const name = strip(piece.slice(0, equals)).toLowerCase()
  const value = strip(piece.slice(equals + 1))
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"')
  const plain = isQuoted ? value.slice(1, -1).replace(/\\([\\"])/g, '$1') : value
  if (!name.endsWith('*')) return [[name, plain]]
  return [[name.slice(0, -1), piece.split("'").length === 3 ? decodeExtended(plain) : plain]]
}

/** `UTF-8''na%6De`: an encoding, a language, and a value in which bytes are percent-encoded (RFC 2231). */
function decodeExtended(text: string): string {
  const [encoding, , value = ''] = text.split("'")
  const charset = charsetOf(encoding)
  return value.replace(/[\0-\x7f]+/g, (ascii) =>
    ascii.includes('%') ? charset.replace(unquote(ascii)) : ascii,
  )
}

const unquote = (ascii: string): Uint8Array => {
  const signs = ascii.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Uint8Array.from(signs, (sign) => sign.charCodeAt(0))
}

/** Whether a type, which may have stars, stands for what is offered. */
export function matchesType(offered: string, { type }: Pick<MediaType, 'type'>): boolean {
  if (type === offered) return true
  const [main = '', sub = ''] = type.split(/\/(.*)/s)
  const [offeredMain, offeredSub] = offered.split('/')
  return (main === '*' || main === offeredMain) && (sub === '*' || sub === offeredSub)
}
