import { roles } from '../harness/settings.ts'
import type { Role, Settings } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { readDeviations } from './readDeviations.ts'

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
  readonly closed?: boolean
  /** The release that the server is held to. */
  readonly release?: string
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
  { dir, release, readOnly, write, offering, closed, insecure }: VerifyOptions,
): string {
  const mode = readOnly ? ['--read-only'] : write ? ['--write'] : []
  const parts = [
    base.href.replace(/(?<!\/)\/+$/, ''),
    ...(release === undefined ? [] : ['--release', release]),
    ...mode,
    ...(offering === undefined ? [] : ['--offering', offering]),
    ...(closed ? ['--closed'] : []),
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
    closed: options.closed ?? false,
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
