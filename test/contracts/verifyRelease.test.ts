import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findRelease } from '../../contracts/run/findRelease.ts'
import { loadRelease } from '../../src/document/releases/loadRelease.ts'
import type { DialectName } from '../../src/doors/index.ts'
import { changeJson } from '../mutants/mutant.ts'
import { someOf } from '../tries.ts'
import { startTarget } from './startTarget.ts'
import type { TargetSettings } from './startTarget.ts'
import { listBroken, readReport, runVerify, verifyWithTokens } from './startVerify.ts'

/** What differs from release to release, in a second or two. */
const ONLY = ['--only', 'discounts,history,figures,consistency,links.shape,plans.create-c,document']
const PAGES = '7.8.7'
const RELEASES = ['7.8.5', '7.8.8', '7.9.9', '8.0.0', '8.0.5', '8.0.8', '8.1.2', '8.1.3']

const DEVIATIONS = ['waldur-7.9-8.0.yaml', 'waldur-8.0.7-8.1.3.yaml'].flatMap((file) => [
  '--deviations',
  join(import.meta.dirname, '../../contracts/deviations', file),
])

const serveRelease = async (version: string, as: DialectName = 'documented') =>
  startTarget({ mock: { release: await loadRelease(version), as } })

const ask = (url: string) =>
  findRelease(
    url,
    { dir: '', timeout: 5, answerLimit: 32, retries: 0 },
    { WALDUR_TOKEN: 'YOUR_API_TOKEN' },
  )

const answerVersion =
  (status: number, body: object): NonNullable<TargetSettings['instead']> =>
  ({ url }, res) =>
    url === '/api/version/' &&
    Boolean(res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body)))

describe.concurrent('verify --release', { timeout: 180_000 }, () => {
  it.each(someOf(RELEASES))(
    '%s finds nothing on a server of that release, --closed too',
    async (version) => {
      const { url } = await serveRelease(version)
      const { code, text, report } = await verifyWithTokens(
        url,
        '--release',
        version,
        '--closed',
        ...ONLY,
      )

      expect(listBroken(report), text).toEqual([])
      expect(report.release).toBe(version)
      expect(code).toBe(0)
    },
  )

  it.each(
    someOf<[string, string, string[]]>([
      ['8.1.3', '8.0.5', ['discounts.named-only', 'document.booking_offerings_list']],
      ['8.0.5', '8.1.2', ['discounts.named-only', 'document.marketplace_plans_list']],
      ['8.0.5', '8.1.3', ['figures.init_price', 'document.booking_offerings_retrieve']],
      ['7.9.9', '8.0.0', ['document.marketplace_plans_history_list']],
      [PAGES, '7.8.8', ['document.marketplace_plans_delete_organization_groups']],
      ['8.0.8', PAGES, ['document.booking_offerings_list']],
    ]),
  )('finds that a server of %s is none of %s', async (served, asked, wanted) => {
    const { url } = await serveRelease(served)
    const { code, text, report } = await verifyWithTokens(
      url,
      '--release',
      asked,
      '--only',
      `${wanted.join(',')},groups.delete`,
    )

    expect(listBroken(report), text).toEqual(expect.arrayContaining(wanted))
    expect(code).toBe(1)
  })

  it('takes what a server of 8.1.3 does otherwise than the pages as known, all of it', async () => {
    const { url } = await serveRelease('8.1.3', 'observed')
    const topics =
      'bounds.marketplace_plans_update_discounts,discounts,figures.,plans.create-c,booking.keys,stories,prices.total,document'
    const { code, text, report } = await verifyWithTokens(url, ...DEVIATIONS, '--only', topics)

    expect(listBroken(report), text).toEqual([])
    const later = report.deviations.filter(({ id }) => id.startsWith('later-'))
    expect(later.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'later-offerings-have-no-roles known',
      'later-discounts-are-formulas known',
      'later-pairs-are-not-checked known',
      'later-sums-count-the-amount known',
    ])
    expect(code).toBe(0)
  })

  it('stands in the line that shows a finding again, and is unknown in one line', async () => {
    const { url } = await serveRelease('8.0.5')
    const wrong = await runVerify(url, ['--release', '8.1.2', '--only', 'discounts.old-pair'])
    const unknown = await runVerify(url, ['--release', '8.1.0'])

    expect(wrong.text).toContain(`again: waldur-mock verify ${url} --release 8.1.2 --replay `)
    expect(unknown.code).toBe(2)
    expect(unknown.text).toMatch(
      /^Release 8\.1\.0 can't be chosen: .* The nearest is 8\.0\.9\..*\n$/,
    )
  })
})

describe('verify() of a release', () => {
  const program = (url: string) => `
    import { verify } from '${join(import.meta.dirname, '../../dist/index.js')}'
    const ask = (release) =>
      verify('${url}', { only: ['history.at', 'links.own.plans'], dir: '${tmpdir()}/verify-of-code', ...(release && { release }) })
        .then(({ release, contracts }) => [release, contracts.filter(({ outcome }) => outcome === 'kept').length])
        .catch((error) => error.message)
    for (const release of ['8.0.1', '8.1.0', '8.0.1', '8.0.5', undefined]) console.log(JSON.stringify(await ask(release)))
  `

  it('holds a process to one release, and says so of another', async () => {
    const { url } = await serveRelease('8.0.1')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', program(url)],
      { env: { ...process.env, WALDUR_TOKEN: 'YOUR_API_TOKEN' } },
    )

    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      ['8.0.1', expect.any(Number)],
      expect.stringMatching(/^Release 8\.1\.0 can't be chosen: /),
      ['8.0.1', expect.any(Number)],
      expect.stringMatching(/^This process holds servers to release 8\.0\.1\. /),
      expect.stringMatching(/^This process holds servers to release 8\.0\.1\. /),
    ])
  })
})

describe('verify --release auto', () => {
  it.each<[string, string, string]>([
    ['8.1.3', '8.1.3', '8.1.3'],
    ['8.0.7', '8.0.7', '8.0.7'],
    ['8.0.4', '8.0.6', '8.0.0 to 8.0.6'],
    [PAGES, '7.9.1', '7.8.5 to 7.9.1'],
  ])('knows a server of %s as %s by its fields', async (served, release, span) => {
    const { url } = await startTarget({
      mock: { release: await loadRelease(served), as: 'observed' },
      instead: answerVersion(404, {}),
    })

    expect(await ask(url)).toEqual({
      release,
      reason: `The server tells no version; its answers have the fields of ${span}; it is held to release ${release}.`,
    })
  })

  it('tells of a server whose plans have no components that it is older than all releases', async () => {
    const { url } = await startTarget({
      wrap: changeJson(
        ({ method, target }, { status }) =>
          method === 'GET' && status === 200 && /^\/api\/marketplace-plans\/(?:\?|$)/.test(target),
        (rows: object[]) => rows.map((row) => ({ ...row, components: undefined })),
      ),
      instead: answerVersion(404, {}),
    })

    const { code, text } = await runVerify(url, [
      '--only',
      'lists.stable.plans,document.m',
      '--read-only',
    ])

    expect((await ask(url)).release).toBe('7.8.5')
    expect((await ask(url)).reason).toMatch(/ Its plans have no components, as .* before 7\.8\.5: /)
    expect(text.trim().split('\n').at(-1)).toMatch(/^Its plans have no components, as /)
    expect(code).toBe(1)
  })

  it.each<[unknown, string]>([
    ['8.0.5', 'The server says that it is 8.0.5; it is held to release 8.0.5.'],
    ['v8.1.9+local', 'The server says that it is 8.1.9; it is held to release 8.1.3.'],
    ['7.0.1', 'The server says that it is 7.0.1; it is held to release 7.8.5.'],
    ['\u001b[31mdevelop', 'The server tells no version; its answers have the fields of'],
    [7, 'The server tells no version; its answers have the fields of'],
  ])('asks the server, which says %j', async (version, line) => {
    const { url } = await startTarget({ instead: answerVersion(200, { version }) })
    const { reason } = await ask(url)

    expect(reason.startsWith(line), reason).toBe(true)
  })

  it.each([
    ['8.0.5', '8.1.3', ' Warning: its answers have the fields of 8.1.3. If that is what it is'],
    ['8.1.3', '8.1.3', ''],
    ['8.0.5', '8.0.4', ''],
  ])('warns when a server that says %s has the fields of %s', async (said, served, warning) => {
    const { url } = await startTarget({
      mock: { release: await loadRelease(served) },
      instead: answerVersion(200, { version: said }),
    })
    const { release, reason } = await ask(url)

    expect(release).toBe(said)
    expect(reason.split(`release ${said}.`)[1]?.slice(0, warning.length || undefined)).toBe(warning)
  })

  it('asks with the token, and says so when there is nothing to know it by', async () => {
    const { url, asked } = await startTarget({
      instead: (_, res) => Boolean(res.writeHead(200).end('[]')),
    })

    await expect(ask(url)).rejects.toThrow(/^The server tells no version, .* --release 8\.0\.5\.$/)
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(
      asked.map(() => 'Token YOUR_API_TOKEN'),
    )
  })

  it('says what it took, and holds the server to it', async () => {
    const { url } = await serveRelease('8.0.8')
    const { code, text, dir } = await runVerify(url, ['--release', 'auto', '--only', 'history.at'])

    expect(text).toContain('it is held to release 8.0.8.')
    expect(readReport(dir).release).toBe('8.0.8')
    expect(code, text).toBe(0)
  })

  it.each([
    ['http://127.0.0.1:9', /can't be reached .* Is the address right/],
    ['nowhere', /"nowhere" is no address of a server/],
  ])('of %s ends with 2 and one line', async (address, line) => {
    const { code, text } = await runVerify(address, ['--release', 'auto'])

    expect(text).toMatch(line)
    expect(text.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })
})
