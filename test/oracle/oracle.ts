import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { HOST } from './request.ts'
import type { Answer, Request, Side } from './request.ts'

/** Django in a process of its own, which is asked over a pipe: it never waits for the other side. */
export function startOracle(venv: string): Side {
  const child = spawn(join(venv, 'bin/python'), ['-B', '-m', 'app.serve'], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const waiting: ((answer: Answer) => void)[] = []
  const read = readFrames((answer) => waiting.shift()?.(answer))
  child.stdout.on('data', read)
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (complaint += part))
  child.on('close', () => {
    const ended = { status: 0, headers: {}, body: Buffer.from(`The oracle ended: ${complaint}`) }
    for (const resolve of waiting.splice(0)) resolve(ended)
  })
  const next = () => new Promise<Answer>((resolve) => waiting.push(resolve))
  const ask: Side['ask'] = async (request, then) => {
    const texts = [toHttp(request), then ? toHttp(then) : Buffer.alloc(0)]
    const lengths = Buffer.alloc(8)
    for (const [index, text] of texts.entries()) lengths.writeUInt32BE(text.length, index * 4)
    child.stdin.write(Buffer.concat([lengths, ...texts]))
    return Promise.all(then ? [next(), next()] : [next()])
  }
  return { ask, stop: () => void child.kill('SIGTERM') }
}

function toHttp({ method, target, headers, body }: Request): Buffer {
  const length = body.length > 0 ? [['Content-Length', String(body.length)]] : []
  const lines = [['Host', HOST], ...headers, ...length].map(([name, value]) => `${name}: ${value}`)
  const head = [`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** Calls back with each whole answer of a stream. */
function readFrames(found: (answer: Answer) => void): (part: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (part) => {
    rest = Buffer.concat([rest, part])
    for (;;) {
      if (rest.length < 8) return
      const headEnd = 8 + rest.readUInt32BE(0)
      const end = headEnd + rest.readUInt32BE(4)
      if (rest.length < end) return
      found(toAnswer(rest.toString('utf8', 8, headEnd), rest.subarray(headEnd, end)))
      rest = rest.subarray(end)
    }
  }
}

function toAnswer(head: string, body: Buffer): Answer {
  const [status, headers] = JSON.parse(head) as [number, [name: string, value: string][]]
  const named = headers.map(([name, value]) => [name.toLowerCase(), value])
  return { status, headers: Object.fromEntries(named), body: Buffer.from(body) }
}
