import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'

export async function listen(listener: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Passes a request on, with other headers and another path. */
export const passOn = (
  req: IncomingMessage,
  res: ServerResponse,
  to: URL,
  headers: object = {},
): void => {
  const sent = { ...req.headers, ...headers }
  req.pipe(
    request(to, { method: req.method, headers: sent }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    }),
  )
}

/** A proxy as HTTP_PROXY and HTTPS_PROXY name one; it notes what it was asked for. */
export async function startProxy() {
  const asked: string[] = []
  const { server, url } = await listen((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    passOn(req, res, new URL(req.url ?? ''))
  })
  server.on('connect', ({ url: to = '' }, socket) => {
    asked.push(`CONNECT ${to}`)
    const [host = '', port] = to.split(':')
    const beyond = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      beyond.pipe(socket).pipe(beyond)
    })
    for (const one of [beyond, socket]) one.on('error', () => undefined)
  })
  return { url, asked }
}
