import { build } from 'esbuild'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundledFolders, noticesText } from '../.config/notices.mjs'

const ROOT = join(import.meta.dirname, '..')
const notices = readFileSync(join(ROOT, 'dist/NOTICES.txt'), 'utf8')

test('The package ships the licence of every package that is bundled in it', async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [
      'src/cli/main.ts',
      'src/doors/express.ts',
      'contracts/run/runVerify.ts',
      'src/page/page.ts',
    ],
    outdir: 'dist',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The bundle leaves out what Express reads bodies and queries with.
    external: ['body-parser', 'qs'],
  })
  const folders = bundledFolders([metafile])
  expect(folders).toContain('node_modules/express')
  for (const folder of folders) {
    const text = readFileSync(join(ROOT, folder, 'package.json'), 'utf8')
    const { name, version } = JSON.parse(text) as { name: string; version: string }
    expect(notices).toContain(`\n${name} ${version} (`)
  }
})

test('The notice of Swagger UI is among them, and so is the Apache License', () => {
  expect(notices).toMatch(/\nswagger-ui-dist [\d.]+ \(Apache-2\.0\)\n/)
  expect(notices).toContain('SmartBear Software Inc.')
  expect(notices).toContain('Apache License')
})

test('A package without a licence text stops the build', async () => {
  const home = mkdtempSync(join(tmpdir(), 'waldur-mock-'))
  mkdirSync(join(home, 'bare'))
  writeFileSync(join(home, 'bare/package.json'), '{"name":"bare","version":"1.0.0"}')
  await expect(noticesText(home, ['bare'])).rejects.toThrow('bare is bundled and has no licence')
  rmSync(home, { recursive: true })
})
