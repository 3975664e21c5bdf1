import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ApiRequest } from '../../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../../src/pipeline/response.ts'
import { removeHeader, setHeader } from '../../mutants/tools.ts'
import { startTarget } from '../startTarget.ts'
import { holdTo } from './holdTo.ts'

type Change = (sent: ApiResponse, request: ApiRequest) => ApiResponse

const pack: Change = (sent, { headers }) => {
  if (sent.body.length < 500 || headers['accept-encoding'] !== undefined) return sent
  const body = gzipSync(sent.body)
  return setHeader(
    { ...setHeader(sent, 'Content-Encoding', 'gzip'), body },
    'Content-Length',
    String(body.length),
  )
}

const withoutLength: Change = (sent, { headers }) =>
  sent.body.length === 0 || headers['accept-encoding'] === 'gzip'
    ? sent
    : setHeader(removeHeader(sent, 'Content-Length'), 'Transfer-Encoding', 'chunked')

const add =
  (name: string, value: string): Change =>
  (sent) =>
    setHeader(sent, name, value)

const withCharset: Change = (sent) => {
  const type = sent.headers['Content-Type']
  return type === undefined
    ? sent
    : setHeader(sent, 'Content-Type', `${String(type).split(';')[0]} ; Charset="UTF-8"`)
}

const gateways: readonly (readonly [string, Change])[] = [
  ['a charset in the media type', withCharset],
  ['a chunked body', withoutLength],
  ['an ETag', add('ETag', 'W/"abc"')],
  ['a body that is packed', pack],
  ['a cookie', add('Set-Cookie', 'route=1; Path=/')],
  [
    'a server and a date of its own',
    (sent, call) => add('Server', 'nginx')(add('Date', new Date().toUTCString())(sent, call), call),
  ],
  [
    'headers of its own',
    (sent, call) =>
      add('X-Request-Id', '1')(add('Strict-Transport-Security', 'max-age=1')(sent, call), call),
  ],
  [
    'Accept-Encoding in Vary',
    (sent) => setHeader(sent, 'Vary', `Accept-Encoding, ${String(sent.headers['Vary'] ?? '')}`),
  ],
]

const ONLY = [
  'headers.',
  'time.head',
  'time.content',
  'routing.unknown',
  'json.',
  'plans.create-location',
]

describe('a gateway before a sound server is nobody’s fault when it gives', () => {
  it.each(gateways)('%s', async (_name, change) => {
    const { url } = await startTarget({
      wrap: (inner) => (request) => change(inner.answer(request), request),
    })

    const { findings, held } = await holdTo(url, ONLY)

    expect(findings.map(({ contract, expected, seen }) => ({ contract, expected, seen }))).toEqual(
      [],
    )
    expect(held.length).toBeGreaterThan(15)
  })
})

describe('behind a gateway it is found that', () => {
  it.each<readonly [string, Change, string]>([
    [
      'an answer is of another media type',
      add('Content-Type', 'text/json; charset=utf-8'),
      'headers.answer.no-object',
    ],
    [
      'a length is wrong',
      (sent, { method }) => (method === 'HEAD' ? setHeader(sent, 'Content-Length', '2') : sent),
      'headers.head',
    ],
  ])('%s', async (_name, change, id) => {
    const { url } = await startTarget({
      wrap: (inner) => (request) => {
        const sent = inner.answer(request)
        // The first looks stay as they are: a server that changes is another case.
        return request.target.endsWith('?page_size=1') || request.target.endsWith('?page_size=100')
          ? sent
          : change(sent, request)
      },
    })

    const { broken } = await holdTo(url, [id], { readOnly: true })

    expect(broken).toEqual([id])
  })
})

/** What stands before a server and adds a body to each answer to HEAD, at once or a moment later. */
async function startChatty(url: string, delay: number) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', async (bytes) => {
      const [line = '', ...rest] = bytes.toString('latin1').split('\r\n')
      const [method = '', path = ''] = line.split(' ')
      const lines = rest.slice(0, rest.indexOf('')).map((one) => one.split(': '))
      const headers = Object.fromEntries(
        [['Accept-Encoding', 'identity'], ...lines].filter(
          ([name = '']) => !/^(host|connection|content-length)$/i.test(name),
        ),
      ) as Record<string, string>
      const body = rest.slice(rest.indexOf('') + 1).join('\r\n')
      const hasBody = !['GET', 'HEAD'].includes(method)
      const answer = await fetch(url + path, {
        method,
        headers,
        redirect: 'manual',
        ...(hasBody && { body }),
      })
      const text =
        method === 'HEAD'
          ? Buffer.from('{"a":"stray body"}')
          : Buffer.from(await answer.arrayBuffer())
      const length =
        method === 'HEAD' ? (answer.headers.get('content-length') ?? '0') : String(text.length)
      const answered = [...answer.headers].filter(
        ([name]) => !/^(content-length|transfer-encoding|connection)$/.test(name),
      )
      const head = [
        `HTTP/1.1 ${answer.status} X`,
        ...answered.map((pair) => pair.join(': ')),
        `Content-Length: ${length}`,
        '',
        '',
      ].join('\r\n')
      if (delay === 0) return void socket.write(Buffer.concat([Buffer.from(head), text]))
      socket.write(head)
      setTimeout(() => socket.write(text), method === 'HEAD' ? delay : 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a body after the head of an answer to HEAD', () => {
  it.each([
    ['along with it', 0],
    ['a moment later', 5],
  ])('is one finding, and not the end: %s', async (_name, delay) => {
    const { url } = await startTarget()
    const chatty = await startChatty(url, delay)

    const { findings, lost, held } = await holdTo(
      chatty,
      ['lists.count', 'headers.head', 'document.marketplace_plans_list'],
      { readOnly: true },
    )

    expect(lost).toBe(null)
    expect(findings.map(({ contract, expected }) => [contract, expected])).toEqual([
      [expect.stringMatching(/^document\./), expect.stringMatching(/HEAD: no body/)],
    ])
    expect(held.length).toBeGreaterThan(3)
  })
})
