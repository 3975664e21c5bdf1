// The files of contracts/releases as one, and the code that applies them.
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../', import.meta.url))
const FOLDER = `${root}contracts/releases/`

const readYaml = async (file) => parse(await readFile(`${FOLDER}${file}`, 'utf8'))

export async function readReleases() {
  const { releases, skipped } = await readYaml('index.yaml')
  const files = await readdir(FOLDER)
  const own = releases
    .map(({ version }) => `${version}.yaml`)
    .filter((file) => files.includes(file))
  return { releases, skipped, overlays: await Promise.all(own.map(readYaml)) }
}

/** What a TypeScript file of ours exports; bundled, since Node 20 reads no TypeScript. */
export async function importSource(file) {
  const outfile = `${root}node_modules/.cache/${file.replaceAll('/', '-')}.mjs`
  await build({
    entryPoints: [`${root}${file}`],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile))
}
