import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { selfSigned } from '../../http/selfSigned.ts'
import { answerJson, head, JSON_TYPE, write } from './answer.ts'
import type { BadServer } from './answer.ts'

export interface Started {
  readonly url: string
  /** Heads of what came to the other server. */
  readonly strays: readonly string[]
  readonly stop: () => void
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

/** Starts one that asks for a token and is sound at the first look, unless it is bad at once. */
export async function startBad(bad: BadServer): Promise<Started> {
  const sockets = new Set<Socket>()
  const strays: string[] = []
  let [nth, sound] = [0, 1]
  const other = createServer((socket) => {
    sockets.add(socket.on('data', (part) => strays.push(String(part))))
  })
  const elsewhere = `http://127.0.0.1:${await listen(other)}`
  const hear = (socket: Socket): void => {
    sockets.add(socket)
    let heard = ''
    const call = { socket, elsewhere }
    socket.on('error', () => undefined)
    if (bad.isBadAtOnce && !bad.isSecure) bad.answer({ ...call, path: '/', nth: 0 })
    socket.on('data', (part) => {
      heard += String(part)
      for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
        const asked = heard.slice(0, end)
        heard = heard.slice(end + 4)
        const path = asked.split(' ')[1] ?? ''
        if (bad.isBadAtOnce) return
        if (!/^authorization:/im.test(asked))
          write(
            { ...call, path, nth },
            `${head(401, JSON_TYPE, 'Content-Length: 15')}{"detail": "x"}`,
          )
        else if (sound-- > 0) answerJson({ ...call, path, nth }, [])
        else bad.answer({ ...call, path, nth: nth++ })
      }
    })
  }
  const server = bad.isSecure ? createSecureServer(selfSigned, hear) : createServer(hear)
  const url = `${bad.scheme ?? 'http'}://127.0.0.1:${await listen(server)}`
  const stop = (): void => {
    for (const socket of sockets) socket.destroy()
    server.close()
    other.close()
  }
  return { url, strays, stop }
}
