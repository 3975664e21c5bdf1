import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { joinReports } from '../../contracts/report/joinReports.ts'
import { listFindings } from '../../contracts/report/report.ts'
import type { RunReport } from '../../contracts/report/report.ts'
import { answerWrongCreate, startTarget } from './startTarget.ts'
import { readReport, runVerify, startVerify } from './startVerify.ts'

const ONLY = ['--only', 'quotas.,plans.c,document.marketplace_plans_c']

/** What a report says of each contract that was asked for, and what was found. */
const listOutcomes = ({ contracts }: RunReport): string[] =>
  contracts
    .filter(({ reason }) => reason !== 'not in --only')
    .map(({ id, outcome }) => `${id} ${outcome}`)
    .toSorted()

const listFound = (report: RunReport): string[] =>
  listFindings(report)
    .map(({ id, contract }) => `${id} ${contract}`)
    .toSorted()

/** A run in two shards, each of its own server as jobs of a CI would be in time, and then joined. */
async function runShards(url: string) {
  const { dir } = await runVerify(url, [...ONLY, '--shard', '1/2', '--json', 'a.json'])
  await runVerify(url, [...ONLY, '--shard', '2/2', '--json', 'b.json'], { dir })
  const joined = await startVerify(['--merge', 'a.json', 'b.json'], { dir }).ended
  return { joined, dir, shards: ['a.json', 'b.json'].map((file) => readReport(dir, file)) }
}

it.concurrent('verify in shards holds each contract once, and is kept when all of them are', async () => {
  const { url } = await startTarget()

  const { joined, dir, shards } = await runShards(url)

  const [one, other] = shards.map(({ contracts }) =>
    contracts.filter(({ outcome }) => outcome === 'kept').map(({ id }) => id),
  )
  const both = one?.filter((id) => other?.includes(id)) ?? []
  expect(both.filter((id) => !/^(document|safety)\./.test(id))).toEqual([])
  const report = readReport(dir)
  expect(report.contracts.filter(({ reason }) => /shard/.test(reason))).toEqual([])
  expect(listOutcomes(report).filter((line) => line.endsWith(' kept')).length).toBeGreaterThan(10)
  expect(joined.code, joined.text).toBe(0)
})

it.concurrent('verify in shards comes to the same findings as one run, and merges only what belongs together', async () => {
  const { url } = await startTarget({ wrap: answerWrongCreate })

  const { joined, dir, shards } = await runShards(url)
  const whole = await runVerify(url, ONLY)

  expect(listFound(readReport(dir))).toEqual(listFound(readReport(whole.dir)))
  expect(listOutcomes(readReport(dir))).toEqual(listOutcomes(readReport(whole.dir)))
  for (const report of shards) expect(listFound(report).length).toBeGreaterThan(0)
  expect([joined.code, whole.code]).toEqual([1, 1])

  const elsewhere = readFileSync(join(dir, 'b.json'), 'utf8').replaceAll(url, 'http://else.where')
  writeFileSync(join(dir, 'c.json'), elsewhere)
  const merges = [['a.json'], ['a.json', 'c.json'], ['none.json']]
  const said = await Promise.all(
    merges.map((files) => startVerify(['--merge', ...files], { dir }).ended),
  )
  expect(said[0]?.text).toMatch(/^The report of shard 2\/2 is missing\..*\n$/)
  expect(said[1]?.text).toMatch(/^The reports are of \S+ and of \S+\. Give .*\n$/)
  expect(said[2]?.text).toMatch(/^none\.json is no JSON report of verify .*\n$/)
  expect(said.map(({ code }) => code)).toEqual([2, 2, 2])
})

it.concurrent('verify --shard refuses what makes no sense, and says what would', async () => {
  const shards = ['0/2', '3/2', 'x', '1', '-1/2']

  const said = await Promise.all(
    shards.map((shard) => runVerify('http://127.0.0.1:9', [`--shard=${shard}`])),
  )

  expect(said.map(({ code, text }) => `${code} ${text}`)).toEqual(
    shards.map((shard) => `2 --shard ${shard} makes no sense. Write 1/3 for the first of three.\n`),
  )
})

it('reports of two releases are not joined', () => {
  const report = { target: 'http://a', release: '8.0.5', shard: null } as unknown as RunReport

  expect(() => joinReports([report, { ...report, release: '8.1.3' }])).toThrow(
    'The reports are of releases 8.0.5 and 8.1.3.',
  )
})
