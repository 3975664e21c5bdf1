import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { home } from '../../.config/generators.mjs'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')
const tool = (name: string) => join(home, 'node_modules/.bin', name)

/** Something that makes a client of openapi.yaml, and a program that uses it. */
export interface Generator {
  readonly name: string
  readonly part: 'node' | 'python'
  readonly command: readonly [string, ...string[]]
  readonly made: string
  /** What it calls an operation. */
  readonly naming: (operationId: string) => RegExp
  readonly program: string
}

const camel = (id: string): RegExp =>
  new RegExp(`\\b${id.replaceAll(/_(\w)/g, (_, first: string) => first.toUpperCase())}\\b`)
const plain = (id: string): RegExp => new RegExp(`\\b${id}\\b`)

export const generators: readonly Generator[] = [
  {
    name: '@hey-api/openapi-ts',
    part: 'node',
    command: [tool('openapi-ts'), '-i', 'openapi.yaml', '-o', 'clients/hey-api'],
    made: 'clients/hey-api',
    naming: camel,
    program: 'hey-api.ts',
  },
  {
    name: 'openapi-typescript with openapi-fetch',
    part: 'node',
    command: [tool('openapi-typescript'), 'openapi.yaml', '-o', 'clients/openapi-typescript.ts'],
    made: 'clients/openapi-typescript.ts',
    naming: plain,
    program: 'openapi-fetch.ts',
  },
  {
    name: 'orval',
    part: 'node',
    command: [tool('orval'), '--config', 'programs/orval.config.cjs'],
    made: 'clients/orval',
    naming: camel,
    program: 'orval.ts',
  },
  {
    name: 'kubb',
    part: 'node',
    command: [tool('kubb'), 'generate', '--config', 'programs/kubb.config.mjs'],
    made: 'clients/kubb',
    naming: camel,
    program: 'kubb.ts',
  },
  {
    name: 'openapi-python-client',
    part: 'python',
    command: [
      join(home, 'python/bin/openapi-python-client'),
      'generate',
      '--path=openapi.yaml',
      '--config=programs/python.yaml',
      '--meta=none',
      '--overwrite',
      '--output-path=clients/python',
    ],
    made: 'clients/python',
    naming: plain,
    program: 'python_client.py',
  },
]

/** Puts openapi.yaml and the programs beside the generators, and clears what an earlier run has made. */
export function prepare(): void {
  rmSync(join(home, 'clients'), { recursive: true, force: true })
  cpSync(join(ROOT, 'openapi.yaml'), join(home, 'openapi.yaml'))
  cpSync(join(import.meta.dirname, 'programs'), join(home, 'programs'), { recursive: true })
}

/** Makes a client; what the generator says on the way is its answer. */
export async function makeClient({ command: [file, ...args] }: Generator): Promise<string> {
  const { stdout, stderr } = await run(file, args, { cwd: home, env: quiet() })
  return stdout + stderr
}

/** Nothing is reported to whoever wrote a generator. */
const quiet = () => ({ ...process.env, DO_NOT_TRACK: '1', KUBB_DISABLE_TELEMETRY: '1', CI: 'true' })

/** All that a generator has written, as one text with the names of the files. */
export function readWritten({ made }: Generator): string {
  const path = join(home, made)
  if (made.endsWith('.ts')) return readFileSync(path, 'utf8')
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file}\n${readFileSync(file, 'utf8')}`)
    .join('\n')
}

/** What the compiler has against the programs and the clients that they use; empty when it agrees. */
export const typeErrors = (): Promise<string> =>
  run(tool('tsc'), ['-p', 'programs'], { cwd: home }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  )

/** Runs a program against a mock; its story is what it prints. */
export async function tellStory({ program }: Generator, args: readonly string[]): Promise<unknown> {
  const [file, path] = program.endsWith('.py')
    ? [join(home, 'python/bin/python'), join(home, 'programs', program)]
    : [process.execPath, await bundle(program)]
  const env = { ...process.env, PYTHONPATH: home }
  const { stdout } = await run(file, [path, ...args], { cwd: home, env })
  return JSON.parse(stdout)
}

async function bundle(program: string): Promise<string> {
  const outfile = join(home, 'bundles', program.replace('.ts', '.mjs'))
  const entryPoints = [join(home, 'programs', program)]
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node' })
  return outfile
}
