import type { Socket } from 'node:net'

export const TOKEN = 'q7-Zr2LmN0pX-secret'
/** What a server may put into any text to harm whoever reads a log. */
export const HOSTILE = `\u001B[2J\r::error::boo\u2028::stop-commands::x\n##[group]y \u202E section_start:1:x ${TOKEN}`

/** What a server got, and a way to answer it as it is on the wire. */
export interface Call {
  readonly socket: Socket
  readonly path: string
  /** From 0, of those that came with a token after the first look. */
  readonly nth: number
  /** Where another server listens that must never be asked. */
  readonly elsewhere: string
}

export interface BadServer {
  readonly answer: (call: Call) => void
  /** Bad from the first byte on, not only after the first look. */
  readonly isBadAtOnce?: true
  readonly scheme?: 'https'
  readonly isSecure?: true
}

export const write = ({ socket }: Call, text: string | Uint8Array): void => {
  if (socket.writable) socket.write(text)
}
export const JSON_TYPE = 'Content-Type: application/json'
export const head = (status: number | string, ...headers: readonly string[]): string =>
  `HTTP/1.1 ${status} Said\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`

export const answerBytes = (call: Call, bytes: Uint8Array, ...headers: string[]): void => {
  write(call, head(200, JSON_TYPE, `Content-Length: ${bytes.length}`, ...headers))
  write(call, bytes)
}
export const answerText = (call: Call, text: string, ...headers: string[]): void =>
  answerBytes(call, Buffer.from(text), ...headers)
export const answerJson = (call: Call, value: unknown, ...headers: string[]): void =>
  answerText(call, JSON.stringify(value), ...headers)
export const status = (code: number | string, ...headers: string[]): BadServer => ({
  answer: (call) => write(call, head(code, 'Content-Length: 0', ...headers)),
})
export const text = (body: string, ...headers: string[]): BadServer => ({
  answer: (call) => answerText(call, body, ...headers),
})
export const json = (value: unknown, ...headers: string[]): BadServer =>
  text(JSON.stringify(value), ...headers)
export const raw = (body: string): BadServer => ({ answer: (call) => write(call, body) })
export const rawThenEnd = (body: string): BadServer => ({
  answer: ({ socket }) => socket.end(body),
})
export const bytes = (body: Uint8Array, ...headers: string[]): BadServer => ({
  answer: (call) => answerBytes(call, body, ...headers),
})

/** Writes for as long as somebody listens. */
export function flood({ socket }: Call, part: Uint8Array | string): void {
  const more = (): void => {
    while (socket.writable && socket.write(part));
  }
  socket.on('drain', more)
  more()
}

export function drip({ socket }: Call, part: string): void {
  const drops = setInterval(() => socket.writable && socket.write(part), 10)
  socket.on('close', () => clearInterval(drops))
}
