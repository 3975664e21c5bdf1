import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const CLI = join(import.meta.dirname, '../../dist/cli.js')
const ROOT = join(import.meta.dirname, '../..')

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command to its end, or until its output matches, when it is told to stop. */
function waldurMock(
  args: readonly string[],
  { until, cwd = ROOT }: { until?: RegExp; cwd?: string } = {},
) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd })
  const ended = { out: '', err: '' }
  return new Promise<Ended>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      ended.out += String(chunk)
      if (until?.test(ended.out)) child.kill('SIGTERM')
    })
    child.stderr.on('data', (chunk: Buffer) => (ended.err += String(chunk)))
    child.on('close', (code) => resolve({ code, ...ended }))
  })
}

const STARTED = /Stop with Ctrl-C/

describe('waldur-mock serve', () => {
  it('says what it serves, who one can be and where the documentation is, and stops when told to', async () => {
    const { code, out, err } = await waldurMock(['--port', '0'], { until: STARTED })

    expect(code).toBe(0)
    expect(err).toBe('')
    expect(out).toMatch(
      /^waldur-mock serves 26 plans and 15 offerings \(demo, as documented\) on http:\/\/127\.0\.0\.1:\d+/,
    )
    expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+\/docs/)
    expect(out.match(/curl -H 'Authorization: Token \S+' http/g)).toHaveLength(13)
    expect(/Token (\S+)'/.exec(out)?.[1]).toBe('YOUR_API_TOKEN')
  })

  it('takes options: another dialect, other data', async () => {
    const { out } = await waldurMock(
      ['serve', '--port', '0', '--as', 'observed', '--data', 'empty'],
      { until: STARTED },
    )

    expect(out).toMatch(/serves 0 plans and 0 offerings \(empty, as observed\)/)
  })

  it('writes nothing without --persist', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'waldur-mock-'))

    await waldurMock(['serve', '--port', '0'], { until: STARTED, cwd })

    expect(readdirSync(cwd)).toEqual([])
  })

  it('serves a fixture of the user by its path', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'waldur-mock-')), 'mine.json')
    writeFileSync(file, readFileSync(join(ROOT, 'fixtures/empty.json')))

    const { code, out } = await waldurMock(['serve', '--port', '0', '--data', file], {
      until: STARTED,
    })

    expect(code).toBe(0)
    expect(out).toContain(file)
  })

  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'an unknown option',
      ['serve', '--prot', '1'],
      /unknown option '--prot'.*did you mean --port/is,
    ],
    [
      'a port that is none',
      ['serve', '--port', 'abc'],
      /--port <number>.*whole number from 0 to 65535/s,
    ],
    [
      'an unknown dialect',
      ['serve', '--as', 'seen'],
      /--as.*Allowed choices are documented, observed/s,
    ],
    [
      'an unknown fixture',
      ['serve', '--data', 'hcp'],
      /^No fixture "hcp" in fixtures\/\. There are: demo, empty\.\n$/,
    ],
    [
      'a file that is not there',
      ['serve', '--data', './no.json'],
      /^There is no file \.\/no\.json\. .*demo, empty\.\n$/,
    ],
    [
      'an address of another machine',
      ['serve', '--host', '203.0.113.7'],
      /^203\.0\.113\.7 is not an address of this machine\. /,
    ],
    [
      'a token for the control that is empty, as of a variable that is not set',
      ['serve', '--control-token', ''],
      /--control-token <token>.*Give a token of ASCII; this one is empty/s,
    ],
    [
      'an origin without a scheme',
      ['serve', '--cors', 'https://a.example', 'app.example'],
      /--cors <origin\.\.\.>.*Give an origin, for example https:/s,
    ],
    [
      'a name that is an address',
      ['serve', '--allow-host', 'http://mock.example/'],
      /--allow-host <name\.\.\.>.*Give a name alone, for example mock\.example/s,
    ],
    [
      'a token of a server that is not named',
      ['serve', '--rest', 'empty', '--rest-token', 'abc'],
      /^--rest-token is for a server behind the mock: --rest https:\/\/staging\.example\.\n$/,
    ],
    [
      'the right to write to a server that is not named',
      ['serve', '--rest-write'],
      /^--rest-write is for a server behind the mock: /,
    ],
    [
      'a finding of a run that was not here',
      ['verify', 'http://127.0.0.1:9', '--token', 'x', '--dir', './none', '--replay', 'abc'],
      /^There is no \.\/none\/report\.json\. Run verify first, in the same folder\.\n$/,
    ],
    [
      'a tape of the proxy that can not be written',
      ['proxy', 'http://127.0.0.1:9', '--port', '0', '--record', './none/x.har'],
      /^The proxy can't start: ENOENT.* another file with --record\.\n$/,
    ],
    [
      'an address that is none',
      ['diff', '7.8.7', 'http://'],
      /^"http:\/\/" is no address\. Give one like https:\/\/staging\.example\.\n$/,
    ],
    [
      'an address where nobody listens',
      ['diff', '7.8.7', 'http://127.0.0.1:9'],
      /^http:\/\/127\.0\.0\.1:9\/api\/schema\/\S+ can't be reached: .+\. Is it running\?\n$/,
    ],
    ['an unknown command', ['sevre'], /sevre|too many arguments/],
  ]

  it.each(mistakes)(
    'says the cure of %s in a few words and ends with 2',
    async (_name, args, text) => {
      const { code, err } = await waldurMock(args)

      expect(err).toMatch(text)
      expect(err.trim().split('\n').length).toBeLessThanOrEqual(2)
      expect(code).toBe(2)
    },
  )

  it('says that a port is in use, and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo

    const { code, err } = await waldurMock(['serve', '--port', String(port)])

    expect(err).toBe(
      `Port ${port} is in use. Stop the other program, or choose another port: --port ${port + 1}.\n`,
    )
    expect(code).toBe(2)
    other.close()
  })

  it('refuses a fixture that does not fit with file, pointer and cure', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'waldur-mock-')), 'bad.json')
    writeFileSync(file, '{"plans":[{"uuid":"zz","name":"x"}]}')

    const { code, err } = await waldurMock(['serve', '--data', file])

    expect(err).toMatch(/bad\.json: \/plans\/0/)
    expect(code).toBe(2)
  })
})
