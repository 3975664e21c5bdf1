import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { parseFixture } from '../../src/doors/index.ts'
import { commandIn, waldurMock } from './command.ts'

const { version } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
) as { version: string }

test('waldur-mock --version says which it is', async () => {
  expect(await waldurMock('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test.each([
  ['vrify', ' Did you mean "verify"?'],
  ['server', ' Did you mean "serve"?'],
  ['nonsense', ''],
])('The unknown command "%s" gets the nearest, and the list', async (word, guess) => {
  const { code, out, err } = await waldurMock(word, '--port', '0')

  expect([code, out]).toEqual([2, ''])
  expect(err).toBe(
    `There is no command "${word}".${guess} There are: serve, init, generate, verify, diff, proxy, import, seed, completion, help.\n`,
  )
})

test('Help is as wide as the terminal, and has no colours', async () => {
  const [narrow, wide] = await Promise.all(
    ['50', '200'].map((COLUMNS) =>
      commandIn({ env: { COLUMNS, FORCE_COLOR: '1' } }, 'serve', '--help'),
    ),
  )

  const widths = [narrow, wide].map((told) =>
    Math.max(...(told?.out ?? '').split('\n').map((line) => line.length)),
  )
  expect(widths[0]).toBeLessThanOrEqual(60)
  expect(widths[1]).toBeGreaterThan(80)
  expect(`${narrow?.out}${wide?.out}`).not.toContain('\u001B')
})

describe('waldur-mock init', () => {
  it('writes a fixture that can be served, with the schema that it names beside it', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'init-'))
    const { code, out } = await commandIn({ cwd }, 'init')

    const text = readFileSync(join(cwd, 'waldur.json'), 'utf8')
    const { $schema } = JSON.parse(text) as { $schema: string }
    expect([code, out]).toEqual([0, expect.stringContaining('serve --data waldur.json')])
    expect(parseFixture(text, 'waldur.json', new Date()).plans.rows.size).toBe(4)
    expect(existsSync(join(cwd, $schema))).toBe(true)
  })

  it('leaves what is there as it is', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'init-'))
    writeFileSync(join(cwd, 'waldur.json'), 'mine')
    const { code, err } = await commandIn({ cwd }, 'init')

    expect([code, err]).toEqual([2, expect.stringContaining('waldur.json is there already')])
    expect(readFileSync(join(cwd, 'waldur.json'), 'utf8')).toBe('mine')
  })
})

describe('waldur-mock completion', () => {
  const has = (shell: string) => {
    try {
      return execFileSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' }) !== undefined
    } catch {
      return false
    }
  }

  it.each(['bash', 'zsh', 'fish'])('%s is told each command and each option', async (shell) => {
    const [{ out }, help] = await Promise.all([
      waldurMock('completion', shell),
      commandIn({ env: { COLUMNS: '500' } }, 'serve', '--help'),
    ])

    const options = [...help.out.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name)
    expect(options.length).toBeGreaterThan(10)
    for (const name of [...options, 'serve', 'verify', 'init', 'completion', 'apply'])
      expect(out).toContain(name)
    if (has(shell)) execFileSync(shell, ['-n'], { input: out })
  })

  it.skipIf(!has('bash')).each([
    ['v', 'verify'],
    ['serve --per', '--persist'],
    ['serve --as o', 'observed'],
    ['seed st', 'status'],
  ])('bash completes "%s" to "%s"', async (typed, completed) => {
    const { out } = await waldurMock('completion', 'bash')
    const words = ['waldur-mock', ...typed.split(' ')]
    const script = `${out}
      COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _waldur_mock; echo "\${COMPREPLY[*]}"`

    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(`${completed}\n`)
  })
})
