import { asciiDigits, stripInteger } from '../python.ts'

/** The 32 lower-case hex digits of a uuid in any spelling that Waldur reads, or null (§1.1, §1.10). */
export function readUuid(text: string): string | null {
  if (PLAIN.test(text)) return text
  if (DASHED.test(text)) return text.replaceAll('-', '')
  const bare = text.replaceAll('urn:', '').replaceAll('uuid:', '')
  const digits = bare
    .replace(/^[{}]+/, '')
    .replace(ENDING, '')
    .replaceAll('-', '')
  if (Array.from(digits.slice(0, 65)).length !== 32) return null
  const number = stripInteger(asciiDigits(digits)).replace(/^\+/, '').replace(/^0x_?/i, '')
  if (!HEX.test(number)) return null
  return number.replaceAll('_', '').toLowerCase().padStart(32, '0')
}

const PLAIN = /^[0-9a-f]{32}$/
const DASHED = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const ENDING = /(?<=[^{}])[{}]+$|^[{}]+$/

/** What Python's int() reads to the base of 16: underscores may stand between digits. */
const HEX = /^[0-9a-f]+(?:_[0-9a-f]+)*$/i

export const dashUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

/** A uuid made from words: the same words always give the same one. */
export function makeUuid(...words: readonly string[]): string {
  const parts = [0, 1, 2, 3].map((seed) => hash(`${seed}/${words.join('/')}`))
  const hex = parts.map((part) => part.toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`
}

/** FNV-1a, stirred at the end so that near words differ everywhere. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b)
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35)
  return (sum ^ (sum >>> 16)) >>> 0
}
