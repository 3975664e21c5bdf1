import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const run = promisify(execFile)
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** Starts a command that serves, and stops it as soon as it says where. */
function readStartedUrl(command: string, args: readonly string[], cwd: string) {
  const child = spawn(command, args, { cwd, detached: true })
  return new Promise<{ url: string; stop: () => void }>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk)
      const url = /on (http:\S+)/.exec(text)?.[1]
      if (url) resolve({ url, stop: () => process.kill(-(child.pid ?? 0), 'SIGTERM') })
    })
    child.on('close', () => reject(new Error(`it ended: ${text}`)))
  })
}

const plans = (url: string) =>
  fetch(`${url}/api/marketplace-plans/`, { headers: { Authorization: 'Token YOUR_API_TOKEN' } })

describe('README', () => {
  const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  )

  it('names no script that package.json does not have', () => {
    const named = commands.flatMap((line) =>
      [...line.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name),
    )

    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
  })

  it('starts the mock with `npm start` and its options', async () => {
    const line = commands.find((one) => one.startsWith('npm start -- ')) ?? ''
    const [, ...args] = line.replace(/--port \d+/, '--port 0').split(' ')

    const { url, stop } = await readStartedUrl('npm', args, ROOT)

    expect(await (await plans(url)).json()).toEqual([])
    stop()
  })
})

describe('the packed package', () => {
  let home = ''
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'packed-'))
    writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}')
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { cwd: ROOT })
    await run('npm', ['install', '--no-audit', '--no-fund', join(home, 'waldur-mock-0.1.0.tgz')], {
      cwd: home,
    })
  }, 300_000)

  it('serves, and holds what it serves against the contract', async () => {
    const { url, stop } = await readStartedUrl('npx', ['waldur-mock', 'serve', '--port', '0'], home)

    const { stdout } = await run(
      'npx',
      [
        'waldur-mock',
        'verify',
        url,
        '--token',
        'YOUR_API_TOKEN',
        '--read-only',
        '--only',
        'lists.',
      ],
      { cwd: home },
    )

    expect((await plans(url)).status).toBe(200)
    expect(stdout).toMatch(/\d+ kept, 0 broken/)
    stop()
  }, 120_000)

  it('has the behaviour notes that findings point into, and shows them', async () => {
    const packed = join(home, 'node_modules/waldur-mock')
    expect(readFileSync(join(packed, 'contracts/waldur-behaviour.md'), 'utf8')).toContain(
      '### 2.6 ',
    )
    expect(readFileSync(join(packed, 'dist/docs/behaviour.html'), 'utf8')).toContain('id="26-')
  })

  it('can be used from code, alone and in an Express app', async () => {
    const script = `
      import { createMock } from 'waldur-mock'
      import { mockRouter } from 'waldur-mock/express'
      const mock = createMock({ as: 'observed', calendarJobs: { delay: 0 } })
      const call = { method: 'GET', target: '/api/marketplace-plans/', origin: 'http://here', body: new Uint8Array(),
        headers: { authorization: 'Token YOUR_API_TOKEN' } }
      console.log(mock.answer(call).status, typeof mockRouter(mock))
      mock.reset()`

    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: home,
    })

    expect(stdout.trim()).toBe('200 function')
  })
})
