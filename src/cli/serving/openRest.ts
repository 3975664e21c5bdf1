import { readFile } from 'node:fs/promises'
import { UsageError } from '../../errors.ts'
import type { Rest } from '../../pipeline/world.ts'
import type { ForwardRest } from '../../rest/forwardRest.ts'
import { parseText } from '../reading/parseText.ts'

export interface RestOptions {
  /** What answers all other addresses of Waldur: none, empty, a document, a tape, or a server. */
  readonly rest?: string
  readonly restWrite?: boolean
  /** Tokens of that server: one for all, or `owner-token=…` for one of the mock's. */
  readonly restToken?: readonly string[]
}

export interface OpenedRest {
  readonly rest: Rest
  /** Asks the server behind, where there is one. */
  readonly fetch: ForwardRest['fetch'] | null
}

/** Null: other addresses are 404. Nobody who asks for nothing waits for what it needs. */
export async function openRest(options: RestOptions): Promise<OpenedRest | null> {
  const { rest = 'none' } = options
  demandServer(rest, options)
  if (rest === 'none') return null
  if (rest === 'empty') return { rest: (await import('../../rest/rest.ts')).emptyRest, fetch: null }
  if (isAddress(rest)) return openForward(rest, options)
  return { rest: await readRest(rest), fetch: null }
}

const isAddress = (rest: string): boolean => /^https?:\/\//i.test(rest)

/** Where no server stands behind, nobody would learn that a token or the right to write has no effect. */
function demandServer(rest: string, { restToken, restWrite }: RestOptions): void {
  if (isAddress(rest) || (!restWrite && restToken === undefined)) return
  const option = restWrite ? '--rest-write' : '--rest-token'
  throw new UsageError(`${option} is for a server behind the mock: --rest https://staging.example.`)
}

async function openForward(url: string, options: RestOptions): Promise<OpenedRest> {
  if (!URL.canParse(url)) throw new UsageError(`"${url}" is no address of a server.`)
  const { makeForwardRest } = await import('../../rest/forwardRest.ts')
  const tokens = new Map((options.restToken ?? []).map(readMapped))
  const target = url.replace(/\/$/, '')
  const rest = makeForwardRest({ target, write: options.restWrite ?? false, tokens })
  return { rest, fetch: rest.fetch }
}

/** `owner-token=abc`: abc for who is the owner here; `abc`: for everybody else. */
function readMapped(text: string): [string, string] {
  const at = text.indexOf('=')
  return at === -1 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
}

async function readRest(file: string): Promise<Rest> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(
      `--rest ${file} can't be read. Give none, empty, an OpenAPI document, a tape, or an address.`,
    )
  })
  const whole = await parseText(`--rest ${file}`, text)
  const { isTape, makeTapeRest } = await import('../../rest/tapeRest.ts')
  if (isTape(whole)) return makeTapeRest(whole)
  if (typeof whole !== 'object' || whole === null || !('paths' in whole))
    throw new UsageError(`--rest ${file} is neither an OpenAPI document nor a tape.`)
  const { makeDocumentRest } = await import('../../rest/documentRest.ts')
  return makeDocumentRest(whole)
}
