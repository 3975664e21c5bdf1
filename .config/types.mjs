// The types of the doors, once for ES modules and once for CommonJS: the nearest package.json says which a file is.
import { cp, readdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'

const root = fileURLToPath(new URL('../', import.meta.url))
const DOORS = ['browser', 'client', 'express', 'index', 'msw', 'playwright', 'vitest']

/** What is in it is nobody's dependency, so its types are written into ours. */
const includeExternal = ['sorted-btree']

/** From an ES module the class of sorted-btree is the `default` of a `default`; here it is beside its user. */
const flatten = {
  name: 'flatten',
  renderChunk: (code) => code.replaceAll('BTree$1.default', 'BTree$1'),
}

for (const folder of ['dist/types', 'dist/cjs/types']) {
  await rm(`${root}${folder}`, { recursive: true, force: true })
}
const bundle = await rollup({
  input: Object.fromEntries(DOORS.map((name) => [name, `${root}src/doors/${name}.ts`])),
  plugins: [dts({ includeExternal, tsconfig: `${root}tsconfig.json` }), flatten],
  external: [/^node:/],
})
await bundle.write({
  dir: `${root}dist/types`,
  format: 'es',
  entryFileNames: '[name].d.ts',
  chunkFileNames: 'shared/[name].d.ts',
})
await cp(`${root}dist/types`, `${root}dist/cjs/types`, { recursive: true })
console.log(`dist/types: ${(await readdir(`${root}dist/types`)).join(', ')}`)
