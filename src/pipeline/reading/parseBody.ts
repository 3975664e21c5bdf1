import type { Dialect } from '../../dialect.ts'
import { binary, charsetOf } from '../../document/bodies/charset.ts'
import type { Charset } from '../../document/bodies/charset.ts'
import { parseForm } from '../../document/bodies/form.ts'
import type { FormPair } from '../../document/bodies/form.ts'
import { JsonError, parseJson } from '../../document/bodies/json.ts'
import { matchesType, mediaTypeOf } from '../../document/bodies/mediaType.ts'
import { MultipartError, parseMultipart } from '../../document/bodies/multipart.ts'
import type { Operation } from '../../document/operations.ts'
import { crashed, unreadable, unsupportedMediaType } from '../../errors.ts'

/** Bytes and content type of a request body. */
export interface RequestBody {
  readonly type: string
  readonly bytes: Uint8Array
}

const FORM = 'application/x-www-form-urlencoded'
const PARTS = 'multipart/form-data'

/** The body as a JSON value: an empty one is `{}`, forms become the object they stand for (§1.4). */
export function parseBody(sent: RequestBody, operation: Operation, as: Dialect): unknown {
  const { type, bytes } = sent
  const media = mediaTypeOf(type)
  if (bytes.length === 0) return [FORM, PARTS].includes(media.type) ? formBody([], operation) : {}
  const charset = charsetOf(media.parameters.get('charset'))
  if (matchesType('application/json', media)) return jsonBody(bytes, charset, as)
  if (matchesType(FORM, media)) {
    return formBody(parseForm(formText(bytes, charset), charset), operation)
  }
  if (matchesType(PARTS, media)) return formBody(listParts(sent, charset), operation)
  throw unsupportedMediaType(type)
}

const formBody = (form: readonly FormPair[], { readForm }: Operation): unknown =>
  readForm?.(form) ?? {}

/** A form that is not written in its charset is read sign by byte. */
function formText(bytes: Uint8Array, { decode }: Charset): string {
  try {
    return decode(bytes)
  } catch {
    return binary(bytes)
  }
}

function listParts({ type, bytes }: RequestBody, charset: Charset): FormPair[] {
  try {
    return parseMultipart(type, bytes, charset)
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error
    throw unreadable(`Multipart form parse error - ${error.message}`)
  }
}

function jsonBody(bytes: Uint8Array, { decode }: Charset, as: Dialect): unknown {
  try {
    return parseJson(decode(bytes))
  } catch (error) {
    if (error instanceof JsonError) throw unreadable(`JSON parse error - ${error.message}`)
    // Nobody on the real server catches that the bytes are no text (§1.4).
    throw as.crashes
      ? crashed()
      : unreadable('JSON parse error - the body is not encoded as it says')
  }
}
