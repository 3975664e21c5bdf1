import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const ROOT = join(import.meta.dirname, '../..')

/** Kept from run to run: what is in it is looked up by the versions that are named here. */
const CACHE = join(tmpdir(), `waldur-mock-consumers-${userInfo().username}`)
const NODE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** The tools whose users the package has, and the Nodes that they run on. */
const TOOLS: Readonly<Record<string, string>> = {
  '@arethetypeswrong/cli': '^0.18.5',
  '@playwright/test': '^1.65.1',
  '@yarnpkg/cli-dist': '^4.18.1',
  bun: '^1.4.5',
  jest: '^30.5.2',
  msw: '^2.9.0',
  'msw-3': 'npm:msw@^3.0.5',
  node20: `npm:${NODE}@20`,
  node22: `npm:${NODE}@22`,
  node24: `npm:${NODE}@24`,
  node26: `npm:${NODE}@26`,
  pnpm: '^12.21.0',
  vitest: '^4.1.12',
}

export interface Consumers {
  /** A program of the tools. */
  readonly tool: (path: string) => string
  /** The packed package. */
  readonly tarball: string
  /** An empty folder of a project, which finds the tools above it. */
  readonly project: MakeFolder
  /** The same, beside the package as npm installs it. */
  readonly npmProject: MakeFolder
}

type MakeFolder = (name: string, files?: Readonly<Record<string, string>>) => string

let installing: Promise<Consumers> | undefined

/** The tools and the package, installed once a run. */
export const install = (): Promise<Consumers> => (installing ??= installAll())

async function installAll(): Promise<Consumers> {
  const wanted = JSON.stringify({ private: true, dependencies: TOOLS })
  const manifest = join(CACHE, 'package.json')
  const done = join(CACHE, 'installed.json')
  mkdirSync(CACHE, { recursive: true })
  if (!existsSync(done) || readFileSync(done, 'utf8') !== wanted) {
    writeFileSync(manifest, wanted)
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: CACHE })
    writeFileSync(done, wanted)
  }
  const tarball = await pack()
  project('npm')
  const quietly = ['--no-audit', '--no-fund', '--legacy-peer-deps']
  await run('npm', ['install', ...quietly, tarball], { cwd: join(CACHE, 'npm') })
  return {
    tarball,
    tool: (path) => join(CACHE, 'node_modules', path),
    project,
    npmProject: (name, files) => project(`npm/${name}`, files),
  }
}

async function pack(): Promise<string> {
  await run(process.execPath, ['.config/types.mjs'], { cwd: ROOT })
  const into = join(CACHE, 'packed')
  rmSync(into, { recursive: true, force: true })
  mkdirSync(into)
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', into]
  const { stdout } = await run('npm', args, { cwd: ROOT })
  return join(into, /"filename":\s*"([^"]+\.tgz)"/.exec(stdout)?.[1] ?? '')
}

function project(name: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(CACHE, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries({ 'package.json': '{ "private": true }', ...files }))
    writeFileSync(join(folder, file), text)
  return folder
}

/** Runs a program to its end; a failure shows all that it said. */
export async function runIn(
  cwd: string,
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  try {
    const { stdout } = await run(command, args, { cwd, env: { ...process.env, ...env } })
    return stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error })
  }
}

/** Starts what serves, asks it for plans, and stops it. */
export function askServed(
  cwd: string,
  [command = '', ...args]: readonly string[],
): Promise<number> {
  const child = spawn(command, args, { cwd })
  let said = ''
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.on('close', () => reject(new Error(`it ended: ${said}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
      const [, url] = /on (http:\S+)/.exec(said) ?? []
      if (!url) return
      const headers = { Authorization: 'Token YOUR_API_TOKEN' }
      fetch(`${url}/api/marketplace-plans/`, { headers })
        .then(({ status }) => resolve(status), reject)
        .finally(() => child.kill())
    })
  })
}
