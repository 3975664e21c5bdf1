import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandIn, waldurMock } from '../cli/command.ts'
import { home, OWNER, site } from './seeding.ts'

const ROOT = join(import.meta.dirname, '../..')
const section =
  /## Fill a marketplace\n(.*?)\n## /s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ??
  ''
const commands = [...section.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => line.replace('npx waldur-mock ', '').split(' '))

/** The first line of a server, which is stopped then. */
function firstLine(args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), ...args, '--port', '0'], {
    cwd,
  })
  return new Promise((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => {
      child.kill()
      resolve(String(chunk).split('\n')[0] ?? '')
    }),
  )
}

describe('README, Fill a marketplace', () => {
  it('has commands that work one after the other, as they are printed', async () => {
    const [shop, cwd] = [await site(), home()]
    const said: string[] = []
    for (const words of commands) {
      const args = words.map((word) => (word.startsWith('https://') ? shop.url : word))
      if (args[0] === 'serve') {
        said.push(await firstLine(args, cwd))
        continue
      }
      const pace = args[0] === 'generate' ? [] : ['--rate', '5000']
      const { code, out, err } = await commandIn(
        { cwd, env: { WALDUR_TOKEN: OWNER } },
        ...args,
        ...pace,
      )
      expect({ words, code, err }).toEqual({ words, code: 0, err: '' })
      said.push(out.trim().split('\n').at(-1) ?? '')
    }
    expect(said).toEqual([
      '',
      expect.stringMatching(/^waldur-mock serves 200 plans and 40 offerings/),
      '10 to create, 0 to change, 0 to keep. Nothing was sent but GET.',
      expect.stringMatching(/^10 plans made, 0 changed, 0 kept\./),
      '10 of this ledger are there: 10 as wished, 0 differ, 0 are missing.',
      'All 10 plans are as wished.',
      '0 plans deleted, 10 archived.',
      expect.stringMatching(/^34 plans, 14 offerings,/),
      expect.stringMatching(/^waldur-mock serves \d+ plans and 14 offerings/),
    ])
    shop.close()
  })

  it('names options that there are, with their defaults', async () => {
    const help = await Promise.all(
      [['--help'], ['generate', '--help'], ['seed', 'apply', '--help'], ['import', '--help']].map(
        async (args) => (await waldurMock(...args)).out,
      ),
    )
    for (const name of ['generate', 'seed', 'import'])
      expect(help[0]).toMatch(new RegExp(`^ +${name} `, 'm'))
    const options = new Set(section.match(/--[a-z]+/g))
    for (const option of options) expect(help.join('') + '--data', option).toContain(option)
    expect(help[2]).toMatch(/--rate <number>[^]*default:\s+10\)/)
  })
})
