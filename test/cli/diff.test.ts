import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { documentOf } from '../../src/document/releases/releases.ts'
import { loadRelease } from '../../src/document/releases/loadRelease.ts'
import { startTarget } from '../contracts/startTarget.ts'
import { makeRealDocument } from '../releases/realDocument.ts'
import { waldurMock } from './command.ts'

const write = (text: string, name = 'document.yaml'): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'diff-')), name)
  writeFileSync(file, text)
  return file
}

async function listen(answer: (req: IncomingMessage, res: ServerResponse) => void) {
  const asked: IncomingMessage[] = []
  const server = createServer((req, res) => {
    asked.push(req)
    answer(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function diff(...args: string[]) {
  const { code, out, err } = await waldurMock('diff', ...args)
  return { code, text: out + err }
}

describe('waldur-mock diff', () => {
  it('tells of two releases what breaks, and fails only when asked to', async () => {
    const printed = await diff('7.8.7', '8.1.3')
    const failed = await diff('7.8.7', '8.1.3', '--fail-on', 'breaking', '--format', 'markdown')
    const kept = await diff('7.9.2', '7.9.4', '--fail-on', 'breaking')

    expect(printed.text).toMatch(
      /^From 7\.8\.7 to 8\.1\.3: \d+ differences, \d+ of them breaking\./,
    )
    expect(printed.text).toContain('field removed: Offering.roles [breaks readers, since 8.0.8]')
    expect([printed.code, failed.code]).toEqual([0, 1])
    expect(failed.text).toContain('| What | Where | Breaks | Since | Only the document |')
    expect(kept.code, kept.text).toBe(/ 0 of them breaking/.test(kept.text) ? 0 : 1)
  })

  it('reads the document of a running server, and warns of one that is not what it says', async () => {
    const mistaken = { ...makeRealDocument('8.0.9', 20), info: { version: '8.1.2' } }
    const { url, asked } = await listen((_, res) => res.end(JSON.stringify(mistaken)))
    const { code, text } = await diff(url, '8.0.9', '--token', 's3cret', '--fail-on', 'any')

    expect(text).toContain(
      `warning: ${url} says that it is 8.1.2, and its operations are those of 8.0.9.`,
    )
    expect(text).toContain(`From ${url} to 8.0.9: 0 differences, 0 of them breaking.`)
    expect(asked.map((one) => [one.url, one.headers.authorization])).toEqual([
      ['/api/schema/?format=json', 'Token s3cret'],
    ])
    expect(code).toBe(0)
  })

  it('gives no token to who keeps a document', async () => {
    const { url, asked } = await listen((_, res) => res.end(stringify(documentOf('8.0.5'))))
    const { text } = await diff(`${url}/documents/waldur.yaml`, '8.0.5', '--token', 's3cret')

    expect(text).toContain(': 0 differences')
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('knows a server without a document by what it answers, and says so', async () => {
    const { url } = await startTarget({ mock: { release: await loadRelease('8.0.8') } })
    const { code, text } = await diff('8.0.7', url, '--token', 'YOUR_API_TOKEN')

    expect(text).toMatch(/^warning: \S+ answers 404\. The server .* held to release 8\.0\.8\.$/m)
    expect(text).toContain('field removed: Offering.roles [breaks readers, since 8.0.8]')
    expect(code).toBe(0)
  })

  it('reads YAML and JSON with signs before them and keys that stand twice', async () => {
    const { version } = documentOf('8.0.5').info
    const twice = `\uFEFFpaths: {}\ninfo: { version: ${version} }\npaths: {}\n`
    const { code, text } = await diff(write(twice), write('\uFEFF{"paths":{}}', 'b.json'))

    expect(text).toContain(': 0 differences')
    expect(code).toBe(0)
  })

  it.each<[string, string, RegExp]>([
    ['a text', 'hello', /is not an OpenAPI document: it has no paths\./],
    ['a torn JSON', '{"paths": {', /is neither JSON nor YAML: /],
    ['a torn YAML', 'paths: [', /is neither JSON nor YAML: /],
  ])('says what is wrong with %s, and ends with 2', async (_name, content, line) => {
    const { code, text } = await diff(write(content), '8.0.5')

    expect(text).toMatch(line)
    expect(text.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })
})
