import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Deviation } from '../../harness/settings.ts'
import { VerifyError } from '../../harness/verifyError.ts'

/** Known deviations from a YAML file; an entry that can't be understood is named. */
export function readDeviations(file: string): Deviation[] {
  const entries = readEntries(file)
  return entries.map((entry, index) => {
    const where = `${file}: entry ${index + 1}`
    if (entries.findIndex(({ id }) => id === entry['id']) < index)
      throw new VerifyError(
        `${where} has the id "${String(entry['id'])}" of an earlier one. Give it another.`,
      )
    for (const name of ['id', 'contract', 'operation', 'reason'] as const) {
      if (typeof entry[name] !== 'string') throw new VerifyError(`${where} needs a text "${name}".`)
    }
    for (const name of Object.keys(entry)) {
      if (!KEYS.includes(name)) {
        throw new VerifyError(
          `${where} has an unknown key "${name}". There are: ${KEYS.join(', ')}.`,
        )
      }
    }
    return parseDeviation(entry, where)
  })
}

const KEYS = ['id', 'contract', 'operation', 'matches', 'reason', 'ticket', 'since', 'expires']

/** YAML reads a date as a date; all values are kept as texts. */
function parseDeviation(entry: Readonly<Record<string, unknown>>, where: string): Deviation {
  const texts = Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      value instanceof Date ? value.toISOString().slice(0, 10) : String(value),
    ]),
  ) as unknown as Deviation
  if (texts.expires !== undefined && !isDate(texts.expires)) {
    throw new VerifyError(
      `${where}: expires "${texts.expires}" is no date. Write it as 2027-01-31.`,
    )
  }
  if (texts.matches !== undefined && !isPattern(texts.matches)) {
    throw new VerifyError(
      `${where}: matches "${texts.matches}" is no regular expression. Put \\ before signs like ( and [.`,
    )
  }
  return texts
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

function readEntries(file: string): Record<string, unknown>[] {
  let value: unknown
  try {
    // A file of nothing but comments holds no deviation.
    value = parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), { merge: true }) ?? []
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : ''
    throw new VerifyError(
      `The deviations in ${file} can't be read: ${reason?.replace(/:$/, '')}. Give a YAML file.`,
    )
  }
  if (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null)) {
    return value as Record<string, unknown>[]
  }
  throw new VerifyError(
    `${file} must be a list of deviations, each with id, contract, operation, reason.`,
  )
}
