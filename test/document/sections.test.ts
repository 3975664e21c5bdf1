import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BEHAVIOUR, cite, sectionAt } from '../../src/document/sections.ts'
import { alike, deviations } from '../../src/dialect.ts'
import document from '../../src/document/sections.gen.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const behaviour = read(BEHAVIOUR)

/** Rows of the table of §2.0, by their numbers. */
const rows = behaviour
  .slice(behaviour.indexOf('\n### 2.0 '), behaviour.indexOf('\n### 2.1 '))
  .split('\n')
  .flatMap((line) => /^\| (\d+) \|/.exec(line)?.[1] ?? [])

/** Everything that a text cites and the behaviour notes lack. */
function missingIn(text: string): string[] {
  const sections = [...text.matchAll(/§ ?(\d+(?:\.\d+)*)/g)].filter(
    ([, number]) => sectionAt(`§${number}`) === undefined,
  )
  const lines = [...text.matchAll(/§2\.0,? row (\d+)/g)].filter(
    ([, row = '']) => !rows.includes(row),
  )
  const anchors = [...text.matchAll(/waldur-behaviour\.md#([\w-]+)/g)].filter(([, anchor]) =>
    document.every((section) => section.anchor !== anchor),
  )
  return [...sections, ...lines, ...anchors].map(([whole]) => whole)
}

/** What a person has written in this repository: generated and foreign texts left out. */
const files = [
  'README.md',
  'openapi.yaml',
  'src',
  'contracts',
  'test',
  'fixtures',
  '.config',
  '.ci',
]
  .flatMap((name) => (statSync(join(ROOT, name)).isFile() ? [name] : below(name)))
  .filter((file) => !file.includes('.gen.'))

function below(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(ROOT.length + 1))
}

const citing = files.filter((file) => read(file).includes('§'))

describe('A § that is cited stands in the behaviour notes', () => {
  it.each(citing)('%s', (file) => {
    expect(missingIn(read(file))).toEqual([])
  })

  it('and one that does not is found: sections, rows and anchors', () => {
    // Put together here, so that this file does not cite them.
    const wrong = [`§${9.9}`, `§2.0, row ${99}`, `waldur-behaviour.md#${99}`]

    expect(missingIn(wrong.join(' '))).toEqual(wrong)
  })

  it('is looked for in code, contracts, tests and README', () => {
    for (const name of ['src/', 'contracts/', 'test/', 'README.md'])
      expect(
        citing.some((file) => file.startsWith(name)),
        name,
      ).toBe(true)
  })
})

describe('The sections of the behaviour notes', () => {
  it('stand in their order, each number and anchor once', () => {
    const numbers = document.map(({ number }) => number.split('.').map(Number))
    const rank = ([chapter = 0, part = -1]: number[]) => chapter * 100 + part

    expect(numbers.map(rank)).toEqual(numbers.map(rank).toSorted((a, b) => a - b))
    for (const key of ['number', 'anchor', 'line'] as const)
      expect(new Set(document.map((section) => section[key])).size).toBe(document.length)
  })

  it.each(document)('$number $title: its line is its heading', ({ number, title, line }) => {
    expect(behaviour.split('\n')[line - 1]).toMatch(
      new RegExp(`^##+ ${number.replace('.', '\\.')}\\.? `),
    )
    expect(behaviour.split('\n')[line - 1]).toContain(title)
  })

  it('are cited by title and anchor', () => {
    expect(cite('§2.6')).toEqual({
      section: '§2.6',
      title: 'Update prices',
      link: 'contracts/waldur-behaviour.md#26-update-prices',
    })
  })

  it('each number that a heading begins with is one of them', () => {
    const headings = behaviour.split('\n').filter((line) => /^##+ /.test(line))

    expect(headings).toHaveLength(document.length)
  })
})

it('Each row of §2.0 is a deviation of the mock, or said to be alike', () => {
  const known = [...Object.values(deviations).map(({ row }) => row), ...Object.keys(alike)]

  expect(known.map(Number).toSorted((a, b) => a - b)).toEqual(rows.map(Number))
})

it('Known deviations of real servers name rows of §2.0', () => {
  const named = [
    ...read('contracts/deviations/waldur-7.9-8.0.yaml').matchAll(/^- id: row-(\d+)-/gm),
  ]

  expect(named.length).toBeGreaterThan(0)
  for (const [, row] of named) expect(rows).toContain(row)
})

it('The behaviour notes name no file that is not in this repository', () => {
  const named = [...behaviour.matchAll(/`([\w./-]+\.(?:ts|md|yaml|json|py))`/g)]

  for (const [, file = ''] of named) expect(() => statSync(join(ROOT, file))).not.toThrow()
})
