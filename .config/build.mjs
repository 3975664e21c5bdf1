// Generates, then bundles: one file for each door, chunks shared, so that a cold start reads little.
import { cp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { behaviourPage, readBehaviour } from './behaviour.mjs'
import { generate, root } from './generate.mjs'
import { bundledFolders, noticesText } from './notices.mjs'

await generate()
for (const file of await stale()) await rm(`${root}dist/${file}`)
const doors = {
  cli: 'src/cli/main.ts',
  index: 'src/doors/index.ts',
  express: 'src/doors/express.ts',
  client: 'src/doors/client.ts',
  'contracts/verify': 'contracts/run/runVerify.ts',
  'contracts/suite': 'contracts/run/suite.ts',
}

/** Large, and needed late: loaded from files of their own when they are first used. */
const LATE = {
  // For the first HTML to clean.
  parseHtml: 'export const parseHtml = (text) => load().parseHtml(text)',
  // The types of all files there are, for the first file that Express sends.
  'mime-types': 'module.exports = new Proxy({}, { get: (_, name) => load()[name] })',
}

const late = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:mime-types|\.\/parseHtml\.ts)$/ }, ({ path }) => ({
      path: basename(path, '.ts'),
      namespace: 'late',
    }))
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: `let made\nconst load = () => (made ??= require('./${path}.cjs'))\n${LATE[path]}`,
    }))
    // What Express has ready for its users: the mock reads bodies and queries by itself.
    onResolve({ filter: /^(?:body-parser|qs)$/ }, ({ path, importer }) =>
      /[/\\]express[/\\]lib[/\\]/.test(importer) ? { path, namespace: 'never' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'never' }, () => ({ contents: 'module.exports = {}' }))
  },
}
const ofExpress = createRequire(createRequire(import.meta.url).resolve('express'))
const lateFiles = await build({
  metafile: true,
  entryPoints: {
    parseHtml: 'src/domain/plans/parseHtml.ts',
    'mime-types': ofExpress.resolve('mime-types'),
  },
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
  external: ['vitest', 'fast-check', ...Object.keys(LATE).map((name) => `./${name}.cjs`)],
  plugins: [late],
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

const metafiles = [lateFiles, bundle, page].map(({ metafile }) => metafile)
const folders = [...bundledFolders(metafiles), 'node_modules/swagger-ui-dist']
await writeFile(`${root}dist/NOTICES.txt`, await noticesText(root, folders))

/** Bundles of an earlier build; types beside them are made by another step. */
async function stale() {
  const files = await readdir(`${root}dist`, { recursive: true }).catch(() => [])
  return files.filter((file) => file.endsWith('.js') && !/^(?:docs|page)[/\\]/.test(file))
}
