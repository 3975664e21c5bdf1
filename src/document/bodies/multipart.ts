import { binary, charsetOf } from './charset.ts'
import type { Charset } from './charset.ts'
import { FormFile } from './form.ts'
import type { FormPair } from './form.ts'
import { mediaTypeOf } from './mediaType.ts'
import type { MediaType } from './mediaType.ts'
import { makeStrip } from '../../python.ts'

const BOUNDARY = /^[ -~]{0,200}[!-~]$/
const MOST_HEAD = 1024

/** Why a form with parts can't be read. */
export class MultipartError extends Error {
  override name = 'MultipartError'
}

/** The fields of a form with parts, as Django reads it: what has no name is left out (§1.14). */
export function parseMultipart(type: string, body: Uint8Array, charset: Charset): FormPair[] {
  if (!type.startsWith('multipart/')) throw new MultipartError(`Invalid Content-Type: ${type}`)
  const boundary = mediaTypeOf(type).parameters.get('boundary')
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    throw new MultipartError(`Invalid boundary in multipart: ${boundary ?? 'None'}`)
  }
  const pieces = binary(body).split(`--${boundary}`)
  const last = pieces.pop() ?? ''
  // What no boundary ends may be a field, but not a file.
  const unended = pairIn(last, charset).filter(([, value]) => typeof value === 'string')
  return [...pieces.flatMap((piece) => pairIn(piece.replace(/\r?\n$/, ''), charset)), ...unended]
}

function pairIn(piece: string, charset: Charset): FormPair[] {
  const end = piece.slice(0, MOST_HEAD).indexOf('\r\n\r\n')
  if (end === -1) return []
  const disposition = piece
    .slice(0, end)
    .split('\r\n')
    .flatMap(readHeader)
    .findLast(({ type }) => type.startsWith('content-disposition:'))
  const name = disposition?.parameters.get('name')
  if (name === undefined) return []
  const file = disposition?.parameters.get('filename')
  const value = charset.replace(bytesOf(piece.slice(end + 4)))
  return [[stripBytes(name), file ? new FormFile(file) : value]]
}

/** A line that is no UTF-8 is left out, whatever the charset of the form. */
function readHeader(line: string): MediaType[] {
  try {
    return [mediaTypeOf(charsetOf('utf-8').decode(bytesOf(line)))]
  } catch {
    return []
  }
}

/** A name is bytes when its blanks are taken off: those of ASCII only. */
const stripBytes = makeStrip(String.raw`[\t-\r ]`)

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0))
