/** What must not be shown. A credential is one by its kind, however short; other texts are, when they are long. */
interface Secret {
  readonly text: string
  readonly isCredential: boolean
}

/** Texts from this length on are masked wherever they stand. */
const LONG = 8

/** Shorter ones stand in many words: a credential is masked where it is a word of its own, from this length on. */
const SHORT = 4

/** Takes tokens, values of headers and their parts out of a text, whoever has spelt them how. */
export function createMasker(
  tokens: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): (text: string) => string {
  const secrets = [
    ...tokens.map((text) => ({ text, isCredential: true })),
    ...Object.entries(headers).flatMap(([name, value]) => partsOf(name, value)),
  ].filter(isSecret)
  if (secrets.length === 0) return (text) => text
  const longest = secrets.toSorted((a, b) => b.text.length - a.text.length)
  const [asItIs, spelt] = [literal, anySpelling].map(
    (write) => new RegExp(longest.flatMap((one) => formsOf(one, write)).join('|'), 'gi'),
  ) as [RegExp, RegExp]
  return (text) => {
    const pattern = /[\\%&]/.test(text) ? spelt : asItIs
    return longest.reduce(withoutBeginning, text.replaceAll(pattern, '…'))
  }
}

const isSecret = ({ text, isCredential }: Secret): boolean =>
  text.length >= (isCredential ? SHORT : LONG)

/** The whole value, each of its words, and what `Basic` holds. */
function partsOf(name: string, value: string): Secret[] {
  const isCredential = /auth|cookie|token|key|secret|password/i.test(name)
  const words = value.split(/[\s;,]+/).flatMap((word) => [word, word.replace(/^[\w.-]+=/, '')])
  const texts = [value, ...words, ...words.flatMap(passwordsIn)]
  const own = [...new Set(texts)].filter((text) => !/^(?:basic|bearer|token)$/i.test(text))
  return own.map((text) => ({ text, isCredential }))
}

function passwordsIn(word: string): string[] {
  const text = Buffer.from(word, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at > 0 && /^[!-~]+$/.test(text) ? [text, text.slice(at + 1)] : []
}

/** As it is, in hexadecimal digits, and in base64 at each of the three places that it can begin at. */
function formsOf({ text }: Secret, write: (text: string) => string): string[] {
  if (text.length < LONG) return [`(?<![A-Za-z0-9])${write(text)}(?![A-Za-z0-9])`]
  const inHex = Buffer.from(text).toString('hex')
  return [text, inHex, ...[0, 1, 2].map((shift) => base64At(text, shift))].map(write)
}

/** The signs of base64 that come of the text alone, with `shift` bytes of another before it. */
function base64At(text: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
  const all = bytes.toString('base64')
  return all.slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6))
}

/** Base64 for addresses has two other signs. */
const plain = (sign: string): string =>
  sign === '+' ? '[+-]' : sign === '/' ? '[/_]' : sign.replace(/[\\^$.*?()[\]{}|]/, '\\$&')

const literal = (text: string): string => [...text].map(plain).join('')

/** A pattern of the text in which each sign may be written as in an address, once or more than once, in JSON or in HTML. */
const anySpelling = (text: string): string => [...text].map(signPattern).join('')

function signPattern(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  const hex = code.toString(16)
  const percent = [...Buffer.from(sign)].map(
    (byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`,
  )
  return `(?:\\\\?${plain(sign)}|${percent.join('')}|\\\\u${hex.padStart(4, '0')}|&#0{0,4}${code};|&#x0{0,4}${hex};)`
}

/** What is left of a secret at the end of a text that was cut off there. */
function withoutBeginning(text: string, { text: secret }: Secret): string {
  const whole = text.endsWith('…') ? text.slice(0, -1) : text
  const lower = secret.toLowerCase()
  const end = whole.slice(-secret.length).toLowerCase()
  for (let length = Math.min(end.length, secret.length - 1); length >= LONG; length--)
    if (end.endsWith(lower.slice(0, length))) return `${whole.slice(0, -length)}…`
  return text
}
