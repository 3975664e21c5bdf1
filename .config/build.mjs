// Generates, then bundles: one file for each door, chunks shared, so that a cold start reads little.
import { cp, readdir, rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { behaviourPage, readBehaviour } from './behaviour.mjs'
import { generate, root } from './generate.mjs'
import { bundledFolders, noticesText } from './notices.mjs'

await generate()
for (const file of await stale()) await rm(`${root}dist/${file}`)
const doors = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  express: 'src/express.ts',
  client: 'src/client.ts',
  'contracts/verify': 'contracts/run/runVerify.ts',
  'contracts/suite': 'contracts/run/suite.ts',
}

/** Stands in for parse5 in the bundle: it is loaded with the first HTML to clean. */
const PARSER = `
let made
const load = () => (made ??= require('./parse5.cjs'))
export const parseFragment = (...args) => load().parseFragment(...args)
export const defaultTreeAdapter = { createElement: (...args) => load().defaultTreeAdapter.createElement(...args) }
`
const lazyParser = {
  name: 'lazy-parser',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^parse5$/ }, ({ path }) => ({ path, namespace: 'lazy' }))
    onLoad({ filter: /./, namespace: 'lazy' }, () => ({ contents: PARSER }))
  },
}
const cleaner = await build({
  metafile: true,
  entryPoints: { parse5: 'parse5' },
  absWorkingDir: root,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
})

const bundle = await build({
  metafile: true,
  entryPoints: doors,
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // CommonJS packages inside the bundle still ask for Node's own modules.
  banner: {
    js: "import{createRequire as $makeRequire}from'node:module';const require=$makeRequire(import.meta.url);",
  },
  external: ['vitest', 'fast-check', './parse5.cjs'],
  plugins: [lazyParser],
  logLevel: 'warning',
})

// The pages of the documentation are served from dist: users need not install Swagger UI.
const swagger = `${root}node_modules/swagger-ui-dist/`
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']) {
  await cp(swagger + file, `${root}dist/docs/${file}`)
}
await writeFile(`${root}dist/docs/behaviour.html`, behaviourPage(await readBehaviour(root)))
await cp(`${root}src/page/behaviour.css`, `${root}dist/docs/behaviour.css`)

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

const metafiles = [cleaner, bundle, page].map(({ metafile }) => metafile)
const folders = [...bundledFolders(metafiles), 'node_modules/swagger-ui-dist']
await writeFile(`${root}dist/NOTICES.txt`, await noticesText(root, folders))

/** Bundles of an earlier build; types beside them are made by another step. */
async function stale() {
  const files = await readdir(`${root}dist`, { recursive: true }).catch(() => [])
  return files.filter((file) => file.endsWith('.js') && !/^(?:docs|page)[/\\]/.test(file))
}
