import { roles } from '../harness/settings.ts'
import type { Role, Settings } from '../harness/settings.ts'
import { findUuid } from '../harness/transport/guard.ts'
import { NoAnswer, Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'
import { describeUnreachable } from './describeUnreachable.ts'

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
