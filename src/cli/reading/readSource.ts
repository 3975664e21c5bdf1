import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { UsageError } from '../../errors.ts'
import type { LooseDocument } from '../../document/compare/readOperations.ts'
import { parseText } from './parseText.ts'
import { readWithin } from '../../remote/bounded.ts'
import { explainFault } from '../../remote/explainFault.ts'

/** What is compared: a document, and the release that it is of if somebody named one. */
export interface Source {
  readonly document: LooseDocument
  readonly release?: string
  /** What was taken in place of a document that a server does not give. */
  readonly note?: string
}

/** A release (8.1.3), a file, or the address of a document or a server. */
export async function readSource(name: string, token: string | undefined): Promise<Source> {
  if (/^https?:\/\//.test(name)) return fetchSource(name, token)
  if (!/^\d+\.\d+(\.\d+)?$/.test(name)) return { document: await readDocument(name) }
  return readRelease(name)
}

async function readRelease(release: string): Promise<Source> {
  const { chooseDocument } = await import('../chooseRelease.ts')
  return { document: await chooseDocument(release), release }
}

async function readDocument(file: string): Promise<LooseDocument> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} can't be read. Name a release (8.1.3), a file, or an address.`)
  })
  return parseDocument(file, text)
}

/** Of a server, its own document; one that gives none is known by what it answers. */
async function fetchSource(url: string, token: string | undefined): Promise<Source> {
  if (!URL.canParse(url))
    throw new UsageError(`"${url}" is no address. Give one like https://staging.example.`)
  const isServer = /^\/?$/.test(new URL(url).pathname)
  const address = isServer ? new URL('/api/schema/?format=json', url).href : url
  const response = await fetch(address, {
    headers: { Accept: '*/*', ...(isOfApi(address) && authorise(token)) },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error: { cause?: unknown }) => {
    const reason = explainFault(error.cause ?? error)
    throw new UsageError(`${address} can't be reached: ${reason}. Is it running?`)
  })
  if (response.ok)
    return { document: await parseDocument(address, await readText(address, response)) }
  await response.body?.cancel()
  if (isServer) return recognise(url, token, `${address} answers ${response.status}.`)
  throw new UsageError(
    `${address} answers ${response.status}. Save its document, and give the file instead.`,
  )
}

/** A token is for the API alone, not for whoever keeps a document. */
const isOfApi = (address: string): boolean => new URL(address).pathname.startsWith('/api/')

const authorise = (token: string | undefined) =>
  token === undefined ? {} : { Authorization: `Token ${token}` }

const PATIENCE = 60_000
const LARGEST = 64_000_000

async function readText(address: string, { body }: Response): Promise<string> {
  const chunks = Readable.fromWeb((body ?? new Blob([]).stream()) as ReadableStream)
  const bytes = await readWithin(chunks, LARGEST).catch((error: unknown) => {
    throw new UsageError(
      `${address} breaks off: ${String(error)}. Save its document, and give the file instead.`,
    )
  })
  return new TextDecoder().decode(bytes)
}

async function recognise(url: string, token: string | undefined, why: string): Promise<Source> {
  const { findRelease } = await import('../../../contracts/run/findRelease.ts')
  const options = { dir: '', timeout: 30, answerLimit: 32, retries: 1 }
  const { release, reason } = await findRelease(url, options, { WALDUR_TOKEN: token }).catch(
    (error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      throw new UsageError(`${why} ${said}`)
    },
  )
  return { ...(await readRelease(release)), note: `${why} ${reason}` }
}

async function parseDocument(name: string, text: string): Promise<LooseDocument> {
  const whole = await parseText(name, text)
  if (typeof whole !== 'object' || whole === null || !('paths' in whole)) {
    throw new UsageError(`${name} is not an OpenAPI document: it has no paths.`)
  }
  return whole
}
