import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** A page's own test: it fails when a plan has no components. */
const pageTest = `
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  const plans = await (await fetch(process.env.WALDUR_MOCK_URL + '/api/marketplace-plans/', { headers })).json()
  process.exit(plans.some(({ components }) => components.length === 0) ? 1 : 0)`

const shrunk = (command: string, ...options: string[]) =>
  promisify(execFile)(process.execPath, [
    CLI,
    'serve',
    '--port',
    '0',
    '--shrink',
    command,
    ...options,
  ])
    .then(({ stdout }) => ({ code: 0, stdout }))
    .catch(({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }))

describe('--shrink', () => {
  it('finds the one value that breaks a page, and ends with 1', { timeout: 60_000 }, async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'page-')), 'test.mjs')
    writeFileSync(file, pageTest)
    const command = `"${process.execPath}" "${file}"`

    const { code, stdout } = await shrunk(command, '--adversary', '3')

    expect(stdout).toMatch(
      /openapi\.yaml allows \(seed 3, \d+ runs\):\n {2}marketplace_plans_list /,
    )
    expect(stdout).toContain('components empty list')
    expect(code).toBe(1)
  })

  it('says that a page holds, and ends with 0', async () => {
    const { code, stdout } = await shrunk('exit 0', '--adversary', '5')

    expect(stdout).toContain('It holds with every change of seed 5.')
    expect(code).toBe(0)
  })
})
