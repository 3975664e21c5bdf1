import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifyError } from '../../contracts/harness/verifyError.ts'
import { readDeviations } from '../../contracts/run/settings/readDeviations.ts'
import { changeJson } from '../mutants/mutant.ts'
import { answerWrongCreate, startTarget } from './startTarget.ts'
import { readReport, runVerify } from './startVerify.ts'

const ONLY = ['--only', 'plans.create-l,quotas.nothing,document.marketplace_plans_create']

function writeDeviations(yaml: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'deviations-')), 'known.yaml')
  writeFileSync(file, yaml)
  return file
}

const formatEntry = (id: string, contract: string, more = ''): string =>
  `- { id: ${id}, contract: ${contract}, operation: '*', reason: because of ${id}${more} }\n`

/** Offerings as a server of 8.0 lists them. */
const laterFields = changeJson(
  ({ target: path }, { status }) => path.startsWith('/api/booking-offerings/') && status === 200,
  (rows: readonly object[]) =>
    rows.map((row) => ({
      ...row,
      tags: [],
      is_accessible: true,
      billing_type_classification: 'mixed',
    })),
)

const chattyRefusals = changeJson(
  (_, { status }) => status >= 400,
  (body: object) => ({ ...body, hint: 'ask again' }),
)

const readStatuses = (dir: string) =>
  Object.fromEntries(readReport(dir).deviations.map(({ id, status }) => [id, status]))

describe.concurrent('verify --deviations', () => {
  it('lets pass what is known, and says what can be removed and what was not looked at', async () => {
    const { url } = await startTarget({ wrap: answerWrongCreate })
    const known = [
      formatEntry('gateway', 'plans.create-location', ', expires: 2999-12-31'),
      formatEntry('amounts', 'document.*', ', matches: max_amount'),
      formatEntry('mended', 'quotas.nothing'),
      formatEntry('unseen', 'prices.exact'),
      formatEntry('partly', '"quotas.*"'),
    ]

    const args = [
      '--deviations',
      writeDeviations(known.join('')),
      '--markdown',
      'm.md',
      '--html',
      'h.html',
    ]
    const { code, text, dir } = await runVerify(url, [...ONLY, ...args])

    expect(code, text).toBe(0)
    expect(readStatuses(dir)).toEqual({
      gateway: 'known',
      amounts: 'known',
      mended: 'fixed',
      unseen: 'not checked',
      // Of its contracts only one was held: the others may still show it.
      partly: 'not checked',
    })
    expect(text).toContain('~ deviation mended: fixed, remove me (because of mended)')
    expect(text).toMatch(/2 known deviations/)
    expect(text).not.toContain('✗')
  })

  it('fails on what has run out, and on what no deviation speaks of', async () => {
    const { url } = await startTarget({ wrap: answerWrongCreate })
    const known = [
      formatEntry('gateway', 'plans.create-location', ', expires: 2020-01-31'),
      formatEntry('amounts', 'document.marketplace_plans_create', ', matches: something else'),
      formatEntry('mended', 'quotas.nothing', ', expires: 2020-01-31'),
    ]

    const args = [
      '--deviations',
      writeDeviations(known.join('')),
      '--junit',
      'j.xml',
      '--markdown',
      'm.md',
    ]
    const { code, text, dir } = await runVerify(url, [...ONLY, ...args])

    expect(code).toBe(1)
    expect(text).toMatch(/✗ plans\.create-location: /)
    expect(text).toMatch(/✗ document\.marketplace_plans_create: /)
    expect(text).toContain('~ deviation gateway: has run out: mend the server or set a new date')
    expect(readStatuses(dir)).toMatchObject({ gateway: 'expired', mended: 'expired' })
  })

  it('takes several files, and tells fields of later releases without failing', async () => {
    const { url } = await startTarget({ wrap: laterFields })
    const only = ['--only', 'booking.created,document.booking_offerings_list']
    const files = ['seen', 'unseen'].map((id) => writeDeviations(formatEntry(id, 'prices.exact')))
    const reports = ['--html', 'r.html', '--markdown', 'r.md', '--json', 'r.json']

    const ended = await runVerify(url, [
      ...only,
      ...reports,
      ...files.flatMap((file) => ['--deviations', file]),
    ])

    expect(ended.code, ended.text).toBe(0)
    expect(ended.text).toContain(
      '+ 3 fields that openapi.yaml does not have, of booking_offerings_list: tags, is_accessible, billing_type_classification',
    )
    for (const file of reports.filter((_, index) => index % 2 === 1))
      expect(readFileSync(join(ended.dir, file), 'utf8')).toContain('billing_type_classification')
    expect(readStatuses(ended.dir)).toEqual({ seen: 'not checked', unseen: 'not checked' })
  })

  it('fails on such a field with --closed, and in a refusal always', async () => {
    const { url } = await startTarget({ wrap: laterFields })
    const { url: refusing } = await startTarget({ wrap: chattyRefusals })
    const only = ['--only', 'booking.created,document.booking_offerings_list']

    const closed = await runVerify(url, [...only, '--closed'])
    const chatty = await runVerify(refusing, only)

    expect(closed.code).toBe(1)
    expect(closed.text).toMatch(/no field tags[^]*no field is_accessible/)
    expect(closed.text).toMatch(/again: .* --closed --replay/)
    expect(chatty.code).toBe(1)
    expect(chatty.text).toMatch(/no field hint/)
  })

  it('fails in every report when one has run out, even if nothing else is wrong', async () => {
    const { url } = await startTarget()
    const known = writeDeviations(formatEntry('old', 'quotas.nothing', ', expires: 2020-01-31'))

    const args = ['--deviations', known, '--junit', 'r/j', '--markdown', 'r/m', '--html', 'r/h']
    const { code, dir } = await runVerify(url, ['--only', 'quotas.nothing', ...args])

    expect(code).toBe(1)
    const [junit, markdown, html] = ['j', 'm', 'h'].map((name) =>
      readFileSync(join(dir, 'r', name), 'utf8'),
    )
    expect(junit).toMatch(/<testsuites [^>]*failures="1"/)
    expect(junit).toContain('<failure message="has run out')
    expect(markdown).toMatch(/^## ❌ The contract is broken/)
    expect(html).toContain('<h1>The contract is broken</h1>')
  })
})

describe('a file of deviations that can not be understood', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['is no YAML', '- {id: a', /can't be read: .* at line 1, column \d+.*\. Give a YAML file\.$/],
    ['is no list', 'id: a', /known\.yaml must be a list of deviations, each with id, /],
    ['is a list of texts', '- a', /known\.yaml must be a list of deviations/],
    [
      'has an entry without a reason',
      '- {id: a, contract: b, operation: c}',
      /entry 1 needs a text "reason"\.$/,
    ],
    [
      'has an unknown key',
      `${formatEntry('a', 'b')}${formatEntry('c', 'd', ', expire: 2030-01-01')}`,
      /entry 2 has an unknown key "expire"\. There are: .*expires\.$/,
    ],
    [
      'has the same id twice',
      formatEntry('a', 'b') + formatEntry('a', 'c'),
      /entry 2 has the id "a" of an earlier one\. .*$/,
    ],
    [
      'has a date that is none',
      formatEntry('a', 'b', ', expires: in spring'),
      /entry 1: expires "in spring" is no date\. Write it as 2027-01-31\.$/,
    ],
    [
      'has a date that never comes',
      formatEntry('a', 'b', ', expires: "2027-13-01"'),
      /expires "2027-13-01" is no date/,
    ],
    [
      'has a pattern that is none',
      formatEntry('a', 'b', ', matches: "a("'),
      /entry 1: matches "a\(" is no regular expression\. Put \\ before /,
    ],
  ]

  it.each(cases)('%s: file, place and cure in one line', (_name, yaml, text) => {
    const file = writeDeviations(yaml)
    const refusal = () => readDeviations(file)

    expect(refusal).toThrow(VerifyError)
    expect(refusal).toThrow(text)
    expect(refusal).toThrow(new RegExp(`^[^\\n]*${file}[^\\n]*$`))
  })

  it('ends verify with 2', async () => {
    const { code, text } = await runVerify('http://127.0.0.1:9', [
      '--deviations',
      writeDeviations('- a'),
    ])

    expect(code).toBe(2)
    expect(text.split('\n')).toHaveLength(2)
  })
})

describe.concurrent('the file of deviations that comes along', () => {
  const OBSERVED = { mock: { as: 'observed' } } as const
  const SOME = ['--read-only', '--only', 'document.,filters.,stats.,lists.count,headers.']

  it('is named to who holds a server of 7.9 to 8.0 without it, and then explains all', async () => {
    const { url } = await startTarget(OBSERVED)

    const bare = await runVerify(url, SOME)
    const [, file = ''] = /--deviations (\S+)\n$/.exec(bare.text) ?? []
    const { code, text } = await runVerify(url, [...SOME, '--deviations', join(bare.dir, file)])

    expect(bare.code, bare.text).toBe(1)
    expect(bare.text).toMatch(
      /\d+ of the \d+ findings are how servers of the releases 7\.9 to 8\.0/,
    )
    expect(code, text).toBe(0)
    expect(text).not.toContain('This package has a file')
  })

  it('is not named where it explains nothing', async () => {
    const { url } = await startTarget({ wrap: answerWrongCreate })

    const { code, text } = await runVerify(url, ONLY)

    expect(code).toBe(1)
    expect(text).not.toContain('--deviations')
  })
})
