/** Draws that depend on nothing but the words they are made from: the same on every platform. */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly chance: (percent: number) => boolean
}

type Words = readonly (string | number)[]

/** Each row has dice of its own, so that no row depends on how many others there are. */
export function createRandom(...words: Words): Random {
  const next = createNumbers(words.join('/'))
  const whole = (least: number, most: number): number =>
    least + Math.floor((next() / 2 ** 32) * (most - least + 1))
  return {
    whole,
    pick: (list) => list[whole(0, list.length - 1)] as never,
    chance: (percent) => whole(1, 100) <= percent,
  }
}

/** A uuid (version 4 in form) made from words. */
export function makeUuid(...words: Words): string {
  const text = words.join('/')
  const [one, two] = [hash(text, 1), hash(text, 2)]
  const hex =
    writeHex(one) + writeHex(stir(one ^ two)) + writeHex(two) + writeHex(stir((one + two) | 0))
  return `${hex.slice(0, 12)}4${hex.slice(13, 16)}a${hex.slice(17)}`
}

/** Number.toString costs a microsecond for what is larger than 31 bits; a fixture has a million. */
const writeHex = (number: number): string =>
  `${BYTES[number >>> 24]}${BYTES[(number >>> 16) & 255]}${BYTES[(number >>> 8) & 255]}${BYTES[number & 255]}`

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A number of 32 bits made from words, for generators that want one. */
export const makeSeed = (...words: Words): number => hash(words.join('/'), 0) >>> 0

/** Xorshift over 128 bits, whose start is the hash of a text; numbers of 32 bits. */
function createNumbers(text: string): () => number {
  let x = hash(text, 5)
  let y = stir(x ^ 0x9e3779b9)
  let z = stir(y ^ 0x243f6a88)
  let w = stir(z ^ 0xb7e15162) | 1
  return () => {
    const t = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8)
    return w >>> 0
  }
}

/** FNV-1a, stirred at the end so that near words differ everywhere. */
function hash(text: string, salt: number): number {
  let sum = 0x811c9dc5 ^ Math.imul(salt + 1, 0x9e3779b1)
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return stir(sum)
}

function stir(number: number): number {
  let sum = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35)
  return sum ^ (sum >>> 16)
}
