// Generates, then bundles: one file for each door, chunks shared, so that a cold start reads little.
import { rm } from 'node:fs/promises'
import { build } from 'esbuild'
import { generate, root } from './generate.mjs'

await generate()
await rm(`${root}dist`, { recursive: true, force: true })
await build({
  entryPoints: ['src/cli.ts', 'src/index.ts', 'src/express.ts'],
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
    js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);",
  },
  external: ['swagger-ui-dist'],
  logLevel: 'warning',
})
