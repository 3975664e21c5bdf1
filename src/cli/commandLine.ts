import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'

/** Readers of option values: a bad one is refused with what would be right. */
export function readWholeNumber(least: number, most: number) {
  return (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }
}

export function readSeconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a number of seconds, for example 2 or 0.5.')
}

export function readMinutes(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('Give a number of minutes, for example 2 or 0.5.')
}

/** `a,b` and repeated options add up. */
export const readWords = (text: string, earlier: readonly string[] = []): string[] => [
  ...earlier,
  ...text.split(',').filter(Boolean),
]

export const readLines = (text: string, earlier: readonly string[] = []): string[] => [
  ...earlier,
  text,
]

/** An option that is given twice adds up. */
const addUp =
  (read: (text: string) => string) =>
  (text: string, earlier: readonly string[] = []): string[] => [...earlier, read(text)]

/** What a browser says in `Origin`: a scheme and a host, without a path. */
export const readOrigins = addUp((text) => {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null'
  if (/^https?:/.test(origin) && [origin, `${origin}/`].includes(text.toLowerCase())) return origin
  throw new InvalidArgumentError('Give an origin, for example https://app.example.')
})

/** The name in an address, as in `Host`. */
export const readHostNames = addUp((text) => {
  if (/^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(text)) return text
  throw new InvalidArgumentError('Give a name alone, for example mock.example.')
})

/** An empty one, as of a variable that is not set, would let everybody in. */
export function readSecret(text: string): string {
  if (/^[!-~]+(?: +[!-~]+)*$/.test(text)) return text
  throw new InvalidArgumentError(
    'Give a token of ASCII; this one is empty, or has blanks around it.',
  )
}

/** Where a server listens. */
export const withAddress = (command: Command): Command =>
  command
    .option(
      '--port <number>',
      'port to listen on; 0 takes a free one',
      readWholeNumber(0, 65535),
      8000,
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
