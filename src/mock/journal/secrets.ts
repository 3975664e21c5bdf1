/** The mark that stands for a secret wherever exchanges are told. */
export const STARS = '***'

/** A shorter secret is only seen by its name: it would make stars of half of every text. */
export const SHORTEST = 4

/** Finds secrets by what they are, whatever the name that they came under. */
export type Known = (word: string) => boolean

const NAMES =
  /token|secret|passw|passphrase|pwd|api_?key|accesskey|privatekey|auth(?!or(?!i))|credential|session|signature|jwt|bearer|cookie|mockcontrol/

/** Too short to be looked for inside other names. */
const SHORT_NAMES = new Set(['pw', 'pin', 'otp', 'totp', 'sig', 'xkey'])

/** Whether a header, a parameter or a key of a body holds a secret by its name. */
export function isSecretName(name: string): boolean {
  const letters = name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '')
  return NAMES.test(letters) || SHORT_NAMES.has(letters)
}

/** A text without secrets: values behind secret names, and known ones however they are written. */
export function maskText(text: string, isKnown: Known): string {
  return text
    .split(/([?&;,\s"'<>#]+)/)
    .map((piece) => maskPiece(piece, isKnown))
    .join('')
}

/** Split first and tested then: one expression for all of it would try each end for each start. */
function maskPiece(piece: string, isKnown: Known): string {
  if (piece.length < SHORTEST) return piece
  const at = piece.indexOf('=')
  const name = decodeFully(piece.slice(0, Math.max(0, at)))
  if (at > 0 && piece.length > at + 1 && isSecretName(name)) return `${piece.slice(0, at)}=${STARS}`
  const isPair = at > 0 && /[^=]$|[^=]=+$/.test(piece.slice(at + 1))
  const parts = isPair ? [piece.slice(0, at), piece.slice(at + 1)] : [piece]
  return parts.map((part) => maskPath(part, isKnown)).join('=')
}

const maskPath = (text: string, isKnown: Known): string =>
  isPacked(text, isKnown)
    ? STARS
    : text
        .split('/')
        .map((word, at, words) => (words[at - 1] === '' ? maskLogin(word) : word))
        .map((word) => maskWord(word, isKnown))
        .join('/')

/** The password of an address: `//user:password@host`. */
const maskLogin = (host: string): string => host.replace(/^([^:@]*:)[^@]+@/, `$1${STARS}@`)

function maskWord(word: string, isKnown: Known): string {
  if (word === '') return word
  const decoded = decodeFully(word)
  const isSecret = holdsKnown(decoded, isKnown) || isPacked(decoded, isKnown)
  return isSecret ? STARS : word
}

/** The word itself, or one of its parts. */
const holdsKnown = (text: string, isKnown: Known): boolean =>
  isKnown(text) || text.split(/[^\w-]+/).some(isKnown) || text.split(/[\W_]+/).some(isKnown)

/** A text of no form that is read here: what stands behind a secret name, up to a sign that may end it. */
export function maskUnread(text: string): string {
  const plain = text.replace(/\\u00([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  let [clean, last] = ['', 0]
  for (const { 0: name, index } of plain.matchAll(/[\w.%-]+/g)) {
    if (index < last || !isSecretName(decodeFully(name))) continue
    const value = findValue(plain, index + name.length)
    if (value === null) continue
    clean += plain.slice(last, value.from) + STARS
    last = value.to
  }
  return clean === '' && plain.length === text.length ? text : clean + plain.slice(last)
}

/** `: "…`, `=…`, `>…`, or the blank line after the head of a part. */
const GAP = /^[\s"'\\\]]{0,9}(?:[:=>]|\r?\n\r?\n)[\s"'\\]{0,9}/

function findValue(text: string, end: number): { from: number; to: number } | null {
  const [gap] = GAP.exec(text.slice(end, end + 24)) ?? []
  if (gap === undefined) return null
  const from = end + gap.length
  const length = text.slice(from).search(/["'<>&\r\n,;}]/)
  const to = length === -1 ? text.length : from + length
  return to === from ? null : { from, to }
}

const LONGEST_PACKED = 4096

/** Whether it is base64 of a text with a secret in it, as `Basic` has it. */
const isPacked = (text: string, isKnown: Known): boolean => {
  const unpacked = unpack(text)
  return unpacked !== '' && holdsKnown(unpacked, isKnown)
}

/** What base64 stands for; empty when it is none. */
export function unpack(text: string): string {
  if (text.length < 8 || text.length > LONGEST_PACKED || !/^[\w+/-]+=*$/.test(text)) return ''
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/').replace(/=/g, ''))
  } catch {
    return ''
  }
}

/** Some encode twice. */
function decodeFully(text: string): string {
  let decoded = text
  for (let times = 0; times < 3 && decoded.includes('%'); times++) decoded = decodeOnce(decoded)
  return decoded
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%[0-9a-f]{2}/gi, (code) =>
      String.fromCharCode(Number.parseInt(code.slice(1), 16)),
    )
  }
}
