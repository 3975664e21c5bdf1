import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findDeviation } from '../harness/findings/findDeviation.ts'
import type { Settings } from '../harness/settings.ts'
import { listFindings } from '../report/report.ts'
import type { RunReport } from '../report/report.ts'
import { OLDER } from './findRelease.ts'
import { readDeviations } from './settings/readDeviations.ts'

const NAME = 'contracts/deviations/waldur-7.9-8.0.yaml'

/** Findings from which on a server looks like one of those releases. */
const MANY = 3

/** A line for who holds a server of 7.9 to 8.0 without the file that comes along for that; null: there is nothing to say. */
export function suggestDeviations(report: RunReport, settings: Settings): string | null {
  const findings = listFindings(report)
  const file = findings.length < MANY ? null : findFile()
  if (file === null) return null
  const shipped = { ...settings, deviations: readDeviations(file) }
  const known = findings.filter((finding) => findDeviation(finding, shipped)).length
  return known < MANY
    ? null
    : `${known} of the ${findings.length} findings are how servers of the releases 7.9 to 8.0 answer. This package has a file that knows them: --deviations ${relative(process.cwd(), file)}`
}

/** A line for who holds a server that is older than all releases that are known; null: it is not known to be. */
export const explainOlder = (report: RunReport): string | null =>
  listFindings(report).some(({ expected }) => LACKS_COMPONENTS.test(expected)) ? OLDER : null

const LACKS_COMPONENTS =
  /^marketplace_plans_(?:list|retrieve) 200 (?:\/\*)? required: must have required property 'components'/

/** Beside the sources, or beside the bundle that is made of them. */
const findFile = (): string | null =>
  ['../../', '../', './']
    .map((up) => fileURLToPath(new URL(`${up}${NAME}`, import.meta.url)))
    .find((file) => existsSync(file)) ?? null
