/** A number of a JSON body as Python holds it; `text` is what its str() says (§1.13). */
export class PythonNumber {
  readonly text: string
  readonly isInteger: boolean

  constructor(text: string, isInteger: boolean) {
    this.text = text
    this.isInteger = isInteger
  }
}

const MOST = 2n ** 64n - 1n
const LEAST = -(2n ** 63n)

/** The number that a literal of JSON means; null: it is beyond every float. */
export function readNumber(literal: string): PythonNumber | null {
  if (/^-?\d+$/.test(literal) && literal.length < 25) {
    const integer = BigInt(literal)
    if (integer >= LEAST && integer <= MOST) return new PythonNumber(String(integer), true)
  }
  const float = Number(literal)
  return Number.isFinite(float) ? new PythonNumber(floatText(float), false) : null
}

/** Python writes all digits up to 1e16, and an exponent of two digits beyond. */
function floatText(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power < -4 || power >= 16) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}

/** The name of a JSON value's type in messages of the server, which is written in Python. */
export function namePythonType(value: unknown): string {
  if (value === null) return 'NoneType'
  if (value instanceof PythonNumber) return value.isInteger ? 'int' : 'float'
  if (Array.isArray(value)) return 'list'
  return { string: 'str', boolean: 'bool', object: 'dict' }[typeof value as string] ?? 'str'
}

/** The text that Python's str() makes of a JSON value. */
export function writePython(value: unknown): string {
  return typeof value === 'string' ? value : literal(value)
}

function literal(value: unknown): string {
  if (value === null) return 'None'
  if (value instanceof PythonNumber) return value.text
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return quoteText(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  const entries = Object.entries(value as object)
  return `{${entries.map(([key, inner]) => `${quoteText(key)}: ${literal(inner)}`).join(', ')}}`
}

/** Python's repr() of a text: what can't be printed is written as an escape. */
function quoteText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\'"]|(?! )[\p{C}\p{Z}]/gu, (sign) => escape(sign, quote))
  return `${quote}${escaped}${quote}`
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escape(sign: string, quote: string): string {
  if (sign === '\\' || sign === quote) return `\\${sign}`
  if (sign === "'" || sign === '"') return sign
  const code = sign.codePointAt(0) ?? 0
  const [letter, size] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8]
  return SHORT[sign] ?? `\\${letter}${code.toString(16).padStart(Number(size), '0')}`
}

/** What Python's strip() takes away, which is not quite what JavaScript's trim() does (§1.13). */
const BLANKS = String.raw`\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
export const strip = makeStrip(String.raw`[\x1c-\x1f${BLANKS}]`)

/** What int() takes no notice of around a number: not the four separators, which strip() takes away. */
export const stripInteger = makeStrip(`[${BLANKS}]`)

/** Takes away what is blank at both ends, in linear time. */
export function makeStrip(blank: string): (text: string) => string {
  const leading = new RegExp(`^${blank}+`, 'u')
  const sign = new RegExp(`^${blank}$`, 'u')
  return (text) => {
    const start = leading.exec(text)?.[0].length ?? 0
    let end = text.length
    while (end > start && sign.test(text.charAt(end - 1))) end--
    return text.slice(start, end)
  }
}

/** A text with the digits of all scripts written as 0 to 9 (§1.13). */
export const asciiDigits = (text: string): string =>
  text.replace(/(?![0-9])\p{Nd}/gu, (sign) => String(digitOf(sign.codePointAt(0) ?? 0)))

/** Digits of a script stand in a row from 0 to 9; some rows follow each other. */
function digitOf(code: number): number {
  let first = code
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--
  return (code - first) % 10
}

/** What Python's int() reads from a text; null: it is none. */
export function integerIn(text: string): bigint | null {
  const digits = asciiDigits(stripInteger(text))
  return /^[+-]?\d+(?:_\d+)*$/.test(digits) && digits.length <= MOST_DIGITS
    ? BigInt(digits.replaceAll('_', '').replace(/^\+/, ''))
    : null
}

const MOST_DIGITS = 4300

/** A JSON value with numbers as JavaScript has them, without the one key that means something to it. */
export function plainJson(value: unknown): unknown {
  if (value instanceof PythonNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(plainJson)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  return Object.fromEntries(entries.map(([name, inner]) => [name, plainJson(inner)]))
}

/** Whether nothing in a JSON value lies deeper than so many levels. */
export const isShallow = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)))
