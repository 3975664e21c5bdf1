import { InvalidArgumentError } from 'commander'

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
