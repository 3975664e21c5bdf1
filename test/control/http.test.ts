import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, ControlError } from '../../src/doors/client.ts'
import { PLANS } from '../domain/createWaldur.ts'
import { openMock } from './openMock.ts'
import type { Got, Opened } from './openMock.ts'

const document = parse(
  readFileSync(new URL('../../src/control/control.yaml', import.meta.url), 'utf8'),
) as Document
const PLAN = `${PLANS}a1b2c3d4-e5f6-7890-abcd-ef1234567890/`

interface Document {
  readonly paths: Record<string, Record<string, { operationId: string; responses: object }>>
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(document, 'urn:mock:control')

/** What is wrong with an answer by control.yaml; undefined: nothing. */
function problem(path: string, method: string, { status, type, text: body }: Got) {
  const at = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')
  const responses = document.paths[path]?.[method]?.responses as
    | Record<string, { $ref?: string; content?: object }>
    | undefined
  const answer = responses?.[status]
  if (!answer) return `${method} ${path} declares no ${status}`
  const base = answer.$ref?.slice(1) ?? `/paths/${at(path)}/${method}/responses/${status}`
  const shared = answer.$ref ? parseAt(base) : answer
  if (!shared.content) return body === '' ? undefined : 'a body'
  const media = Object.keys(shared.content).find((one) => type.startsWith(one))
  if (media === undefined) return `type ${type}`
  if (media !== 'application/json') return undefined
  const validate = ajv.compile({ $ref: `urn:mock:control#${base}/content/${at(media)}/schema` })
  return validate(JSON.parse(body)) ? undefined : ajv.errorsText(validate.errors)
}

const parseAt = (pointer: string): { content?: object } =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as object

let door: Opened
beforeAll(async () => {
  door = await openMock()
})
afterAll(() => door.close())

describe('The control over HTTP', () => {
  const calls: [string, string, string, unknown?, number?][] = [
    ['get', '/__mock/health', '/__mock/health'],
    ['get', '/__mock/openapi.yaml', '/__mock/openapi.yaml'],
    ['get', '/__mock/personas', '/__mock/personas'],
    ['post', '/__mock/reset', '/__mock/reset'],
    ['post', '/__mock/sandboxes', '/__mock/sandboxes', { name: 'held', from: 'start' }],
    ['post', '/__mock/sandboxes', '/__mock/sandboxes', { name: 'a b' }, 400],
    ['get', '/__mock/sandboxes', '/__mock/sandboxes'],
    ['delete', '/__mock/sandboxes/{name}', '/__mock/sandboxes/held'],
    ['delete', '/__mock/sandboxes/{name}', '/__mock/sandboxes/held', undefined, 404],
    ['put', '/__mock/snapshots/{name}', '/__mock/snapshots/one'],
    ['put', '/__mock/snapshots/{name}', '/__mock/snapshots/two', { from: 'one' }],
    ['put', '/__mock/snapshots/{name}', '/__mock/snapshots/three', { fixture: {} }],
    ['put', '/__mock/snapshots/{name}', '/__mock/snapshots/four', { fixture: { plans: 3 } }, 400],
    ['put', '/__mock/snapshots/{name}', '/__mock/snapshots/start', undefined, 409],
    ['get', '/__mock/snapshots', '/__mock/snapshots'],
    ['get', '/__mock/snapshots/{name}', '/__mock/snapshots/one'],
    ['get', '/__mock/snapshots/{name}', '/__mock/snapshots/current'],
    ['get', '/__mock/snapshots/{name}', '/__mock/snapshots/none', undefined, 404],
    ['post', '/__mock/snapshots/{name}/restore', '/__mock/snapshots/one/restore'],
    ['get', '/__mock/diff', '/__mock/diff?from=one&to=three'],
    ['get', '/__mock/diff', '/__mock/diff?from=none', undefined, 404],
    ['delete', '/__mock/snapshots/{name}', '/__mock/snapshots/two'],
    ['get', '/__mock/timeline', '/__mock/timeline'],
    ['post', '/__mock/undo', '/__mock/undo'],
    ['post', '/__mock/redo', '/__mock/redo'],
    ['post', '/__mock/redo', '/__mock/redo', undefined, 409],
    ['post', '/__mock/timeline', '/__mock/timeline', { to: 0 }],
    ['post', '/__mock/timeline', '/__mock/timeline', { to: '0' }, 400],
    ['patch', '/__mock/clock', '/__mock/clock', { advance: 'P1M', speed: 2 }],
    ['patch', '/__mock/clock', '/__mock/clock', { advance: 'soon' }, 400],
    ['patch', '/__mock/clock', '/__mock/clock', {}, 400],
    ['get', '/__mock/clock', '/__mock/clock'],
    ['delete', '/__mock/clock', '/__mock/clock'],
    ['post', '/__mock/faults', '/__mock/faults', { id: 'one', nth: 99, status: 500 }, 201],
    ['post', '/__mock/faults', '/__mock/faults', { latency: { distribution: 'fixed' } }, 400],
    ['get', '/__mock/faults', '/__mock/faults'],
    ['delete', '/__mock/faults/{id}', '/__mock/faults/one'],
    ['put', '/__mock/fault-sets/{name}', '/__mock/fault-sets/slow-3g'],
    ['put', '/__mock/fault-sets/{name}', '/__mock/fault-sets/none', undefined, 404],
    ['delete', '/__mock/fault-sets/{name}', '/__mock/fault-sets/slow-3g'],
    ['delete', '/__mock/faults', '/__mock/faults'],
    ['put', '/__mock/adversary', '/__mock/adversary', { seed: 3 }],
    ['put', '/__mock/adversary', '/__mock/adversary'],
    ['get', '/__mock/adversary', '/__mock/adversary'],
    ['post', '/__mock/adversary/narrow', '/__mock/adversary/narrow', { outcome: 'held' }],
    ['delete', '/__mock/adversary', '/__mock/adversary'],
    ['get', '/__mock/adversary', '/__mock/adversary'],
    ['post', '/__mock/adversary/narrow', '/__mock/adversary/narrow', { outcome: 'held' }, 409],
    ['get', '/__mock/journal', '/__mock/journal?limit=5&status=200&unmatched=false'],
    ['get', '/__mock/journal', '/__mock/journal?limit=many', undefined, 400],
    ['get', '/__mock/journal', '/__mock/journal?colour=red', undefined, 400],
    ['post', '/__mock/journal/search', '/__mock/journal/search', { body: { name: 'x' } }],
    [
      'post',
      '/__mock/journal/order',
      '/__mock/journal/order',
      [{ method: 'GET' }, { status: 999 }],
    ],
    ['get', '/__mock/journal.har', '/__mock/journal.har'],
    ['get', '/__mock/journal/{id}', '/__mock/journal/1'],
    ['get', '/__mock/journal/{id}', '/__mock/journal/0', undefined, 404],
    ['get', '/__mock/journal/{id}/curl', '/__mock/journal/1/curl'],
    ['get', '/__mock/why/{id}', '/__mock/why/1'],
    ['get', '/__mock/why/{id}', '/__mock/why/x', undefined, 404],
    ['delete', '/__mock/journal', '/__mock/journal'],
  ]

  it('answers what control.yaml says, each operation of it', async () => {
    await door.api('GET', PLAN)
    for (const [method, path, target, body, status] of calls) {
      const got = await door.control(method.toUpperCase(), target, body)
      if (status) expect([target, got.status]).toEqual([target, status])
      else expect([target, got.status < 300, got.text]).toEqual([target, true, got.text])
      const wrong = problem(path, method, got)
      expect([method, target, wrong]).toEqual([method, target, undefined])
    }
    const held = new Set(calls.map(([method, path]) => `${method} ${path}`))
    const all = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).flatMap((method) => (method === 'parameters' ? [] : `${method} ${path}`)),
    )
    expect(all.filter((one) => !held.has(one))).toEqual(['get /__mock/events'])
  })

  it.each([
    ['GET', '/__mock/', 404],
    ['GET', '/__mock/nothing', 404],
    ['POST', '/__mock/health', 405],
    ['DELETE', '/__mock/snapshots/one/restore', 405],
    ['POST', '/__mock/clock/..%2f..%2fx', 404],
  ])('%s %s is %i, and says so', async (method, target, status) => {
    const got = await door.control(method, target)

    expect(got.status).toBe(status)
    expect(JSON.parse(got.text)).toMatchObject({ detail: expect.any(String) })
  })

  it.each(['{', '"x"', '[]', 'null', '{"__proto__":{}}', '\u0000'])(
    'refuses the body %j in words',
    async (body) => {
      const got = await door.control('PATCH', '/__mock/clock', body, 'raw')

      expect(got.status).toBe(400)
      expect(JSON.parse(got.text)).toMatchObject({ detail: expect.stringMatching(/^The body/) })
    },
  )

  it('is the control of the sandbox that the path names', async () => {
    const box = connect(`${door.url}/s/by-path`)
    await box.clock.freeze()

    expect(await connect(door.url, { sandbox: 'by-path' }).clock.get()).toMatchObject({ speed: 0 })
    expect(await connect(door.url).clock.get()).toMatchObject({ speed: 1 })
  })

  it('sends each exchange of a sandbox as an event', async () => {
    const events = await fetch(`${door.url}/s/heard/__mock/events`)
    const reader = (events.body as ReadableStream<Uint8Array>).getReader()
    await door.api('GET', PLAN)
    await door.api('GET', `/s/heard${PLAN}`)
    let text = ''
    while (!text.includes('data: ')) text += new TextDecoder().decode((await reader.read()).value)
    await reader.cancel()

    expect(events.headers.get('content-type')).toBe('text/event-stream')
    expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '')).toMatchObject({
      sandbox: 'heard',
      target: PLAN,
      status: 200,
    })
  })
})

describe('Who may use the control', () => {
  const askFor = (headers: Record<string, string>, on = door, path = '/__mock/personas') =>
    new Promise<{ status: number; allowed: unknown }>((resolve, reject) => {
      const { hostname, port } = new URL(on.url)
      request({ hostname, port, path, headers }, (res) => {
        res.resume()
        const allowed = res.headers['access-control-allow-origin']
        res.on('end', () => resolve({ status: res.statusCode ?? 0, allowed }))
      })
        .on('error', reject)
        .end()
    })

  it.each([
    ['another name (DNS rebinding)', { Host: 'evil.example' }, 403],
    ['a name that looks like this machine', { Host: '127.0.0.1.evil.example' }, 403],
    ['a page of another origin', { Origin: 'https://evil.example' }, 403],
    ['a page without an origin', { Origin: 'null' }, 403],
    ['an image on another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['an image on another port of this machine', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['what somebody typed', { 'Sec-Fetch-Site': 'none' }, 200],
    ['its own image', { 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['this machine', {}, 200],
    ['this machine by name', { Host: 'localhost:8000' }, 200],
    ['this machine by IPv6', { Host: '[::1]:8000' }, 200],
    ['its own page', { Host: 'localhost:8000', Origin: 'http://localhost:8000' }, 200],
  ])('%s', async (_, headers, status) => {
    expect(await askFor(headers)).toEqual({ status, allowed: undefined })
  })

  it('whether the mock is up, everybody may ask, and hears no more than that', async () => {
    const guarded = await openMock({ token: 'open sesame' })
    const probe = await fetch(`${guarded.url}/__mock/health?from=kubelet`)

    expect([probe.status, await probe.json()]).toEqual([200, { status: 'ok' }])
    const strange = { Host: '10.1.2.3:8000', Origin: 'https://evil.example' }
    expect(await askFor(strange, guarded, '/__mock/health')).toMatchObject({ status: 200 })
    expect(await askFor(strange, guarded, '/__mock/health/x')).toMatchObject({ status: 403 })
    const written = await fetch(`${guarded.url}/__mock/health`, { method: 'POST' })
    expect(written.status).toBe(403)
    await guarded.close()
  })

  it('with a token: who has it, from anywhere, and nobody else', async () => {
    const guarded = await openMock({ token: 'open sesame' })

    expect(await askFor({}, guarded)).toMatchObject({ status: 403 })
    expect(await askFor({ 'X-Mock-Control': 'open' }, guarded)).toMatchObject({ status: 403 })
    const right = { 'X-Mock-Control': 'open sesame', Host: 'mock.example' }
    expect(await askFor(right, guarded)).toMatchObject({ status: 200 })
    await guarded.close()
  })

  it('with an empty token, as of a variable that is not set: nobody', async () => {
    const guarded = await openMock({ token: '' })

    expect(await askFor({ 'X-Mock-Control': '' }, guarded)).toMatchObject({ status: 403 })
    await guarded.close()
  })

  it('pages of an origin that was let in, after asking first', async () => {
    const cors = 'https://app.example'
    const open = await openMock({ cors })
    const preflight = await fetch(`${open.url}/__mock/clock`, {
      method: 'OPTIONS',
      headers: { Origin: cors, 'Access-Control-Request-Method': 'PATCH' },
    })

    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(await askFor({ Origin: cors }, open)).toEqual({ status: 200, allowed: cors })
    expect(await askFor({ Origin: 'https://evil.example' }, open)).toMatchObject({ status: 403 })
    await open.close()
  })
})

describe('The client', () => {
  it('drives a sandbox from a test', async () => {
    const control = connect(door.url, { sandbox: 'from-a-test' })
    await control.save('clean')
    await control.faults.add({ operation: 'marketplace_plans_retrieve', status: 500, times: 1 })
    const read = async () =>
      (await fetch(door.url + PLAN, { headers: door.headers(control.headers) })).status

    expect([await read(), await read()]).toEqual([500, 200])
    expect(await control.journal.count({ status: 500 })).toBe(1)
    expect(await control.journal.inOrder([{ status: 500 }, { status: 200 }])).toMatchObject({
      held: true,
    })
    const [last] = (await control.journal.find()).exchanges
    expect(await control.why(last?.id ?? '')).toMatchObject({ status: 200 })
    await control.restore('clean')
    await control.undo()
    expect(await control.diff('clean', 'current')).toEqual([])
    await control.dropSnapshot('clean')
    await control.dropSandbox('from-a-test')
  })

  it('throws what the control says', async () => {
    const failed = connect(door.url)
      .restore('none')
      .catch((error: unknown) => error)

    expect(await failed).toBeInstanceOf(ControlError)
    expect(await failed).toMatchObject({ status: 404, message: expect.stringContaining('"none"') })
  })
})
