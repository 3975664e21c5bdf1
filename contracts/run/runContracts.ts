import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatReplay, hashId } from '../harness/createFinding.ts'
import type { Finding } from '../harness/finding.ts'
import { findUuid, UUID_PATTERN } from '../harness/guard.ts'
import { appendEntry } from '../harness/ledger.ts'
import { redactText } from '../harness/redactText.ts'
import { roles } from '../harness/settings.ts'
import type { Role, Settings } from '../harness/settings.ts'
import { citeSource } from '../harness/source.ts'
import { stopChannel } from '../harness/stop.ts'
import { NoAnswer, Transport } from '../harness/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { Collector, createReport, isBroken } from '../report/collector.ts'
import type { ContractResult, RunReport } from '../report/collector.ts'
import { formatJunit, formatMarkdown, formatSarif } from '../report/files.ts'
import { formatConsole, Progress } from '../report/formatConsole.ts'
import { formatHtml } from '../report/formatHtml.ts'
import { cleanUp, listDifferences, readOthers } from './cleanUp.ts'
import type { Leftover } from './cleanUp.ts'

/** Files that a run writes; each is left out when it is not named. */
export interface Outputs {
  /** The report that a later --replay reads; in JSON too. */
  readonly last?: string
  readonly json?: string
  readonly junit?: string
  readonly html?: string
  readonly sarif?: string
  readonly markdown?: string
  /** The file that GitHub shows on the page of a job; appended to. */
  readonly stepSummary?: string
}

/** Holds a server against the contract from first look to clean-up; the number is the exit code. */
export async function runContracts(
  wanted: Settings,
  outputs: Outputs,
  signal: AbortSignal,
): Promise<0 | 1 | 2> {
  // What goes around the contracts must be possible, whatever they have spent.
  const [first, last] = [0, 1].map(() => new Transport({ ...wanted, budget: null })) as Ends
  signal.addEventListener('abort', () => first.stop())
  const settings = await prepareRun(wanted, first)
  const started = new Date()
  const before = settings.write ? await readBefore(settings, first) : new Map<string, Row>()
  const progress = new Progress(process.stderr)
  const collector = new Collector(settings, (result, done) => progress.show(result, done))
  const left = reduceBudget(settings, first.sent)
  if (settings.write) appendEntry(settings, { run: settings.tag })
  // Vitest takes half a second to load: who can't run is told so before.
  const { runVitest } = await import('./runVitest.ts')
  await runVitest(left, [collector], {
    folder: fileURLToPath(new URL('./', import.meta.url)),
    signal,
    onStop: () => stopChannel(settings).postMessage('stop'),
    onTotal: (total) => progress.expect(total),
  })
  progress.end()
  const empty = explainEmptyRun(settings, collector.results)
  if (settings.write)
    await settleRun({ settings, collector, before, around: last, isStopped: signal.aborted })
  const course = { started, around: first.sent + last.sent, interrupted: signal.aborted }
  const report = createReport(settings, collector, course)
  await writeReports(report, outputs)
  console.log(formatConsole(report))
  if (isBroken(report)) return 1
  if (empty === null || report.interrupted) return report.interrupted ? 2 : 0
  throw new VerifyError(empty)
}

/** What is sent before the contracts, which may be cut off, and after them, to take away what they made. */
type Ends = [first: Transport, last: Transport]

async function readBefore(settings: Settings, around: Transport): Promise<Map<string, Row>> {
  try {
    return await readOthers(settings, around)
  } catch (error) {
    throw error instanceof NoAnswer ? describeUnreachable(settings.baseUrl, error) : error
  }
}

/** How often what was read before is read afterwards: marked plans twice, then all of it. */
const READ_AFTERWARDS = 3

/** The budget of the contracts: what was sent before is spent, reading it again is kept back, with retries. */
function reduceBudget(settings: Settings, sent: number): Settings {
  if (settings.budget === null) return settings
  const kept = settings.write ? READ_AFTERWARDS * (1 + settings.retries) : 0
  const budget = settings.budget - sent * (1 + kept)
  if (budget > 0) return { ...settings, budget }
  throw new VerifyError(
    `--budget ${settings.budget} is spent by looking before and after. Give more than ${settings.budget - budget}.`,
  )
}

/** Why a run says nothing of the server, in one line with the cure; null when it says something. */
function explainEmptyRun(settings: Settings, results: readonly ContractResult[]): string | null {
  const held = results.filter(({ outcome }) => outcome !== 'skipped').map(({ id }) => id)
  const { only, exactly, shard } = settings
  const missed = exactly.find((id) => !held.includes(id))
  if (missed !== undefined && !results.some(({ outcome }) => outcome === 'broken')) {
    const { reason = 'there is no such contract' } = results.find(({ id }) => id === missed) ?? {}
    return `${missed} could not be held again: ${reason || 'the run ended before'}.`
  }
  if (held.length > 0 || shard !== null) return null
  const reason = results.find(({ reason }) => !/^(not in --only|in --skip)/.test(reason))?.reason
  return reason === undefined
    ? `No contract is left. Do the ids begin as --only ${only.join(',') || '(none)'} says? The report names them.`
    : `No contract could be held: ${reason || 'the run ended before'}.`
}

/** Looks once before anything else: a run against the wrong address or token says so in one line. */
export async function prepareRun(settings: Settings, transport: Transport): Promise<Settings> {
  const { staff, owner } = settings.tokens
  if (staff === undefined && owner === undefined) {
    throw new VerifyError(
      'There is no token. Give one by --token or WALDUR_TOKEN (--token-owner if it is no staff token).',
    )
  }
  const role = staff === undefined ? 'owner' : 'staff'
  const path = '/api/booking-offerings/?page_size=100'
  try {
    const { response } = await transport.exchange({ method: 'GET', path, role })
    demandWaldur(settings, role, response)
    await demandTokens(settings, transport, role)
    if (!settings.write) return settings
    const { offering = null } = settings
    if (offering !== null) await demandOffering(settings, transport, { role, offering })
    return { ...settings, offering: offering ?? chooseOffering(response.json as Row[]) }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    throw describeUnreachable(settings.baseUrl, error)
  }
}

/** One line for a server that does not answer at all. */
export function describeUnreachable(baseUrl: string, { message }: NoAnswer): VerifyError {
  const cure = /certificate|self.signed|CERT_/i.test(message)
    ? 'Trust its certificate by NODE_EXTRA_CA_CERTS, or accept any by --insecure.'
    : 'Is the address right, and the server up?'
  return new VerifyError(`${baseUrl} can't be reached (${message}). ${cure}`)
}

type Row = Readonly<Record<string, unknown>>

function demandWaldur(
  { baseUrl }: Settings,
  role: Role,
  response: { status: number; headers: Row; json: unknown },
) {
  const { status, headers, json } = response
  if (status === 401) throw new VerifyError(describeRefusedToken(baseUrl, role))
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

const describeRefusedToken = (baseUrl: string, role: Role): string =>
  role === 'staff'
    ? `${baseUrl} does not accept the token (401). Give a valid one by --token or WALDUR_TOKEN.`
    : `${baseUrl} does not accept the token of the ${role} (401). Give a valid one by --token-${role} or WALDUR_TOKEN_${role.toUpperCase()}, or none.`

/** Every token that was given must be taken, but for those that are there to be refused. */
async function demandTokens({ baseUrl, tokens }: Settings, transport: Transport, known: Role) {
  for (const role of roles) {
    if (tokens[role] === undefined || [known, 'inactive', 'expired'].includes(role)) continue
    const path = '/api/booking-offerings/?page_size=1'
    const { response } = await transport.exchange({ method: 'HEAD', path, role })
    if (response.status === 401) throw new VerifyError(describeRefusedToken(baseUrl, role))
  }
}

async function demandOffering(
  { baseUrl }: Settings,
  transport: Transport,
  { role, offering }: { role: Role; offering: string },
) {
  const path = `/api/booking-offerings/${findUuid(offering)}/`
  const { response } = await transport.exchange({ method: 'GET', path, role })
  if (response.status === 200) return
  throw new VerifyError(
    `${baseUrl} has no booking offering ${offering} for this token (${response.status}). Give --offering the uuid of one.`,
  )
}

/** Without a choice of the user's: an offering with a calendar and many kinds of components. */
function chooseOffering(offerings: readonly Row[]): string | null {
  const worth = (row: Row) => {
    const kinds = new Set(
      (row['components'] as Row[] | undefined)?.map((one) => one['billing_type']),
    )
    const calendar = row['googlecalendar'] as Row | null | undefined
    return kinds.size + (calendar?.['backend_id'] && calendar['public'] === false ? 10 : 0)
  }
  const [best] = [...offerings].sort((a, b) => worth(b) - worth(a))
  return best ? findUuid(String(best['uuid'])) : null
}

interface Ending {
  readonly settings: Settings
  readonly collector: Collector
  readonly before: Map<string, Row>
  readonly around: Transport
  /** Was it ended by hand? Then a plan may have been made whose answer nobody waited for. */
  readonly isStopped: boolean
}

/** Takes away what the run made and proves that nothing else has changed. */
async function settleRun(ending: Ending): Promise<void> {
  const demand = 'a run changes nothing but what it made, and takes that away again'
  const broken = await listUnsettled(ending)
  ending.collector.results.push({
    id: SAFETY,
    demand,
    ...citeSource('#/info'),
    reason: '',
    milliseconds: 0,
    outcome: broken.length > 0 ? 'broken' : 'kept',
    findings: broken.map((seen) => createSafetyFinding(demand, seen, ending.settings)),
  } satisfies ContractResult)
}

export const SAFETY = 'safety.nothing-else-changed'

/** What is not as it was before the run, or could not be looked at any more. */
async function listUnsettled({ settings, before, around, isStopped }: Ending): Promise<string[]> {
  try {
    const leftovers = await cleanUp(settings, around, 'this run')
    const changed = listDifferences(before, await readOthers(settings, around))
    const archived = leftovers.filter(({ state }) => state === 'archived')
    for (const leftover of archived) console.error(redactText(formatLeftover(leftover), settings))
    const settled = isStopped ? ['archived', 'unnoted'] : ['archived']
    const wrong = leftovers.filter(({ state }) => !settled.includes(state))
    return [...wrong.map(formatLeftover), ...changed]
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof VerifyError)) throw error
    return [`${error.message}; verify --cleanup takes away what is left`]
  }
}

const formatLeftover = ({ uuid, state, reason }: Leftover): string =>
  `plan ${uuid} is ${state} (${reason})`

function createSafetyFinding(demand: string, seen: string, settings: Settings): Finding {
  const id = hashId('safety', seen.replaceAll(UUID_PATTERN, 'uuid'))
  return {
    id,
    contract: SAFETY,
    demand,
    ...citeSource('#/info'),
    operation: 'none',
    expected: 'everything to be as it was before the run',
    seen,
    curl: '',
    seed: settings.seed,
    replay: formatReplay(id, settings),
  }
}

/** Writes the reports that were asked for. */
export async function writeReports(report: RunReport, outputs: Outputs): Promise<void> {
  const { last, json, junit, html, sarif, markdown, stepSummary } = outputs
  const texts: [string | undefined, () => string | Promise<string>][] = [
    [last, () => formatJson(report)],
    [json, () => formatJson(report)],
    [junit, () => formatJunit(report)],
    [html, () => formatHtml(report)],
    [sarif, async () => formatSarif(report, await readOpenapi())],
    [markdown, () => formatMarkdown(report)],
  ]
  for (const [file, text] of texts) {
    if (file === undefined) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, await text())
  }
  if (stepSummary) await appendFile(stepSummary, formatMarkdown(report))
}

const formatJson = (report: RunReport): string => `${JSON.stringify(report, null, 2)}\n`

/** openapi.yaml of this package: contracts lie beside it in the sources, one folder deeper in dist. */
async function readOpenapi(): Promise<string> {
  const near = new URL('../openapi.yaml', import.meta.url)
  return readFile(near, 'utf8').catch(() =>
    readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8'),
  )
}
