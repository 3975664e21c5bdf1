/** So many characters that a list stays a list. */
export const shorten = (text: string, most = 48): string => {
  const letters = Array.from(text.slice(0, most * 2 + 2))
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text
}

/** A decimal as it would be printed: `"85.0000000000"` is 85, `"0E-10"` is 0; nothing is rounded. */
export function writeDecimal(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  if (/^-?0*(?:\.0*)?(?:E[+-]?\d+)?$/i.test(text) && /0/.test(text)) return '0'
  const [, whole = '', fraction = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === '') return text
  const kept = fraction.replace(/(?<!0)0+$/, '')
  const grouped = groupDigits(whole)
  return kept === '' ? grouped : `${grouped}.${kept}`
}

/** In threes, from the end. */
function groupDigits(whole: string): string {
  const first = whole.length % 3 || 3
  const groups = whole.slice(first).match(/\d{3}/g) ?? []
  return [whole.slice(0, first), ...groups].join('\u202f').replace(/^-\u202f/, '-')
}

/** Whether two prices are the same, however each is written. */
export const isSamePrice = (one: unknown, other: unknown): boolean =>
  writeDecimal(one) === writeDecimal(other)

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })
const DAY = format({ day: 'numeric', month: 'short' })
const DATE = format({ day: 'numeric', month: 'short', year: 'numeric' })
const LONG = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const TIME = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })

const formatDate = (date: Date, by: Intl.DateTimeFormat) =>
  Number.isNaN(date.getTime()) ? '?' : by.format(date)

export const writeDay = (date: Date): string => formatDate(date, DAY)
export const writeDate = (date: Date): string => formatDate(date, DATE)
export const writeLongDate = (date: Date): string => formatDate(date, LONG)
export const writeTime = (date: Date): string => formatDate(date, TIME)

export const findNextMonth = (now: Date): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))

export const writeCount = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** JSON with its indentation, if it is JSON; at most so much of it. */
export function formatJson(text: string, most = 20_000): string {
  const laid = formatValue(text)
  return laid.length > most
    ? `${laid.slice(0, most)}\n… ${laid.length - most} characters more`
    : laid
}

function formatValue(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
