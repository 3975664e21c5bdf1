import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { uuidIn } from './guard.ts'
import { idOf } from './finding.ts'
import type { Finding } from './finding.ts'
import { enter } from './ledgerFile.ts'
import { VerifyError } from './options.ts'
import { cleanUp, differences, othersSeen } from './own.ts'
import type { Leftover } from './own.ts'
import { Collector, exitCodeOf, reportOf } from './report/collect.ts'
import type { ContractResult, RunReport } from './report/collect.ts'
import { consoleText, Progress } from './report/console.ts'
import { junitText, markdownText, sarifText } from './report/files.ts'
import { htmlText } from './report/html.ts'
import type { Settings } from './settings.ts'
import { NoAnswer, Transport } from './transport.ts'
import { verify } from './verify.ts'

/** Files that a run writes; each is left out when it is not named. */
export interface Outputs {
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly sarif?: string
  readonly markdown?: string
  /** The file that GitHub shows on the page of a job; appended to. */
  readonly stepSummary?: string
}

/** Holds a server against the contract from first look to clean-up; the number is the exit code. */
export async function run(wanted: Settings, outputs: Outputs, signal: AbortSignal): Promise<0 | 1> {
  const settings = await prepared(wanted)
  const started = new Date()
  const before = settings.write ? await othersSeen(settings) : new Map()
  if (settings.write) enter(settings.ledger, { run: settings.tag })
  const progress = new Progress(process.stderr)
  const collector = new Collector((result, done) => progress.show(result, done))
  await verify(settings, [collector], {
    folder: fileURLToPath(new URL('./', import.meta.url)),
    signal,
    onTotal: (total) => progress.expect(total),
  })
  progress.end()
  if (settings.write) await settle(settings, collector, before)
  const report = reportOf(settings, collector, started)
  await writeReports(report, outputs)
  console.log(consoleText(report))
  return exitCodeOf(report)
}

/** Looks once before anything else: a run against the wrong address or token says so in one line. */
async function prepared(settings: Settings): Promise<Settings> {
  const { staff, owner } = settings.tokens
  if (staff === undefined && owner === undefined) {
    throw new VerifyError(
      'There is no token. Give one by --token or WALDUR_TOKEN (--token-owner if it is no staff token).',
    )
  }
  const role = staff === undefined ? 'owner' : 'staff'
  const transport = new Transport({ ...settings, budget: null })
  const path = '/api/booking-offerings/?page_size=100'
  try {
    const { response } = await transport.exchange({ method: 'GET', path, role })
    demandWaldur(settings, response)
    if (!settings.write || settings.offering !== null) return settings
    return { ...settings, offering: offeringAmong(response.json as Row[]) }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    throw new VerifyError(
      `${settings.baseUrl} can't be reached (${error.message}). Is the address right, and the server up?`,
    )
  }
}

type Row = Readonly<Record<string, unknown>>

function demandWaldur(
  { baseUrl }: Settings,
  response: { status: number; headers: Row; json: unknown },
) {
  const { status, headers, json } = response
  if (status === 401) {
    throw new VerifyError(
      `${baseUrl} does not accept the token (401). Give a valid one by --token or WALDUR_TOKEN.`,
    )
  }
  if (status >= 300 && status < 400) {
    throw new VerifyError(
      `${baseUrl} redirects to ${String(headers['location'])}. Give the address it leads to.`,
    )
  }
  if (status !== 200 || !Array.isArray(json)) {
    throw new VerifyError(
      `${baseUrl} does not look like a Waldur: GET /api/booking-offerings/ answered ${status}, not a list.`,
    )
  }
}

/** Without a choice of the user's: an offering with a calendar and many kinds of components. */
function offeringAmong(offerings: readonly Row[]): string | null {
  const worth = (row: Row) => {
    const kinds = new Set(
      (row['components'] as Row[] | undefined)?.map((one) => one['billing_type']),
    )
    const calendar = row['googlecalendar'] as Row | null | undefined
    return kinds.size + (calendar?.['backend_id'] && calendar['public'] === false ? 10 : 0)
  }
  const [best] = [...offerings].sort((a, b) => worth(b) - worth(a))
  return best ? uuidIn(String(best['uuid'])) : null
}

/** Takes away what the run made and proves that nothing else has changed. */
async function settle(settings: Settings, collector: Collector, before: Map<string, Row>) {
  const leftovers = await cleanUp(settings)
  const changed = differences(before, await othersSeen(settings))
  const demand = 'a run changes nothing but what it made, and takes that away again'
  const broken = [
    ...leftovers.filter(({ state }) => state === 'still there').map(leftoverText),
    ...changed,
  ]
  collector.results.push({
    id: 'safety.nothing-else-changed',
    demand,
    source: '#/info',
    reason: '',
    milliseconds: 0,
    outcome: broken.length > 0 ? 'broken' : 'kept',
    findings: broken.map((seen) => safetyFinding(demand, seen, settings)),
  } satisfies ContractResult)
  const archived = leftovers.filter(({ state }) => state === 'archived')
  for (const leftover of archived) console.error(leftoverText(leftover))
}

const leftoverText = ({ uuid, state, reason }: Leftover): string =>
  `plan ${uuid} is ${state} (${reason})`

const safetyFinding = (demand: string, seen: string, { seed }: Settings): Finding => ({
  id: idOf('safety', seen),
  contract: 'safety.nothing-else-changed',
  demand,
  source: '#/info',
  operation: 'none',
  expected: 'everything to be as it was before the run',
  seen,
  curl: '',
  seed,
})

/** Writes the reports that were asked for. */
export async function writeReports(report: RunReport, outputs: Outputs): Promise<void> {
  const { json, junit, html, sarif, markdown, stepSummary } = outputs
  const texts: [string | undefined, () => string | Promise<string>][] = [
    [json, () => `${JSON.stringify(report, null, 2)}\n`],
    [junit, () => junitText(report)],
    [html, () => htmlText(report)],
    [sarif, async () => sarifText(report, await openapiText())],
    [markdown, () => markdownText(report)],
  ]
  for (const [file, text] of texts) {
    if (file === undefined) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, await text())
  }
  if (stepSummary) await appendFile(stepSummary, markdownText(report))
}

/** openapi.yaml of this package: contracts lie beside it in the sources, one folder deeper in dist. */
async function openapiText(): Promise<string> {
  const near = new URL('../openapi.yaml', import.meta.url)
  return readFile(near, 'utf8').catch(() =>
    readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8'),
  )
}
