import { cleanLine } from '../../src/remote/clean.ts'
import { nameTokenVariable, roles } from '../harness/settings.ts'
import type { Role, Settings } from '../harness/settings.ts'
import { readMediaType } from '../harness/findings/mediaType.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { NoAnswer } from '../harness/transport/ends.ts'
import { chooseMainRole } from '../harness/transport/headers.ts'
import { runTokenCommand } from '../harness/transport/renewToken.ts'
import { Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { describeUnreachable } from './describeUnreachable.ts'

/** Looks once before anything else: a run against the wrong address or token says so in one line. */
export async function prepareRun(wanted: Settings, sharedTransport?: Transport): Promise<Settings> {
  const transport = sharedTransport ?? new Transport(wanted)
  const role = chooseMainRole(wanted)
  try {
    const { response, first } = await lookFirst(transport, role)
    demandWaldur(wanted, role, response)
    await demandTokens(wanted, transport, role)
    // A token may have been renewed by then.
    const { tokens, secrets } = transport.settings
    const settings = { ...wanted, tokens, secrets, first }
    if (!settings.write) return settings
    const { offering = null } = settings
    if (offering !== null) await demandOffering(settings, transport, { role, offering })
    return { ...settings, offering: offering ?? chooseOffering(response.json as Row[]) }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    throw describeUnreachable(wanted.baseUrl, error)
  }
}

const BOOKINGS = '/api/booking-offerings/'

/** The first look, and a request by which it is told later whether it is still the same server: a small one, if that is right. */
async function lookFirst(transport: Transport, role: Role) {
  const whole = `${BOOKINGS}?page_size=100`
  const { response, latency } = await measure(transport, whole, role)
  const first = { path: whole, type: readMediaType(response.headers), latency }
  if (!Array.isArray(response.json) || response.json.length < FEW) return { response, first }
  const path = `${BOOKINGS}?page_size=1`
  const small = await measure(transport, path, role).catch(() => null)
  const isRight = small?.response.status === 200 && Array.isArray(small.response.json)
  if (!isRight) return { response, first }
  // The first request has connected, too: how long a whole list takes now says how long the run does.
  const again = await measure(transport, whole, role).catch(() => null)
  return { response, first: { ...first, path, latency: again?.latency ?? latency } }
}

/** Offerings that make an answer large. */
const FEW = 5

async function measure(transport: Transport, path: string, role: Role) {
  const start = performance.now()
  const { response } = await transport.exchange({ method: 'GET', path, role })
  return { response, latency: performance.now() - start }
}

/** A run needs a token of staff or of an owner, or a command that gives one. */
export async function demandToken(settings: Settings): Promise<Settings> {
  const { tokens, tokenCommand } = settings
  if (tokens.staff !== undefined || tokens.owner !== undefined) return settings
  if (tokenCommand === null)
    throw new VerifyError(
      'There is no token. Give one by --token or WALDUR_TOKEN (--token-owner if it is no staff token).',
    )
  return { ...settings, tokens: { ...tokens, staff: await runTokenCommand(tokenCommand) } }
}

export type Row = Readonly<Record<string, unknown>>

function demandWaldur(
  { baseUrl }: Settings,
  role: Role,
  response: { status: number; headers: Row; json: unknown },
) {
  const { status, headers, json } = response
  if (status === 401) throw new VerifyError(describeRefusedToken(baseUrl, role))
  if (status >= 300 && status < 400) {
    throw new VerifyError(
      `${baseUrl} redirects to ${cleanLine(String(headers['location']))}. Give the address it leads to.`,
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
    : `${baseUrl} does not accept the token of the ${role} (401). Give a valid one by --token-${role} or ${nameTokenVariable(role)}, or none.`

/** Every token that was given must be taken, but for those that are there to be refused. */
async function demandTokens({ baseUrl, tokens }: Settings, transport: Transport, known: Role) {
  for (const role of roles) {
    if (tokens[role] === undefined || [known, 'inactive', 'expired'].includes(role)) continue
    const path = '/api/booking-offerings/?page_size=1'
    const { response } = await transport.exchange({ method: 'GET', path, role })
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
