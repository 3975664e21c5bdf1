/** Python's names of the encodings that JavaScript lacks, or calls something else. */
const LATIN1 = /^(?:iso_?8859(?:_1)?|8859|latin_?1?|l1|cp819|ibm819)$/
const ASCII = /^(?:us_?ascii|ascii|646)$/

/** Decodes bytes as Python does under that name; an unknown name stands for UTF-8 (§1.4). */
export interface Charset {
  /** Throws when the bytes are none of it. */
  readonly decode: (bytes: Uint8Array) => string
  /** Puts U+FFFD where they are none of it. */
  readonly replace: (bytes: Uint8Array) => string
}

export function charsetOf(name: string | undefined): Charset {
  const known = (name ?? 'utf-8').toLowerCase().replace(/[- ]/g, '_')
  if (LATIN1.test(known)) return { decode: binary, replace: binary }
  if (ASCII.test(known)) return ascii
  return decoderOf(known.replaceAll('_', '-')) ?? utf8
}

/** One sign a byte. */
export function binary(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  }
  return text
}

const CHUNK = 8192

const ascii: Charset = {
  decode: (bytes) => {
    if (bytes.some((byte) => byte > 0x7f)) throw new TypeError('not ASCII')
    return binary(bytes)
  },
  replace: (bytes) => binary(bytes).replace(/[^\0-\x7f]/g, '\ufffd'),
}

function decoderOf(label: string): Charset | null {
  try {
    const isSigned = label === 'utf-8-sig'
    const name = isSigned ? 'utf-8' : label
    const ignoreBOM = !isSigned && label !== 'utf-16'
    const strict = new TextDecoder(name, { fatal: true, ignoreBOM })
    const lenient = new TextDecoder(name, { ignoreBOM })
    return { decode: (bytes) => strict.decode(bytes), replace: (bytes) => lenient.decode(bytes) }
  } catch {
    return null
  }
}

const utf8 = decoderOf('utf-8') as Charset
