import { cleanLine } from '../../../src/remote/clean.ts'
import { readMediaType } from '../findings/mediaType.ts'
import { redactText } from '../findings/redactText.ts'
import { getSession } from '../session.ts'
import type { Role, Settings } from '../settings.ts'
import { Lost, NoAnswer } from '../transport/ends.ts'
import type { Exchange, Response } from '../transport/exchange.ts'
import { chooseMainRole } from '../transport/headers.ts'

const FIRST_LOOK = '/api/booking-offerings/?page_size=1'

/** Asks again what was right at the start. If it no longer is, there is no server left to hold to anything. */
export async function demandSameServer(roles: readonly Role[]): Promise<void> {
  const session = getSession()
  for (const role of new Set([chooseMainRole(session.settings), ...roles])) {
    const cause = await findCause(role)
    if (cause === null) continue
    session.lost ??= redactText(cause, session.settings)
    throw new Lost(session.lost)
  }
}

async function findCause(role: Role): Promise<string | null> {
  const { settings, transport } = getSession()
  try {
    const exchange = await transport.exchange({
      method: 'GET',
      path: settings.first?.path ?? FIRST_LOOK,
      role,
    })
    return describeChange(settings, role, exchange)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return `${settings.baseUrl} gives no answer any more (${error.message}). Is it still up, and the network there?`
  }
}

function describeChange({ baseUrl, first }: Settings, role: Role, { response }: Exchange) {
  const { status, json } = response
  if (status === 401) return describeExpired(baseUrl, role)
  if (status >= 300 && status < 400) return describeRedirect(baseUrl, response)
  const type = readMediaType(response.headers)
  const isSame = status === 200 && Array.isArray(json) && (first === null || type === first.type)
  return isSame ? null : describeOther({ baseUrl, first }, response, type)
}

const describeExpired = (baseUrl: string, role: Role): string =>
  role === 'staff'
    ? `${baseUrl} no longer accepts the token (401): it has expired. Give a new one by --token, or --token-command, which prints one whenever it is needed.`
    : `${baseUrl} no longer accepts the token of the ${role} (401): it has expired. Give a new one by --token-${role}.`

const describeRedirect = (baseUrl: string, { headers }: Response): string =>
  `${baseUrl} now redirects to ${cleanLine(headers['location'] ?? 'nowhere')}: a sign-in or another host stands before it. Give the address that it leads to, or let verify past.`

function describeOther(
  { baseUrl, first }: Pick<Settings, 'baseUrl' | 'first'>,
  { status, text }: Response,
  type: string,
): string {
  const what = `${status}${type === '' ? '' : `, ${type}`}${text === '' ? '' : `: ${cleanLine(text, 80)}`}`
  return `${baseUrl} is not the server any more that it was: GET ${first?.path ?? FIRST_LOOK} now answers ${what}. Is it being deployed, or does a gateway answer in its place? Run verify again when it is back.`
}
