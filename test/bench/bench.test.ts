import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isWhole } from '../tries.ts'

const bench = fileURLToPath(new URL('bench.mjs', import.meta.url))
const run = (...options: string[]) =>
  spawnSync(process.execPath, [bench, ...options], { encoding: 'utf8' })

describe('The bench', () => {
  it.runIf(isWhole)('measures the mock beside bare servers, and writes figures and drawing', () => {
    const folder = mkdtempSync(`${tmpdir()}/waldur-mock-bench-test-`)
    const [json, svg] = [`${folder}/bench.json`, `${folder}/bench.svg`]

    const only = 'list,sample,HEAD,PATCH,401'
    const { status, stdout, stderr } = run('--smoke', '--only', only, '--json', json, '--svg', svg)

    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(stdout).toContain('list, to Express')
    const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: { value: number }[] }
    expect(rows.map(({ value }) => value > 0)).not.toContain(false)
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [^>]*>[\s\S]*waldur-mock[\s\S]*<\/svg>\n$/)
  })

  it('refuses a part that it does not have, and names those that it has', () => {
    const { status, stderr } = run('--only', 'lst')

    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('list') })
  })
})
