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

  const widths = [narrow, wide].map((text) =>
    Math.max(...(text?.out ?? '').split('\n').map((line) => line.length)),
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
    const file = join(mkdtempSync(join(tmpdir(), 'completion-')), 'script')
    writeFileSync(file, out)
    if (has(shell)) execFileSync(shell, ['-n', file])
  })

  const typed = [
    ['v', 'verify'],
    ['serve --per', '--persist'],
    ['serve --as o', 'observed'],
    ['seed st', 'status'],
  ] as const

  it.for(Object.keys(completers))('%s completes what is typed', async (shell, ctx) => {
    if (!has(shell)) return ctx.skip(`There is no ${shell} here.`)
    const { out } = await waldurMock('completion', shell)
    for (const [begun, completed] of typed)
      expect(completers[shell]?.(out, begun, completed)).toContain(completed)
  })
})

/** What a shell makes of a line that is begun, when the key for it is pressed. */
const completers: Readonly<Record<string, (...words: string[]) => string>> = {
  bash: (script = '', begun = '') => {
    const words = ['waldur-mock', ...begun.split(' ')]
    const press = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _waldur_mock`
    return run('bash', ['-c', `${script}\n${press}; echo "\${COMPREPLY[*]}"`])
  },
  fish: (script, begun) =>
    run('fish', ['--no-config', '-c', `${script}\ncomplete -C 'waldur-mock ${begun}'`]),
  zsh: (script, begun = '', completed = '') =>
    run('zsh', ['-f', '-c', IN_A_TERMINAL, 'zsh', begun, completed], script),
}

/** A zsh in a terminal of its own, in which the key is pressed; it is read until the word is there. */
const IN_A_TERMINAL = `
  script=$(mktemp); cat > $script
  zmodload zsh/zpty
  zpty inner 'TERM=dumb zsh -f -i'
  zpty -w inner "PS1=; unsetopt beep; autoload -Uz compinit; compinit -D -u; source $script; echo rea''dy"
  zpty -r inner told '*ready*'
  zpty -w -n inner "waldur-mock $1"$'\\t'
  zpty -r inner told "*$2*"
  print -r -- $told; rm $script`

const run = (shell: string, args: string[], input = '') =>
  execFileSync(shell, args, { encoding: 'utf8', input, timeout: 10_000 })
