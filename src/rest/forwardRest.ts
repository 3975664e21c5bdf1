import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ProxyServer } from 'httpxy'
import { decodeText, encodeText } from '../pipeline/bytes.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { Rest, RestAnswer } from '../pipeline/world.ts'
import { BodyTooLarge, collectBody, unpack } from '../proxy/collectBody.ts'
import { createForwarder, forward } from '../proxy/forward.ts'
import { explainFault } from '../remote/explainFault.ts'
import { createMasker } from '../remote/secrets.ts'
import { isRead, makeJson } from './rest.ts'

export interface ForwardSettings {
  /** The server behind: `https://staging.example`. */
  readonly target: string
  /** Pass on what may change something, too. */
  readonly write: boolean
  /** Which token of that server stands for which of the mock; `''`: for all others. */
  readonly tokens: ReadonlyMap<string, string>
  readonly insecure?: boolean
}

/** A request on its way, and as the API reads it. */
export interface Forwarded {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly request: ApiRequest
}

/** Asks the server behind; its answer is there when the mock is asked for it. */
export interface ForwardRest extends Rest {
  readonly fetch: (forwarded: Forwarded) => Promise<void>
}

const KEPT = ['link', 'x-result-count', 'allow', 'content-disposition', 'retry-after']

/** Everything else of Waldur, from another server of it: read only, unless somebody says otherwise. */
export function makeForwardRest(settings: ForwardSettings): ForwardRest {
  const { target, insecure } = settings
  const source = new URL(target).host
  const fetched = new WeakMap<ApiRequest['headers'], RestAnswer>()
  const proxy = createForwarder(target, insecure)
  proxy.on('proxyReq', (sent, req) => dress(sent, readToken(settings, req.headers.authorization)))
  return {
    source,
    isLasting: false,
    answer: ({ headers }) => fetched.get(headers) ?? makeJson(502, { detail: NOT_KEPT }),
    fetch: async (forwarded) => {
      const { headers } = forwarded.request
      const answer =
        isRead(forwarded.request) || settings.write
          ? await relay(proxy, settings, forwarded).catch((error: unknown) =>
              explain(source, error),
            )
          : makeJson(405, { detail: READ_ONLY })
      fetched.set(headers, answer)
    },
  }
}

const READ_ONLY =
  'The mock passes on GET, HEAD and OPTIONS only. Start it with --rest-write to change something on the server behind it.'
const NOT_KEPT = 'The server behind has answered this; the mock keeps no answers of others.'

/** Nobody behind learns a token of the mock, a cookie, or what is meant for the mock. */
function dress(
  sent: {
    getHeaderNames(): string[]
    removeHeader(name: string): void
    setHeader(name: string, value: string): void
  },
  token: string | undefined,
): void {
  for (const name of sent.getHeaderNames())
    if (/^(?:authorization|cookie|accept-encoding|origin|referer|x-mock-.*)$/i.test(name))
      sent.removeHeader(name)
  if (token !== undefined) sent.setHeader('Authorization', `Token ${token}`)
}

const readOwnToken = (authorization = ''): string => authorization.trim().split(/\s+/).at(-1) ?? ''

/** Who calls without a token stays without one. */
function readToken({ tokens }: ForwardSettings, authorization?: string): string | undefined {
  const own = readOwnToken(authorization)
  return own === '' ? undefined : (tokens.get(own) ?? tokens.get(''))
}

async function relay(
  proxy: ProxyServer,
  settings: ForwardSettings,
  { req, res, request }: Forwarded,
): Promise<RestAnswer> {
  req.url = request.target
  const answer = await forward(proxy, { req, res, body: request.body })
  const bytes = await collectBody(answer)
  const { statusCode: status = 502, headers } = answer
  const whole = await unpack(bytes, headers['content-encoding'])
  if (whole === null) throw new Error("its answer can't be unpacked, or is too large")
  const type = headers['content-type']
  const tell = createTeller(settings, request)
  const isText = /\b(?:json|text|xml|javascript)\b/i.test(type ?? '')
  return {
    status,
    ...(type !== undefined && { type }),
    headers: Object.fromEntries(
      KEPT.flatMap((name) =>
        headers[name] === undefined ? [] : [[name, tell(String(headers[name]))]],
      ),
    ),
    body: isText ? encodeText(tell(decodeText(whole))) : whole,
  }
}

/** Links lead to the mock, and a token of the server behind comes back as the one that stands for it. */
function createTeller({ target, tokens }: ForwardSettings, { origin, headers }: ApiRequest) {
  const own = readOwnToken(headers['authorization'])
  const used = tokens.get(own) ?? tokens.get('')
  const mask = createMasker([...tokens.values()])
  const { origin: behind } = new URL(target)
  return (text: string): string => {
    const moved = text.replaceAll(behind, () => origin)
    return mask(used === undefined ? moved : moved.replaceAll(used, () => own))
  }
}

function explain(source: string, error: unknown): RestAnswer {
  const detail =
    error instanceof BodyTooLarge
      ? `${source}: ${error.message}`
      : `${source}, which answers the rest of the API, does not answer: ${explainFault(error)}.`
  return makeJson(502, { detail })
}
