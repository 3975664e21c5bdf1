import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { listFindings } from '../../contracts/report/report.ts'
import { HOSTILE, runHostile } from './runHostile.ts'

let run: Awaited<ReturnType<typeof runHostile>>
beforeAll(async () => {
  run = await runHostile()
  expect(run.code, run.text).toBe(1)
})

const readFile = (file: string): string => readFileSync(join(run.dir, file), 'utf8')

const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d+);/g
const TAG = /^<(\/?)([\w-]+)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>$/

/** Text between tags and in values may hold no sign that means something to XML. */
function demandEscaped(text: string): void {
  if (/[&<>]/.test(text.replaceAll(ENTITY, ''))) throw new Error(`not escaped: ${text}`)
}

function readAttributes(text: string): Record<string, string> {
  const values = [...text.matchAll(/([\w-]+)="([^"]*)"/g)]
  for (const [, , value = ''] of values) demandEscaped(value)
  return Object.fromEntries(values.map(([, name, value]) => [name, value ?? '']))
}

/** The elements of an XML text by name; throws where it is not well-formed. */
function readElements(xml: string): Map<string, Record<string, string>[]> {
  const [open, found] = [[] as string[], new Map<string, Record<string, string>[]>()]
  const parts = xml.replace(/^<\?xml [^>]*\?>/, '').split(/(<[^>]*>)/)
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      demandEscaped(part)
      continue
    }
    const [, end, name = '', attributes = '', empty] = TAG.exec(part) ?? []
    if (name === '') throw new Error(`no tag: ${part}`)
    if (end && open.pop() !== name) throw new Error(`${name} is closed too soon`)
    if (end) continue
    if (!empty) open.push(name)
    found.set(name, [...(found.get(name) ?? []), readAttributes(attributes)])
  }
  if (open.length > 0) throw new Error(`${open.join()} is open`)
  return found
}

it('JUnit is well-formed, counts right, and holds no sign that XML has no place for', () => {
  const { contracts } = run.report
  const xml = readFile('reports/junit.junit')

  const elements = readElements(xml)
  const [root] = elements.get('testsuites') ?? []
  const broken = contracts.filter(({ outcome }) => outcome === 'broken').length
  expect(root).toMatchObject({ tests: String(contracts.length), failures: String(broken) })
  const sum = (key: string) =>
    (elements.get('testsuite') ?? []).reduce((total, one) => total + Number(one[key]), 0)
  expect([sum('tests'), sum('failures')]).toEqual([contracts.length, broken])
  expect(elements.get('testcase')).toHaveLength(contracts.length)
  expect(elements.get('skipped')).toHaveLength(sum('skipped'))
  expect(elements.get('failure')).toHaveLength(listFindings(run.report).length)
  expect(xml).toContain('&lt;script&gt;')
  expect(xml).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]*$/)
})

interface Place {
  readonly artifactLocation: { readonly uri: string }
  readonly region: { readonly startLine: number }
}

interface Sarif {
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly message: { readonly text: string }
      readonly locations: readonly {
        readonly physicalLocation: Place
      }[]
      readonly relatedLocations?: readonly { readonly physicalLocation: Place }[]
    }[]
  }[]
}

it('SARIF points at the operation of each finding in openapi.yaml', () => {
  const { version, runs } = JSON.parse(readFile('reports/sarif.sarif')) as Sarif
  const [{ tool, results } = { tool: { driver: { rules: [] } }, results: [] }] = runs
  const yaml = readFileSync(join(import.meta.dirname, '../../openapi.yaml'), 'utf8').split('\n')

  expect(version).toBe('2.1.0')
  const findings = listFindings(run.report)
  expect(results.map(({ ruleId }) => ruleId)).toEqual(findings.map(({ contract }) => contract))
  const rules = new Set(tool.driver.rules.map(({ id }) => id))
  expect(rules).toEqual(new Set(findings.map(({ contract }) => contract)))
  for (const [index, { locations, message }] of results.entries()) {
    const [{ physicalLocation } = { physicalLocation: null }] = locations
    expect(physicalLocation?.artifactLocation.uri).toBe('openapi.yaml')
    const line = yaml[(physicalLocation?.region.startLine ?? 0) - 1]?.trim()
    expect(line).toBe(`operationId: ${findings[index]?.operation}`)
    expect(message.text).toContain(findings[index]?.expected)
  }
})

it('GitLab’s code quality report has what GitLab asks for, each finding once, at its operation', () => {
  const issues = JSON.parse(readFile('reports/codequality.codequality')) as Issue[]
  const yaml = readFileSync(join(import.meta.dirname, '../../openapi.yaml'), 'utf8').split('\n')

  const findings = listFindings(run.report)
  expect(findings.length).toBeGreaterThan(1)
  expect(issues.map(({ check_name }) => check_name)).toEqual(
    findings.map(({ contract }) => contract),
  )
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length)
  for (const [index, { description, severity, location }] of issues.entries()) {
    expect(description).toContain(findings[index]?.demand)
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity)
    expect(location.path).toBe('openapi.yaml')
    const line = yaml[location.lines.begin - 1]?.trim()
    expect(line).toBe(`operationId: ${findings[index]?.operation}`)
  }
})

interface Issue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

it('every report says what a finding rests on: the section by its title, and where to read it', () => {
  const cited = listFindings(run.report).filter(({ source }) => source.startsWith('§'))
  const markup = readFile('reports/junit.junit')
  const { runs } = JSON.parse(readFile('reports/sarif.sarif')) as Sarif
  const related = runs[0]?.results.flatMap(({ relatedLocations = [] }) => relatedLocations)

  expect(cited.length).toBeGreaterThan(0)
  expect(related).toHaveLength(cited.length)
  for (const [index, { source, title, link }] of cited.entries()) {
    const line = `${source} ${title} (${link})`
    for (const text of [run.text, markup, readFile('reports/markdown.markdown')])
      expect(text).toContain(line)
    expect(readFile('reports/html.html')).toContain(`>${source} ${title}</a>`)
    expect(readFile('reports/sarif.sarif')).toContain(JSON.stringify(line))
    const place = related?.[index]?.physicalLocation
    const file = place?.artifactLocation.uri ?? 'none'
    const notes = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
    expect(notes.split('\n')[(place?.region.startLine ?? 0) - 1]).toContain(
      `${source.slice(1)} ${title}`,
    )
  }
})

it('Markdown is the same on the page of a job, and what a server says stays text', () => {
  const markdown = readFile('reports/markdown.markdown')

  expect(readFile('summary.md')).toBe(markdown)
  expect(markdown).toMatch(/^## ❌ The contract is broken\n/)
  const rows = markdown.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows).toHaveLength(listFindings(run.report).length)
  for (const row of rows) expect(row.split('|')).toHaveLength(6)
  expect(markdown).not.toMatch(/<script|\]\(|!\[|@somebody/)
})

it('JSON has each finding with all that it takes to see and repeat it', () => {
  const report = JSON.parse(readFile('reports/json.json')) as typeof run.report
  const findings = listFindings(report)

  expect(report).toEqual(run.report)
  const [some] = findings
  expect(findings.length).toBeGreaterThan(2)
  for (const finding of findings) {
    const { id, curl, replay } = finding
    expect(finding).toMatchObject({ seed: 7, operation: 'marketplace_plans_create' })
    for (const name of ['demand', 'source', 'link', 'expected', 'seen'] as const)
      expect(finding[name], `${name} of ${finding.contract}`).not.toBe('')
    expect(replay).toBe(`waldur-mock verify ${run.url} --replay ${id}`)
    expect(curl).toMatch(/^curl -i -X POST '.*\n.*"Authorization: Token \$WALDUR_TOKEN"/)
  }
  // What openapi.yaml does not declare comes first: it may be the cause of the rest.
  expect(some?.contract).toMatch(/^document\./)
  expect(findings.some(({ seen }) => seen.includes(HOSTILE.slice(0, 8)))).toBe(true)
})

it('the terminal gets no sign that would move its cursor, and each way to see a finding again', () => {
  expect(run.text).not.toMatch(/(?![\n\t])\p{Cc}/u)
  for (const { id } of listFindings(run.report)) expect(run.text).toContain(`--replay ${id}\n`)
})

it('what verify points at in openapi.yaml is there', () => {
  const document: unknown = parse(
    readFileSync(join(import.meta.dirname, '../../openapi.yaml'), 'utf8'),
  )
  const pointers = run.report.contracts
    .map(({ source }) => source)
    .filter((one) => one.startsWith('#'))

  expect(pointers.length).toBeGreaterThan(10)
  for (const pointer of pointers) {
    const keys = pointer.split('/').slice(1)
    const value = keys.reduce<unknown>(
      (node, key) =>
        (node as Record<string, unknown> | undefined)?.[
          key.replaceAll('~1', '/').replaceAll('~0', '~')
        ],
      document,
    )
    expect(value, pointer).toBeDefined()
  }
})
