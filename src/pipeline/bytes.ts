export const EMPTY = new Uint8Array()
const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const encodeText = (text: string): Uint8Array => encoder.encode(text)
export const decodeText = (body: Uint8Array): string => decoder.decode(body)

/** The JSON value of a body; undefined when it is none. */
export function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(body))
  } catch {
    return undefined
  }
}
