/** A request as both sides get it, byte by byte. */
export interface Request {
  readonly method: string
  /** Path and query as they are written on the wire. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What both sides answered to the same request in the same state. */
export interface Pair {
  readonly oracle: Answer
  readonly mock: Answer
}

/** One that answers from the start data; `then` is asked after a write that happened, and answered second. */
export interface Side {
  readonly ask: (request: Request, then: Request | null) => Promise<readonly Answer[]>
  readonly stop: () => void
}

export const STAFF = 'Token YOUR_API_TOKEN'

/** Both sides are told the same host, so that links agree. */
export const HOST = 'localhost'

export const NOTHING = Buffer.alloc(0)

export function request(method: string, target: string, parts: Partial<Request> = {}): Request {
  const { headers = [], body = NOTHING } = parts
  const signed = headers.some(([name]) => name === 'Authorization')
  return {
    method,
    target,
    headers: signed ? headers : [['Authorization', STAFF], ...headers],
    body,
  }
}

export const json = (text: string | Buffer): Pick<Request, 'headers' | 'body'> => ({
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from(text as string),
})

/** One line that says all of it. */
export function describeRequest({ method, target, headers, body }: Request): string {
  const lines = headers
    .filter(([name, value]) => name !== 'Authorization' || value !== STAFF)
    .map(([name, value]) => ` ${name}: ${JSON.stringify(value)}`)
  const text = body.length > 0 ? ` body ${JSON.stringify(body.toString('latin1'))}` : ''
  return `${method} ${target}${lines.join('')}${text}`
}

/** Halves of surrogate pairs can't be sent in an address or a form. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd')
