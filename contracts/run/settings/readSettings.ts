import { findProxy } from '../../../src/remote/agent.ts'
import type { Settings } from '../../harness/settings.ts'
import { findUuid } from '../../harness/transport/guard.ts'
import { VerifyError } from '../../harness/verifyError.ts'
import { isLoopback, readBaseUrl } from './readBaseUrl.ts'
import { readCertificates } from './readCertificates.ts'
import { readDeviations } from './readDeviations.ts'
import { readScope } from './readScope.ts'
import { readHeaders, readTokens } from './readCredentials.ts'
import type { Environment } from './readCredentials.ts'

/** Options of `verify` as the command line gives them. */
export interface VerifyOptions {
  readonly readOnly?: boolean
  readonly write?: boolean
  readonly offering?: string
  readonly usedPlan?: readonly string[]
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
  readonly workers?: number
  readonly quick?: boolean
  readonly full?: boolean
  readonly minutes?: number
  readonly insecure?: boolean
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
  readonly seed?: number
  readonly deviations?: readonly string[]
  readonly failFast?: boolean
  readonly closed?: boolean
  /** The release that the server is held to. */
  readonly release?: string
  readonly dir: string
  readonly [tokenOption: `token${string}`]: string | undefined
}

/** Settings of a run: options, then environment variables, then what is safe. */
export function readSettings(url: string, options: VerifyOptions, env: Environment): Settings {
  const { base, authorization } = readBaseUrl(url)
  const { seed = Math.floor(Math.random() * 2 ** 31), deviations = [], shard, dir } = options
  const headers = readHeaders(options.header ?? [])
  const proxy = findProxy(base.href)
  return {
    baseUrl: base.href.replace(/(?<!\/)\/+$/, ''),
    tokens: readTokens(options, env),
    tokenCommand: options['tokenCommand'] ?? null,
    headers: authorization === null ? headers : { Authorization: authorization, ...headers },
    secrets: readPasswords(proxy),
    proxy,
    certificates: readCertificates(options),
    first: null,
    shard: readShard(shard),
    deviations: deviations.flatMap((file) => readDeviations(file)),
    exactly: [],
    chosen: null,
    command: formatCommand(base, options),
    tag: createTag(seed),
    ledger: `${dir}/ledger.jsonl`,
    seed,
    ...readWriteOptions(base, options),
    ...readPace(options),
    ...readScope(base, options),
    calendarWait: (options.calendarWait ?? (isLoopback(base) ? 7 : 30)) * 1000,
  }
}

const readPasswords = (proxy: string | null): string[] => {
  const password = proxy === null ? '' : new URL(proxy).password
  return password === '' ? [] : [password, decodeURIComponent(password)]
}

/** It fits into an `article_code`, of at most 30 characters. */
const createTag = (seed: number): string =>
  `waldur-mock ${seed.toString(36)}-${Date.now().toString(36)}`

/** Only a server on this machine is written to without being asked. */
function readWriteOptions(base: URL, { readOnly, write, offering, usedPlan }: VerifyOptions) {
  const writes = readOnly ? false : (write ?? isLoopback(base))
  if (writes) demandChoice(base, offering)
  if (offering !== undefined && findUuid(offering) === null) {
    throw new VerifyError(`--offering "${offering}" is no uuid. Give the uuid of an offering.`)
  }
  const reach = isLoopback(base) && offering === undefined ? OPEN : CLOSED
  return {
    ...reach,
    write: writes,
    offering: offering ?? null,
    ...(usedPlan && { usedPlans: usedPlan.map(readUsedPlan) }),
  }
}

function demandChoice(base: URL, offering: string | undefined): void {
  if (isLoopback(base) || offering !== undefined) return
  throw new VerifyError('--write needs --offering <uuid>: plans are made under that offering only.')
}

/** What may be used beside what the run makes: of a server on this machine more than of others. */
const OPEN = { usedPlans: 'all', calendars: 'all' } as const
const CLOSED = { usedPlans: [], calendars: 'chosen' } as const

function readUsedPlan(text: string): string {
  const uuid = findUuid(text)
  if (uuid !== null) return uuid
  throw new VerifyError(`--used-plan "${text}" is no uuid. Give the uuid of a plan in use.`)
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
    insecure: options.insecure ?? false,
    only: options.only ?? [],
    skip: options.skip ?? [],
    failFast: options.failFast ?? false,
    closed: options.closed ?? false,
  }
}

function readShard(text: string | undefined): Settings['shard'] {
  if (text === undefined) return null
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (shard.index >= 1 && shard.index <= shard.count) return shard
  throw new VerifyError(`--shard ${text} makes no sense. Write 1/3 for the first of three.`)
}
