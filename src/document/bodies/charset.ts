/** Python's names of the encodings that JavaScript lacks, or calls something else. */
const LATIN1 = /^(?:iso_?8859(?:_1)?|8859|latin_?1?|l1|cp819|ibm819)$/
const ASCII = /^(?:us_?ascii|ascii|646)$/

const UTF16 = /^(?:utf_?16|u16)$/
const UTF16_LITTLE = /^(?:utf_?16_?le|unicodelittleunmarked)$/
const UTF16_BIG = /^(?:utf_?16_?be|unicodebigunmarked)$/

/** Decodes bytes as Python does under that name; an unknown name stands for UTF-8 (§1.4). */
export interface Charset {
  /** Throws when the bytes are none of it. */
  readonly decode: (bytes: Uint8Array) => string
  /** Puts U+FFFD where they are none of it. */
  readonly replace: (bytes: Uint8Array) => string
}

export function charsetOf(name: string | undefined): Charset {
  if (name === undefined) return utf8
  const known = name.toLowerCase().replace(/[- ]/g, '_')
  if (LATIN1.test(known)) return { decode: binary, replace: binary }
  if (ASCII.test(known)) return ascii
  if (UTF16.test(known)) return utf16
  return decoderOf(labelOf(known)) ?? utf8
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

/** The web's name of an encoding. */
function labelOf(known: string): string {
  if (UTF16_LITTLE.test(known)) return 'utf-16le'
  return UTF16_BIG.test(known) ? 'utf-16be' : known.replaceAll('_', '-')
}

function decoderOf(label: string): Charset | null {
  try {
    const isSigned = label === 'utf-8-sig'
    const name = isSigned ? 'utf-8' : label
    const ignoreBOM = !isSigned
    const strict = new TextDecoder(name, { fatal: true, ignoreBOM })
    const lenient = new TextDecoder(name, { ignoreBOM })
    return { decode: (bytes) => strict.decode(bytes), replace: (bytes) => lenient.decode(bytes) }
  } catch {
    return null
  }
}

const utf8 = decoderOf('utf-8') as Charset
const little = decoderOf('utf-16le') as Charset
const big = decoderOf('utf-16be') as Charset

/** A mark says which byte comes first, and is no sign of the text; without one it is the lower one. */
const utf16: Charset = { decode: readMarked('decode'), replace: readMarked('replace') }

function readMarked(how: keyof Charset): Charset['decode'] {
  return (bytes) => {
    const [first, second] = bytes
    const isBig = first === 0xfe && second === 0xff
    const isMarked = isBig || (first === 0xff && second === 0xfe)
    return (isBig ? big : little)[how](isMarked ? bytes.subarray(2) : bytes)
  }
}
