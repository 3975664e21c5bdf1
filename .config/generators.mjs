// Installs the generators of clients that test/generators tries, in a folder of their own: `npm run generators`.
import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const from = fileURLToPath(new URL('../test/generators/', import.meta.url))
export const home = fileURLToPath(new URL('../node_modules/.cache/generators/', import.meta.url))

/** What each part is made of, and what makes it. */
const parts = {
  node: { files: ['package.json', 'package-lock.json'], install: installNode },
  python: { files: ['requirements.txt'], install: installPython },
}

const wanted = ({ files }) => files.map((file) => readFileSync(from + file, 'utf8')).join('\n')
const stampOf = (part) => `${home}${part}.stamp`

/** Is this part (`node`, `python`) there, as the repository pins it? */
export const isInstalled = (part) =>
  existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === wanted(parts[part])

/** openapi-python-client wants 3.11; null where there is none. */
export const python = () =>
  ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'].find((name) => {
    const code = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
    return spawnSync(name, ['-c', code]).status === 0
  }) ?? null

/** Makes what is missing; parts that are there already cost nothing. */
export async function installGenerators() {
  mkdirSync(home, { recursive: true })
  await Promise.all(
    Object.keys(parts)
      .filter((part) => !isInstalled(part))
      .map(async (part) => {
        await parts[part].install()
        writeFileSync(stampOf(part), wanted(parts[part]))
      }),
  )
}

async function installNode() {
  for (const file of parts.node.files) copyFileSync(from + file, home + file)
  await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: home })
}

async function installPython() {
  const name = python()
  if (!name) throw new Error('There is no Python 3.11 or newer with venv. Install one.')
  await run(name, ['-m', 'venv', '--clear', `${home}python`])
  const install = ['-m', 'pip', '-q', '--disable-pip-version-check', 'install', '-r']
  await run(`${home}python/bin/python`, [...install, `${from}requirements.txt`])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installGenerators()
