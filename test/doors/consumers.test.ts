import { cpSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { browserPath } from '../browser/chromium.ts'
import { isWhole } from '../tries.ts'
import { askServed, install, ROOT, runIn } from './install.ts'
import type { Consumers } from './install.ts'

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')
const PACKAGE = '../node_modules/waldur-mock'
const CLI = `${PACKAGE}/dist/cli.js`
const example = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'examples', name), 'utf8')

/** A project beside the package, as npm installs it. */
async function npmProject(name: string, files: Readonly<Record<string, string>> = {}) {
  const consumers = await install()
  return { ...consumers, folder: consumers.npmProject(name, files) }
}

const ASK = `
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  createMock().fetch('http://waldur.test/api/marketplace-plans/', { headers }).then(({ status }) => console.log(status))`
const IMPORTING = `import { createMock } from 'waldur-mock'\n${ASK}`
const REQUIRING = `const { createMock } = require('waldur-mock')
  const { existsSync } = require('node:fs')
  for (const file of ['openapi.yaml', 'fixtures/schema.json', 'package.json'])
    if (!existsSync(require.resolve('waldur-mock/' + file))) throw new Error(file)
  ${ASK}`

describe.runIf(isWhole)('The package', { timeout: 300_000 }, () => {
  test('is nothing but itself: who serves or verifies installs no other', async () => {
    const { folder } = await npmProject('alone')

    expect(
      readdirSync(join(folder, '../node_modules')).filter((name) => !name.startsWith('.')),
    ).toEqual(['waldur-mock'])
  })

  test.for(['20', '22', '24', '26'])(
    'serves, is imported and is required on Node %s',
    async (version) => {
      const { folder, tool } = await npmProject(`node-${version}`, {
        'a.mjs': IMPORTING,
        'a.cjs': REQUIRING,
      })
      const node = tool(`node${version}/bin/node`)

      expect(await runIn(folder, [node, 'a.mjs'])).toBe('200\n')
      expect(await runIn(folder, [node, 'a.cjs'])).toBe('200\n')
      expect(await askServed(folder, [node, CLI, 'serve', '--port', '0'])).toBe(200)
    },
  )

  test('serves on bun', async () => {
    const { folder, tool } = await npmProject('on-bun')

    expect(await askServed(folder, [tool('.bin/bun'), CLI, 'serve', '--port', '0'])).toBe(200)
  })

  test('works where pnpm hoists nothing', async () => {
    const consumers: Consumers = await install()
    const folder = consumers.project('with-pnpm', { 'a.mjs': IMPORTING, 'pnpm-workspace.yaml': '' })
    await runIn(folder, [consumers.tool('.bin/pnpm'), 'add', '--no-hoist', consumers.tarball])

    expect(await runIn(folder, ['node', 'a.mjs'])).toBe('200\n')
  })

  test('works with Plug and Play of Yarn', async () => {
    const consumers = await install()
    const yarn = ['node', consumers.tool('@yarnpkg/cli-dist/bin/yarn.js')]
    const files = {
      'a.mjs': IMPORTING,
      'a.cjs': REQUIRING,
      'yarn.lock': '',
      '.yarnrc.yml': 'nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\n',
    }
    const folder = consumers.project('with-yarn', files)
    await runIn(folder, [...yarn, 'add', `waldur-mock@file:${consumers.tarball}`])

    expect(await runIn(folder, [...yarn, 'node', 'a.mjs'])).toBe('200\n')
    expect(await runIn(folder, [...yarn, 'node', 'a.cjs'])).toBe('200\n')
  })
})

const PROGRAM = `
  import { createMock, serve, verify } from 'waldur-mock'
  import type { Answer, Fault, Mock, Plan } from 'waldur-mock'
  import { connect } from 'waldur-mock/client'
  import { mockRouter } from 'waldur-mock/express'
  const mock: Mock = createMock({ as: 'observed' })
  const fault: Fault = { operation: 'marketplace_plans_list', status: 503 }
  export const plans = (list: Answer<'marketplace_plans_list'>): Plan[] => list
  mock.state().plans.rows.size.toFixed()
  // @ts-expect-error there are two dialects
  createMock({ as: 'other' })
  const router = mockRouter(mock, { bodyLimit: 1000 })
  export const all = [mock.faults.add(fault), serve, verify, connect, router]`
const TOOLS = `
  import { test as page } from 'waldur-mock/playwright'
  import { test as unit } from 'waldur-mock/vitest'
  import { mockHandlers } from 'waldur-mock/msw'
  export const doors = [page, unit, mockHandlers]`

describe.runIf(isWhole)('The types of the package', { timeout: 300_000 }, () => {
  test.for([
    ['node10', 'a.ts', ['--module', 'commonjs', '--moduleResolution', 'node10']],
    ['node16, CommonJS', 'a.cts', ['--module', 'node16']],
    ['node16, ES modules', 'a.mts', ['--module', 'node16']],
    ['nodenext', 'a.mts', ['--module', 'nodenext']],
    ['a bundler', 'a.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ] as const)(
    'hold in a strict program that checks libraries too: %s',
    async ([name, file, how]) => {
      const { folder } = await npmProject(`types-${name.replace(/\W+/g, '-')}`, {
        [file]: PROGRAM,
      })
      const strict = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022']
      const node = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')]

      expect(await runIn(folder, ['node', TSC, ...strict, ...node, ...how, file])).toBe('')
    },
  )

  test('hold with those of Vitest, Playwright and MSW', async () => {
    const { folder } = await npmProject('types-of-tools', { 'a.mts': TOOLS })
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2022',
    ]
    const node = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')]

    expect(await runIn(folder, ['node', TSC, ...options, ...node, 'a.mts'])).toBe('')
  })

  test('are right for whoever imports or requires them, say publint and are-the-types-wrong', async () => {
    const { tool, tarball, project } = await install()

    await runIn(ROOT, [
      'node',
      join(ROOT, 'node_modules/.bin/publint'),
      '--strict',
      '--pack',
      'false',
    ])
    await runIn(project('attw'), [
      tool('.bin/attw'),
      tarball,
      '--exclude-entrypoints',
      'openapi.yaml',
    ])
  })
})

describe.runIf(isWhole)('The examples of the README run', { timeout: 300_000 }, () => {
  test('with Jest, on Node 20', async () => {
    const { folder, tool } = await npmProject('with-jest', {
      'plans.test.js': example('jest.js'),
    })

    await runIn(folder, [tool('node20/bin/node'), tool('jest/bin/jest.js'), '--rootDir', '.'])
  })

  test('with Vitest', async () => {
    const { folder, tool } = await npmProject('with-vitest', {
      'plans.test.ts': example('vitest.ts'),
    })

    await runIn(folder, [tool('.bin/vitest'), 'run'])
  })

  test.for(['msw', 'msw-3'])('with %s in Node', async (version) => {
    const text = example('msw.ts')
    const { folder, tool } = await npmProject(`with-${version}`, { 'plans.test.ts': text })
    cpSync(join(folder, PACKAGE), join(folder, 'node_modules/waldur-mock'), { recursive: true })
    // MSW 3 needs Node 22.
    symlinkSync(tool(version), join(folder, 'node_modules/msw'))

    await runIn(folder, [tool('node22/bin/node'), tool('vitest/vitest.mjs'), 'run'])
  })

  test('with Playwright', async (ctx) => {
    const executablePath = browserPath(ctx)
    const config = `export default { testMatch: '*.spec.ts', use: { launchOptions: ${JSON.stringify({ executablePath, args: ['--no-sandbox'] })} } }`
    const files = { 'plans.spec.ts': example('playwright.ts'), 'playwright.config.ts': config }
    const { folder, tool } = await npmProject('with-playwright', files)
    const server = createServer(
      (_req, res) => void res.setHeader('Content-Type', 'text/html').end(FRONT_END),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo

    await runIn(folder, [tool('.bin/playwright'), 'test'], {
      FRONT_END: `http://127.0.0.1:${port}`,
    })
  })

  test('with the Node side of Cypress', async () => {
    const drive = `
      const { e2e } = require('./cypress.config.js')
      const events = {}
      e2e.setupNodeEvents((name, act) => (events[name] = act), { baseUrl: 'http://localhost:3000', env: {} }).then(async ({ env }) => {
        const { status } = await fetch(env.waldur + '/api/marketplace-plans/', { headers: { Authorization: 'Token YOUR_API_TOKEN' } })
        console.log(status, events.task['waldur:reset'](), await events['after:run']())
      })`
    const files = { 'cypress.config.js': example('cypress.config.js'), 'drive.js': drive }
    const { folder, project } = await npmProject('with-cypress', files)
    project('npm/with-cypress/node_modules/cypress', { 'index.js': CYPRESS })

    expect(await runIn(folder, ['node', 'drive.js'])).toBe('200 null undefined\n')
  })

  test('and are what it shows', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
    for (const name of readdirSync(join(import.meta.dirname, 'examples')))
      expect(readme.includes(`\n${example(name)}\`\`\`\n`), name).toBe(true)
  })
})

/** Of Cypress, which is large, only what its config asks of it. */
const CYPRESS = 'exports.defineConfig = (config) => config'

const FRONT_END = `<!doctype html><ul></ul><script type="module">
  const headers = { Authorization: 'Token YOUR_API_TOKEN' }
  const list = await fetch('https://waldur.example/api/marketplace-plans/', { headers })
  for (const { name } of await list.json()) {
    const item = document.createElement('li')
    item.textContent = name
    document.querySelector('ul').append(item)
  }
</script>`
