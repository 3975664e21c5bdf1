// What is packed: the doors as ES modules for Node, as CommonJS, and for browsers, with what they share.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

/** What a person or a tool starts, and what others import; each loads only what it needs. */
const NODE = {
  cli: 'src/cli/main.ts',
  index: 'src/doors/index.ts',
  express: 'src/doors/express.ts',
  client: 'src/doors/client.ts',
  msw: 'src/doors/msw.ts',
  vitest: 'src/doors/vitest.ts',
  playwright: 'src/doors/playwright.ts',
  serve: 'src/doors/serve.ts',
  verify: 'src/doors/verify.ts',
}
const COMMONJS = ['index', 'express', 'client', 'msw', 'playwright', 'vitest']
const BROWSER = { index: 'src/doors/browser.ts', client: NODE.client, msw: NODE.msw }

/** The tools that the doors lead into: their users have them. */
const TOOLS = ['msw', 'vitest', '@playwright/test']

/** Large, and needed late: loaded from files of their own when they are first used. */
const LATE = {
  // For the first HTML to clean.
  parseHtml: 'export const parseHtml = (text) => load().parseHtml(text)',
  // For the first path that is no operation of openapi.yaml.
  'neighbours.gen': 'export const readText = () => load().readText()',
  // For the first path that nobody here answers.
  isOfWaldur: 'export const isOfWaldur = (path) => load().isOfWaldur(path)',
  // For the first call of the control.
  'control.gen': 'export const readControl = () => load().readControl()',
  // The types of all files there are, for the first file that Express sends.
  'mime-types': 'module.exports = new Proxy({}, { get: (_, name) => load()[name] })',
}

/** `folder`: from the bundle to where the late files are. */
const late = (folder) => ({
  name: 'late',
  setup({ onResolve, onLoad }) {
    onResolve(
      {
        filter:
          /^(?:mime-types|\.\.?\/(?:.*\/)?(?:(?:parseHtml|isOfWaldur)\.ts|(?:neighbours|control)\.gen\.js))$/,
      },
      ({ path }) => ({ path: basename(path).replace(/\.[jt]s$/, ''), namespace: 'late' }),
    )
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: `let made\nconst load = () => (made ??= require('${folder}${path}.cjs'))\n${LATE[path]}`,
    }))
    // What Express has ready for its users: the mock reads bodies and queries by itself.
    onResolve({ filter: /^(?:body-parser|qs)$/ }, ({ path, importer }) =>
      /[/\\]express[/\\]lib[/\\]/.test(importer) ? { path, namespace: 'never' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'never' }, () => ({ contents: 'module.exports = {}' }))
  },
})

/** CommonJS loads servers and contracts as everybody does, and when they are asked for. */
const shared = {
  name: 'shared',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/(?:serve|verify)\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: path.replace('./', '../').replace('.ts', '.js'), external: true }
        : undefined,
    ),
}

/** `x.browser.ts` takes the place of `x.ts`, and the prose of openapi.yaml is for readers. */
const inBrowser = {
  name: 'in-browser',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
      const other = join(resolveDir, path.replace(/\.ts$/, '.browser.ts'))
      return existsSync(other) ? { path: other } : undefined
    })
    onLoad({ filter: /openapi\.gen\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify(JSON.parse(await readFile(path, 'utf8'), withoutProse)),
      loader: 'json',
    }))
  },
}

const PROSE = ['description', 'summary', 'example', 'examples', 'x-origin', 'x-observed']

/** A property may have such a name; then it is a schema. */
const withoutProse = (key, value) =>
  PROSE.includes(key) && !(typeof value === 'object' && 'type' in value) ? undefined : value

const COMMON = {
  metafile: true,
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
}

/** Writes all of them into dist; gives esbuild's notes of what went into each. */
export async function bundle(root) {
  const options = { ...COMMON, absWorkingDir: root }
  const made = await Promise.all([
    lateBundle(options),
    nodeBundle(options),
    commonJsBundle(options),
    browserBundle(options),
  ])
  await writeFile(`${root}dist/cjs/package.json`, '{ "type": "commonjs" }\n')
  return made.map(({ metafile }) => metafile)
}

function lateBundle(options) {
  const ofExpress = createRequire(createRequire(import.meta.url).resolve('express'))
  return build({
    ...options,
    entryPoints: {
      parseHtml: 'src/domain/html/parseHtml.ts',
      'neighbours.gen': 'src/neighbours/neighbours.gen.js',
      'control.gen': 'src/control/control.gen.js',
      isOfWaldur: 'src/rest/isOfWaldur.ts',
      'mime-types': ofExpress.resolve('mime-types'),
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
  })
}

const nodeBundle = (options) =>
  build({
    ...options,
    entryPoints: NODE,
    outdir: 'dist',
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // CommonJS packages inside the bundle still ask for Node's own modules.
    banner: {
      js: "import{createRequire as $makeRequire}from'node:module';const require=$makeRequire(import.meta.url);",
    },
    external: [...TOOLS, ...Object.keys(LATE).map((name) => `./${name}.cjs`)],
    plugins: [late('./')],
  })

const commonJsBundle = (options) =>
  build({
    ...options,
    entryPoints: Object.fromEntries(COMMONJS.map((name) => [name, NODE[name]])),
    outdir: 'dist/cjs',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: [...TOOLS, ...Object.keys(LATE).map((name) => `../${name}.cjs`)],
    plugins: [shared, late('../')],
  })

const browserBundle = (options) =>
  build({
    ...options,
    entryPoints: BROWSER,
    outdir: 'dist/browser',
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Its users have a bundler, which reads from comments what it may leave out.
    minifySyntax: false,
    minifyWhitespace: false,
    external: TOOLS,
    plugins: [inBrowser],
  })
