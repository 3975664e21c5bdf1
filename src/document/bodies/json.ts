import { readNumber } from '../../python.ts'

/** JSON that the server's parser refuses, in its words and with its place (§1.4). */
export class JsonError extends Error {
  override name = 'JsonError'
}

const DEEPEST = 1024

/** Reads JSON as orjson does: numbers keep what Python makes of them, errors are its own. */
export function parseJson(text: string): unknown {
  if (text.startsWith('\ufeff'))
    throw errorAt(text, 0, 'UTF-8 byte order mark (BOM) is not supported')
  const reader = new Reader(text)
  if (reader.isAtEnd()) throw errorAt(text, 0, 'input data is empty')
  const value = reader.value(0)
  if (!reader.isAtEnd()) reader.refuse('unexpected content after document')
  return value
}

/** Lines and columns are counted in signs, not in halves of them. */
function errorAt(text: string, index: number, message: string): JsonError {
  const before = text.slice(0, index)
  const lines = before.split('\n')
  const column = signsIn(lines.at(-1) ?? '') + 1
  return new JsonError(
    `${message}: line ${lines.length} column ${column} (char ${signsIn(before)})`,
  )
}

const signsIn = (text: string): number => [...text].length

const ENDS = { '[': ']', '{': '}' } as const
const LITERALS = new Map([
  ['t', { word: 'true', value: true }],
  ['f', { word: 'false', value: false }],
  ['n', { word: 'null', value: null }],
])
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  refuse(message: string, at = this.#at): never {
    const isEnd = at >= this.#text.length
    throw errorAt(this.#text, at, isEnd ? 'unexpected end of data' : message)
  }

  isAtEnd(): boolean {
    return this.#next() === undefined
  }

  /** The sign after all blanks; undefined at the end. */
  #next(): string | undefined {
    let sign = this.#text[this.#at]
    while (sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t')
      sign = this.#text[++this.#at]
    return sign
  }

  value(depth: number): unknown {
    const sign = this.#next() ?? ''
    if (sign === '{' || sign === '[') {
      if (depth >= DEEPEST) this.#tooDeep()
      return sign === '{' ? this.#object(depth + 1) : this.#array(depth + 1)
    }
    if (sign === '"') return this.#string()
    const literal = LITERALS.get(sign)
    if (literal) return this.#literal(literal.word, literal.value)
    if (/[-+.\d]/.test(sign)) return this.#number()
    return this.refuse('unexpected character, expected a JSON value')
  }

  #tooDeep(): never {
    this.#at++
    throw errorAt(this.#text, this.#at, 'depth limit exceeded')
  }

  #array(depth: number): unknown[] {
    const values: unknown[] = []
    this.#at++
    if (this.#next() === ENDS['[']) return this.#closed(values)
    for (;;) {
      values.push(this.value(depth))
      if (this.#isLast('[')) return this.#closed(values)
    }
  }

  #object(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = []
    this.#at++
    if (this.#next() === ENDS['{']) return this.#closed({})
    for (;;) {
      if (this.#next() !== '"') this.refuse('unexpected character, expected a string key')
      const key = this.#string()
      if (this.#next() !== ':') this.refuse("unexpected character, expected ':' after key")
      this.#at++
      entries.push([key, this.value(depth)])
      if (this.#isLast('{')) return this.#closed(Object.fromEntries(entries))
    }
  }

  #closed<T>(value: T): T {
    this.#at++
    return value
  }

  /** After an item: whether the end follows; a comma before the end is not allowed. */
  #isLast(begin: keyof typeof ENDS): boolean {
    const end = ENDS[begin]
    const sign = this.#next()
    if (sign === end) return true
    if (sign !== ',') this.refuse(`unexpected character, expected ',' or '${end}'`)
    const comma = this.#at++
    if (this.#next() === end) this.refuse('trailing comma is not allowed', comma)
    return false
  }

  #literal<T>(word: string, value: T): T {
    const start = this.#at
    const found = this.#text.slice(start, start + word.length)
    if (found !== word) {
      if (word.startsWith(found)) this.refuse('', this.#text.length)
      this.refuse(`invalid literal, expected '${word}'`, start)
    }
    this.#at += word.length
    return value
  }

  #number(): unknown {
    const start = this.#at
    if (this.#text[this.#at] === '-') this.#at++
    const whole = this.#at
    this.#digits('no digit after sign')
    if (this.#text[whole] === '0' && this.#at - whole > 1) {
      this.refuse('number with leading zero is not allowed', whole)
    }
    if (this.#text[this.#at] === '.') {
      this.#at++
      this.#digits('no digit after decimal point')
    }
    if (/[eE]/.test(this.#text[this.#at] ?? '')) {
      this.#at++
      if (/[-+]/.test(this.#text[this.#at] ?? '')) this.#at++
      this.#digits('no digit after exponent sign')
    }
    const number = readNumber(this.#text.slice(start, this.#at))
    return number ?? this.refuse('number is infinity when parsed as double', start)
  }

  #digits(message: string): void {
    const start = this.#at
    while (/\d/.test(this.#text[this.#at] ?? '')) this.#at++
    if (this.#at === start) this.refuse(message)
  }

  #string(): string {
    const parts: string[] = []
    for (this.#at++; ;) {
      const plain = PLAIN.exec(this.#text.slice(this.#at, this.#at + CHUNK))?.[0] ?? ''
      parts.push(plain)
      this.#at += plain.length
      const sign = this.#text[this.#at]
      if (sign === '"') return this.#closed(parts.join(''))
      if (sign === '\\') parts.push(this.#escape())
      else if (plain === '') this.refuse('unexpected control character in string')
    }
  }

  #escape(): string {
    const start = this.#at
    const sign = this.#text[start + 1] ?? ''
    if (sign === 'u') return this.#unicode(start)
    const meant = ESCAPES[sign]
    if (sign === '') this.refuse('', start + 1)
    if (meant === undefined) this.refuse('invalid escaped sequence in string', start)
    this.#at += 2
    return meant ?? ''
  }

  #unicode(start: number): string {
    const high = this.#hex(start + 2)
    if (high === null) {
      if (start + 2 >= this.#text.length) this.refuse('', this.#text.length)
      return this.refuse('invalid escaped sequence in string', start)
    }
    this.#at = start + 6
    if (high < 0xd800 || high > 0xdfff) return String.fromCharCode(high)
    if (high > 0xdbff) this.refuse('invalid high surrogate in string', start)
    return this.#pair(start, high)
  }

  #pair(start: number, high: number): string {
    if (this.#at >= this.#text.length) this.refuse('')
    if (!this.#text.startsWith('\\u', this.#at)) {
      if (this.#at + 1 >= this.#text.length && this.#text[this.#at] === '\\')
        this.refuse('', this.#text.length)
      this.refuse('no low surrogate in string', start)
    }
    const low = this.#hex(this.#at + 2)
    if (low === null) return this.refuse('invalid escape in string', start)
    if (low < 0xdc00 || low > 0xdfff) this.refuse('invalid low surrogate in string', start)
    this.#at += 6
    return String.fromCharCode(high, low)
  }

  #hex(at: number): number | null {
    const digits = this.#text.slice(at, at + 4)
    return /^[0-9a-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : null
  }
}

/** Long texts are read in pieces: each is copied once only. */
const CHUNK = 4096
const PLAIN = /^[ !#-[\]-\uffff]*/
