import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { startServe } from '../http/startServe.ts'
import type { Served } from '../http/startServe.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const folder = () => mkdtempSync(join(tmpdir(), 'waldur-mock-ci-'))
const TOKEN = 'YOUR_API_TOKEN'

let server: Served | null = null
afterEach(async () => {
  server?.kill('SIGTERM')
  await server?.ended
  server = null
})

/** A folder for PATH whose npx runs the mock of this repository, and notes its process. */
function makeNpx(): { path: string; pid: () => number } {
  const bin = folder()
  const script = `#!/bin/sh
case "$*" in "--yes waldur-mock@latest "*) shift 2 ;; *) echo "npx $*" >&2; exit 9 ;; esac
echo $$ > ${bin}/pid
exec ${process.execPath} ${join(ROOT, 'dist/cli.js')} "$@"
`
  writeFileSync(`${bin}/npx`, script)
  chmodSync(`${bin}/npx`, 0o755)
  return {
    path: `${bin}:${process.env['PATH']}`,
    pid: () => Number(readFileSync(`${bin}/pid`, 'utf8')),
  }
}

/** A port that was free a moment ago. */
const findPort = () =>
  new Promise<string>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(String(port)))
    })
  })

const bash = (script: string, env: Record<string, string>, cwd: string) =>
  spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: {
    readonly steps: readonly {
      readonly run?: string
      readonly env?: Readonly<Record<string, string>>
    }[]
  }
}

/** The script of an action, and its environment with these inputs. */
function readAction(name: string, given: Readonly<Record<string, string>>) {
  const { inputs, runs } = parse(read(`.github/actions/${name}/action.yml`)) as Action
  const [{ run = '', env = {} } = {}] = runs.steps
  const value = (input: string) => given[input] ?? inputs[input]?.default ?? ''
  const filled = Object.entries(env).map(([key, text]) => [
    key,
    text.replaceAll(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => value(input)),
  ])
  expect(run).not.toContain('${{')
  return { run, env: Object.fromEntries(filled) as Record<string, string> }
}

describe('In CI', () => {
  it('the GitHub action serves the mock, and is done when it answers', async () => {
    const [npx, port] = [makeNpx(), await findPort()]
    const { run, env } = readAction('serve', { port, options: '--as observed' })

    const { status, stdout, stderr } = bash(
      run,
      { ...env, PATH: npx.path, RUNNER_TEMP: folder() },
      folder(),
    )

    expect({ status, stdout, stderr }).toMatchObject({ status: 0 })
    const health = await fetch(`http://127.0.0.1:${port}/__mock/health`)
    expect(await health.json()).toMatchObject({ status: 'ok', as: 'observed' })
    process.kill(npx.pid())
  })

  it('the GitHub action that can not serve says why, and fails', async () => {
    const { run, env } = readAction('serve', { port: await findPort(), options: '--as nothing' })

    const { status, stdout } = bash(
      run,
      { ...env, PATH: makeNpx().path, RUNNER_TEMP: folder() },
      folder(),
    )

    expect([status, stdout]).toEqual([1, expect.stringContaining('nothing')])
  })

  const only = '--only document.marketplace_plans_list'

  it('the GitHub action verifies a server, and leaves reports', async () => {
    server = await startServe()
    const { run, env } = readAction('verify', { target: server.url, token: TOKEN, options: only })
    const cwd = folder()

    const { status, stdout } = bash(run, { ...env, PATH: makeNpx().path }, cwd)

    expect({ status, stdout }).toMatchObject({ status: 0 })
    for (const name of ['contract.sarif', 'contract.xml', 'contract.html'])
      expect(existsSync(join(cwd, 'waldur-contract', name))).toBe(true)
  })

  it('the GitLab jobs serve the mock and verify it', async () => {
    const jobs = parse(read('.gitlab/waldur-mock.yml')) as {
      variables: Record<string, string>
      '.waldur-verify': { script: string[] }
      '.waldur-serve': { before_script: string[]; variables: Record<string, string> }
    }
    const [npx, port, cwd] = [makeNpx(), await findPort(), folder()]
    const { before_script: before, variables } = jobs['.waldur-serve']
    const WALDUR_MOCK_URL = variables['WALDUR_MOCK_URL']?.replace('8000', port) ?? ''
    const env = { ...jobs.variables, WALDUR_MOCK_URL, PATH: npx.path }
    const serving = bash(before.join('\n'), { ...env, WALDUR_MOCK_OPTIONS: `--port ${port}` }, cwd)
    expect(serving).toMatchObject({ status: 0 })
    const serverPid = npx.pid()
    const verifying = {
      WALDUR_TARGET: WALDUR_MOCK_URL,
      WALDUR_TOKEN: TOKEN,
      WALDUR_MOCK_OPTIONS: only,
    }

    const verified = bash(jobs['.waldur-verify'].script.join('\n'), { ...env, ...verifying }, cwd)

    process.kill(serverPid)
    expect(verified).toMatchObject({ status: 0 })
    expect(existsSync(join(cwd, 'waldur-contract/contract.xml'))).toBe(true)
  })
})
