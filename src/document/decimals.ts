import type { Digits } from './load.ts'
import { asciiDigits, writePython, strip } from '../python.ts'

const NOT_A_NUMBER = 'A valid number is required.'
const DECIMAL = /^[+-]?(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i
const LONGEST = 1000

/** Reads a decimal as Django REST framework does: exact, by its digits; the value has all places. */
export function readDecimal(value: unknown, size: Digits): { value: string } | { error: string } {
  const text = strip(writePython(value))
  if ([...text].length > LONGEST) return { error: 'String value too large.' }
  const parts = splitDecimal(text)
  if (!parts) return { error: NOT_A_NUMBER }
  const { digits, scale } = parts
  const error = explainSize(digits.length, scale, size)
  if (error) return { error }
  const negative = text.startsWith('-')
  if (negative && /[1-9]/.test(digits) && size.minimum === 0) return { error: TOO_SMALL }
  return { value: `${negative ? '-' : ''}${shiftPoint(digits, scale, size.decimal_places)}` }
}

const TOO_SMALL = 'Ensure this value is greater than or equal to 0.'

/** Python takes no notice of underscores here, wherever they stand. */
function splitDecimal(text: string): { digits: string; scale: number } | null {
  const plain = asciiDigits(text).replaceAll('_', '')
  const [match, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(plain) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '')
  if (match === undefined || digits === '') return null
  return { digits, scale: Number(exponent) - fraction.length }
}

/** `scale`: the power of ten of the last digit, so 1.50 has three digits and the scale -2. */
function explainSize(count: number, scale: number, size: Digits): string | null {
  const places = Math.max(0, -scale)
  const total = scale >= 0 ? count + scale : Math.max(count, places)
  const whole = total - places
  const most = size.max_digits - size.decimal_places
  if (total > size.max_digits) {
    return `Ensure that there are no more than ${size.max_digits} digits in total.`
  }
  if (places > size.decimal_places) {
    return `Ensure that there are no more than ${size.decimal_places} decimal places.`
  }
  if (whole > most)
    return `Ensure that there are no more than ${most} digits before the decimal point.`
  return null
}

function shiftPoint(digits: string, scale: number, places: number): string {
  const whole = scale >= 0 ? digits + '0'.repeat(scale) : digits
  const padded = whole.padStart(Math.max(0, -scale) + 1, '0')
  const point = padded.length - Math.max(0, -scale)
  return `${padded.slice(0, point)}.${padded.slice(point).padEnd(places, '0')}`
}
