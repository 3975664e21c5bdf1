import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../src/mock/faults/fault.ts'
import { PLANS } from '../domain/createWaldur.ts'
import { openMock } from './openMock.ts'
import type { Opened } from './openMock.ts'

let door: Opened
beforeAll(async () => {
  door = await openMock()
})
afterAll(() => door.close())

interface Raw {
  readonly text: string
  readonly error: string | undefined
  readonly milliseconds: number
}

/** What comes over the wire until the server closes or the line breaks. */
function raw(sandbox: string, fault: Fault): Promise<Raw> {
  door.mock.sandbox(sandbox).faults.add(fault)
  const started = performance.now()
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1')
    let text = ''
    let error: string | undefined
    socket.on('data', (part) => (text += String(part)))
    socket.on('error', (fault: NodeJS.ErrnoException) => (error = fault.code))
    socket.on('close', () => resolve({ text, error, milliseconds: performance.now() - started }))
    socket.write(
      `GET ${PLANS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token YOUR_API_TOKEN\r\nX-Mock-Sandbox: ${sandbox}\r\nConnection: close\r\n\r\n`,
    )
  })
}

const bodyOf = ({ text }: Raw): string => text.slice(text.indexOf('\r\n\r\n') + 4)
const lengthOf = ({ text }: Raw): number => Number(/Content-Length: (\d+)/.exec(text)?.[1])

describe('On the wire', () => {
  it('a reset is a reset, without a byte', async () => {
    expect(await raw('reset', { answer: 'reset' })).toMatchObject({ text: '', error: 'ECONNRESET' })
  })

  it('an empty reply is the end, without a byte', async () => {
    expect(await raw('empty', { answer: 'empty' })).toMatchObject({ text: '', error: undefined })
  })

  it('a truncated body has less than its length says', async () => {
    const got = await raw('truncated', { answer: 'truncated' })

    expect(got.text).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(Buffer.byteLength(bodyOf(got))).toBeLessThan(lengthOf(got))
    expect(bodyOf(got)).not.toBe('')
  })

  it('malformed JSON is whole by its length, and no JSON', async () => {
    const got = await raw('malformed', { answer: 'malformed' })

    expect(Buffer.byteLength(bodyOf(got))).toBe(lengthOf(got))
    expect(() => JSON.parse(bodyOf(got))).toThrow(SyntaxError)
  })

  it('a latency comes before the first byte', async () => {
    const got = await raw('late', { latency: { distribution: 'fixed', ms: 300 } })

    expect(got.milliseconds).toBeGreaterThan(295)
    expect(got.text).toContain('X-Mock-Fault: fault-1')
    expect(JSON.parse(bodyOf(got))).toHaveLength(10)
  })

  it('a bandwidth stretches the body, and loses nothing', async () => {
    const quick = await raw('quick', { latency: { distribution: 'fixed', ms: 0 } })
    const got = await raw('narrow', { bytes_per_second: lengthOf(quick) * 2 })

    expect(got.milliseconds).toBeGreaterThan(350)
    expect(bodyOf(got)).toBe(bodyOf(quick).replaceAll('/s/quick', '/s/narrow'))
  })

  it('a caller who leaves does not keep a slow answer alive', async () => {
    const leaving = new AbortController()
    door.mock.sandbox('left').faults.add({ answer: 'drip' })
    const answer = await fetch(`${door.url}/s/left${PLANS}`, {
      headers: door.headers(),
      signal: leaving.signal,
    })
    leaving.abort()

    await expect(answer.text()).rejects.toThrow(/abort/i)
    expect((await door.api('GET', PLANS)).status).toBe(200)
  })

  it('a packed answer is spoilt after it was packed', async () => {
    door.mock.sandbox('packed').faults.add({ breach: '/0/name' })
    const answer = await fetch(`${door.url}/s/packed${PLANS}`, { headers: door.headers() })

    expect(answer.headers.get('content-encoding')).toBe('gzip')
    const [first] = (await answer.json()) as object[]
    expect(first).toMatchObject({ name: { unexpected: expect.any(String) } })
  })
})
