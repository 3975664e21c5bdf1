// Bundles the mutants and lets the built suite loose on them: `npm run mutants [words of a defect]`.
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './generate.mjs'

const outfile = `${root}node_modules/.cache/mutants.mjs`
await build({
  entryPoints: [`${root}test/mutants/run.ts`],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
