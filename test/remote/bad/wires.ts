import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib'
import {
  bytes,
  drip,
  flood,
  head,
  json,
  JSON_TYPE,
  raw,
  rawThenEnd,
  status,
  text,
  write,
} from './answer.ts'
import type { BadServer } from './answer.ts'

/** What is wrong before anybody has read a body: connections, heads, lengths, packing, redirects. */
export const badWires: Readonly<Record<string, BadServer>> = {
  'closes at accept': { answer: ({ socket }) => socket.destroy(), isBadAtOnce: true },
  'speaks TLS where HTTP was asked': {
    ...raw('\u0015\u0003\u0001\u0000\u0002\u0002\u0028'),
    isBadAtOnce: true,
  },
  'speaks HTTP where TLS was asked': {
    ...raw(head(200, 'Content-Length: 0')),
    isBadAtOnce: true,
    scheme: 'https',
  },
  'has a certificate of its own making': {
    ...json([]),
    isBadAtOnce: true,
    scheme: 'https',
    isSecure: true,
  },
  'speaks another protocol': { ...raw('SSH-2.0-OpenSSH_9.6\r\n'), isBadAtOnce: true },
  'is silent': { answer: () => undefined, isBadAtOnce: true },
  'has a broken status line': raw('HTTP/1.1 abc OK\r\n\r\n'),
  'has a status of four digits': raw(head(1999, 'Content-Length: 0')),
  'has a header of 1 MB': raw(
    head(200, `X-Long: ${'x'.repeat(1_000_000)}`, 'Content-Length: 2') + '[]',
  ),
  'has 10,000 headers': text('[]', ...Array.from({ length: 10_000 }, (_, n) => `X-${n}: 1`)),
  'has headers without an end': {
    answer: (call) => {
      write(call, 'HTTP/1.1 200 OK\r\n')
      flood(call, 'X-More: 1\r\n'.repeat(999))
    },
  },
  'has a wrong chunk size': raw(
    `${head(200, JSON_TYPE, 'Transfer-Encoding: chunked')}zz\r\n[]\r\n0\r\n\r\n`,
  ),
  'has chunks without an end': {
    answer: (call) => {
      write(call, head(200, JSON_TYPE, 'Transfer-Encoding: chunked'))
      flood(call, `3e7\r\n${' '.repeat(999)}\r\n`.repeat(99))
    },
  },
  'says a length that is too long': rawThenEnd(`${head(200, JSON_TYPE, 'Content-Length: 999')}[]`),
  'says a length that is too short': raw(
    `${head(200, JSON_TYPE, 'Content-Length: 2')}[{"uuid": 1}]`,
  ),
  'says two lengths': raw(`${head(200, JSON_TYPE, 'Content-Length: 2', 'Content-Length: 3')}[]`),
  'is silent after the head': raw(head(200, JSON_TYPE, 'Content-Length: 2')),
  'resets in the middle of a body': {
    answer: (call) => {
      write(call, `${head(200, JSON_TYPE, 'Content-Length: 9')}[`)
      setImmediate(() => call.socket.resetAndDestroy())
    },
  },
  trickles: {
    answer: (call) => {
      write(call, head(200, JSON_TYPE))
      drip(call, ' ')
    },
  },
  'says to go on and never does': { answer: (call) => drip(call, 'HTTP/1.1 100 Continue\r\n\r\n') },
  'gives early hints without an end': {
    answer: (call) => flood(call, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(99)),
  },
  'switches protocols': status(101, 'Upgrade: websocket', 'Connection: Upgrade'),
  'has a body in a 204': raw(`${head(204, 'Content-Length: 2')}[]`),
  'says that nothing has changed': status(304),
  'cuts its gzip off': bytes(gzipSync('[{"uuid": 1}]').subarray(0, 20), 'Content-Encoding: gzip'),
  'says gzip of what is none': text('[]', 'Content-Encoding: gzip'),
  'packs gigabytes into kilobytes': {
    answer: ({ socket }) => {
      socket.write(head(200, JSON_TYPE, 'Content-Encoding: gzip'))
      const packed = createGzip({ level: 9 })
      packed.pipe(socket)
      const zeros = Buffer.alloc(1_000_000, ' ')
      const more = (): void => {
        while (!socket.destroyed && packed.write(zeros));
      }
      packed.on('drain', more)
      more()
    },
  },
  'packs with Brotli, unasked': bytes(brotliCompressSync('{"a": 1}'), 'Content-Encoding: br'),
  'redirects in a circle': {
    answer: (call) => write(call, head(302, `Location: ${call.path}`, 'Content-Length: 0')),
  },
  'redirects to another host': {
    answer: (call) =>
      write(call, head(307, `Location: ${call.elsewhere}${call.path}`, 'Content-Length: 0')),
  },
  'redirects to a file': status(302, 'Location: file:///etc/passwd'),
  'redirects to what is no address': status(302, `Location: javascript:alert(1)//\u009b`),
}
