import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { waldurMock } from './command.ts'

const DIST = join(import.meta.dirname, '../../dist')
const home = () => mkdtempSync(join(tmpdir(), 'generate-'))

describe('waldur-mock generate', () => {
  it('writes a file that serve takes', async () => {
    const file = join(home(), 'hpc.json')
    const made = await waldurMock(
      'generate',
      '--plans',
      '200',
      '--offerings',
      '40',
      '--seed',
      '7',
      '-o',
      file,
    )
    expect(made).toEqual({ code: 0, out: '', err: '' })

    const server = spawn(process.execPath, [
      join(DIST, 'cli.js'),
      'serve',
      '--port',
      '0',
      '--data',
      file,
    ])
    const [first] = (await new Promise<Buffer>((resolve) => server.stdout.once('data', resolve)))
      .toString()
      .split('\n')
    server.kill()
    expect(first).toMatch(/^waldur-mock serves 200 plans and 40 offerings/)
  })

  it('writes to the output when no file is named, and says nothing else when piped', async () => {
    const { code, out, err } = await waldurMock('generate', '--scenario', 'empty')

    expect(out).toBe(readFileSync(join(DIST, '../fixtures/empty.json'), 'utf8'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it.each([
    ['an unknown scenario', ['--scenario', 'hcp'], /Allowed choices are demo, hpc, lab/],
    ['no plans', ['--plans', '0'], /Give a whole number from 1 to 1000000/],
    [
      'more plans of the demo',
      ['--scenario', 'demo', '--plans', '9'],
      /^The scenario demo is always the same\. Leave out --plans/,
    ],
    [
      'a folder that is not there',
      ['-o', './no/such/file.json'],
      /^\.\/no\/such\/file\.json can't be written \(ENOENT\)\. Name a file/,
    ],
  ])('says the cure of %s, and ends with 2', async (_name, args, text) => {
    const { code, err } = await waldurMock('generate', ...args)

    expect(err).toMatch(text)
    expect(code).toBe(2)
  })
})

describe('serve', () => {
  it('never loads what draws a marketplace', () => {
    const loaded = new Set(['cli.js'])
    for (const file of loaded) {
      const code = readFileSync(join(DIST, file), 'utf8')
      for (const [, next = ''] of code.matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g))
        loaded.add(next)
    }
    const drawing = readdirSync(DIST).filter(
      (file) => file.endsWith('.js') && /lastName/.test(readFileSync(join(DIST, file), 'utf8')),
    )

    expect(drawing.length).toBeGreaterThan(0)
    expect(drawing.filter((file) => loaded.has(file))).toEqual([])
  })
})
