import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { findUuid } from '../harness/guard.ts'
import { roles } from '../harness/settings.ts'
import type { Deviation, Role, Settings } from '../harness/settings.ts'
import { VerifyError } from '../harness/verifyError.ts'

/** Options of `verify` as the command line gives them. */
export interface VerifyOptions {
  readonly readOnly?: boolean
  readonly write?: boolean
  readonly offering?: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly shard?: string
  readonly header?: readonly string[]
  readonly timeout: number
  /** Megabytes. */
  readonly answerLimit: number
  readonly calendarWait?: number
  readonly retries: number
  readonly rate?: number
  readonly budget?: number
  readonly insecure?: boolean
  readonly seed?: number
  readonly deviations?: readonly string[]
  readonly failFast?: boolean
  readonly dir: string
  readonly [tokenOption: `token${string}`]: string | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Settings of a run: options, then environment variables, then what is safe. */
export function readSettings(url: string, options: VerifyOptions, env: Environment): Settings {
  const base = readBaseUrl(url)
  const { seed = Math.floor(Math.random() * 2 ** 31), deviations = [], shard, dir } = options
  return {
    baseUrl: base.href.replace(/(?<!\/)\/+$/, ''),
    tokens: readTokens(options, env),
    headers: readHeaders(options.header ?? []),
    shard: readShard(shard),
    deviations: deviations.flatMap((file) => readDeviations(file)),
    exactly: [],
    command: formatCommand(base, options),
    tag: createTag(seed),
    ledger: `${dir}/ledger.jsonl`,
    seed,
    ...readWriteOptions(base, options),
    ...readPace(options),
    calendarWait: (options.calendarWait ?? (isLoopback(base) ? 7 : 30)) * 1000,
  }
}

/** It fits into an `article_code`, of at most 30 characters. */
const createTag = (seed: number): string =>
  `waldur-mock ${seed.toString(36)}-${Date.now().toString(36)}`

const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** Only a server on this machine is written to without being asked. */
function readWriteOptions(base: URL, { readOnly, write, offering }: VerifyOptions) {
  const writes = readOnly ? false : (write ?? isLoopback(base))
  if (writes && !isLoopback(base) && offering === undefined) {
    throw new VerifyError(
      '--write needs --offering <uuid>: plans are made under that offering only.',
    )
  }
  if (offering !== undefined && findUuid(offering) === null) {
    throw new VerifyError(`--offering "${offering}" is no uuid. Give the uuid of an offering.`)
  }
  return { write: writes, offering: offering ?? null }
}

/** What somebody types to see a finding again; tokens and headers are the caller's own matter. */
function formatCommand(
  base: URL,
  { dir, readOnly, write, offering, insecure }: VerifyOptions,
): string {
  const mode = readOnly ? ['--read-only'] : write ? ['--write'] : []
  const parts = [
    base.href.replace(/(?<!\/)\/+$/, ''),
    ...mode,
    ...(offering === undefined ? [] : ['--offering', offering]),
    ...(insecure ? ['--insecure'] : []),
    ...(dir === '.waldur-verify' ? [] : ['--dir', dir]),
  ]
  return ['waldur-mock verify', ...parts.map(quoteWord)].join(' ')
}

const quoteWord = (text: string): string =>
  /^[\w./:@%+=,[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

function readPace(options: VerifyOptions) {
  if (options.timeout <= 0) {
    throw new VerifyError('--timeout 0 leaves no time to answer. Give seconds, for example 30.')
  }
  return {
    timeout: options.timeout * 1000,
    answerLimit: options.answerLimit * 1_000_000,
    retries: options.retries,
    rate: options.rate ?? null,
    budget: options.budget ?? null,
    insecure: options.insecure ?? false,
    only: options.only ?? [],
    skip: options.skip ?? [],
    failFast: options.failFast ?? false,
  }
}

function readBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new VerifyError(
      `"${text}" is no address of a server. Give one like https://staging.example.`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw new VerifyError(
      'The address holds a user or a password. Give a token by --token instead.',
    )
  }
  url.pathname = url.pathname.replace(/\/(api\/?)?$/, '')
  url.search = ''
  url.hash = ''
  return url
}

/** `--token` and WALDUR_TOKEN are the staff token; other roles have options and variables of their own. */
function readTokens(options: VerifyOptions, env: Environment): Settings['tokens'] {
  const tokens: Partial<Record<Role, string>> = {}
  for (const role of roles) {
    const option = options[`token${role[0]?.toUpperCase()}${role.slice(1)}`]
    const token = option ?? env[`WALDUR_TOKEN_${role.toUpperCase()}`]
    if (token) tokens[role] = token
  }
  const staff = options['token'] ?? tokens.staff ?? env['WALDUR_TOKEN']
  return staff ? { ...tokens, staff } : tokens
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+)\s*:(.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) {
        throw new VerifyError(`--header "${line}" is no header. Write it as "Name: value".`)
      }
      return [name, value.trim()]
    }),
  )
}

function readShard(text: string | undefined): Settings['shard'] {
  if (text === undefined) return null
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (shard.index >= 1 && shard.index <= shard.count) return shard
  throw new VerifyError(`--shard ${text} makes no sense. Write 1/3 for the first of three.`)
}

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
    value = parse(readFileSync(file, 'utf8'))
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
