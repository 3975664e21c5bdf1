import { unreadable, unsupportedMediaType } from '../errors.ts'
import type { Operation } from '../document/operations.ts'

/** Bytes and content type of a request body. */
export interface RequestBody {
  readonly type: string
  readonly bytes: Uint8Array
}

/** The body as a JSON value: an empty one is `{}`, forms become the object they stand for (§1.4). */
export function parseBody({ type, bytes }: RequestBody, operation: Operation): unknown {
  const media = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (media === 'application/x-www-form-urlencoded') return parseForm(bytes, operation)
  if (bytes.length === 0) return {}
  if (media === 'application/json') return parseJson(bytes)
  if (media !== 'multipart/form-data') throw unsupportedMediaType(type)
  throw unreadable('Multipart form parse error - Invalid boundary in multipart: None')
}

const parseForm = (bytes: Uint8Array, { readForm }: Operation): unknown =>
  readForm?.(new URLSearchParams(new TextDecoder().decode(bytes))) ?? {}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    demandShallow(text)
    demandPairs(text, value)
    return value
  } catch (error) {
    throw unreadable(`JSON parse error - ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const DEEPEST = 1024

const STEPS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 }

/** The parser of the real server stops at this depth; so no rule here meets a deeper value. */
function demandShallow(text: string): void {
  if (text.length <= DEEPEST) return
  let [depth, isQuoted] = [0, false]
  for (let at = 0; at < text.length && depth <= DEEPEST; at++) {
    const sign = text.charAt(at)
    if (sign === '\\') at++
    else if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted) depth += STEPS[sign] ?? 0
  }
  if (depth > DEEPEST) throw new Error('Recursion limit reached')
}

/** JSON.stringify writes only halves of surrogate pairs as escapes; the real parser refuses those. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

function demandPairs(text: string, value: unknown): void {
  if (text.includes('\\u') && LONE_SURROGATE.test(JSON.stringify(value))) {
    throw new Error('lone surrogate in hex escape')
  }
}
