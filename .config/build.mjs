// Generates, then bundles: one file for each door, chunks shared, so that a cold start reads little.
import { cp, readdir, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { bundle } from './bundles.mjs'
import { behaviourPage, readBehaviour } from './behaviour.mjs'
import { generate, root } from './generate.mjs'
import { bundledFolders, noticesText } from './notices.mjs'

await generate()
for (const file of await stale()) await rm(`${root}dist/${file}`)
const bundled = await bundle(root)

// The pages of the documentation are served from dist: users need not install Swagger UI.
const swagger = `${root}node_modules/swagger-ui-dist/`
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']) {
  await cp(swagger + file, `${root}dist/docs/${file}`)
}
await writeFile(`${root}dist/docs/behaviour.html`, behaviourPage(await readBehaviour(root)))
await cp(`${root}src/page/behaviour.css`, `${root}dist/docs/behaviour.css`)
await cp(`${root}src/neighbours/neighbours.yaml`, `${root}dist/docs/neighbours.yaml`)

// The control page: one script, one style sheet, and the HTML as it is written.
const page = await build({
  metafile: true,
  entryPoints: ['src/page/page.ts', 'src/page/page.css'],
  absWorkingDir: root,
  outdir: 'dist/page',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  logLevel: 'warning',
})
await cp(`${root}src/page/index.html`, `${root}dist/page/index.html`)

const folders = [...bundledFolders([...bundled, page.metafile]), 'node_modules/swagger-ui-dist']
await writeFile(`${root}dist/NOTICES.txt`, await noticesText(root, folders))

/** Bundles of an earlier build; types beside them are made by another step. */
async function stale() {
  const files = await readdir(`${root}dist`, { recursive: true }).catch(() => [])
  return files.filter((file) => /\.c?js$/.test(file) && !/^(?:docs|page|types)[/\\]/.test(file))
}
