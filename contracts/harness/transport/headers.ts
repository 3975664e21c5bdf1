import type { Role, Settings } from '../settings.ts'
import type { Request } from './exchange.ts'

/** Whose token the run rests on: staff, or the owner where there is no token of staff. */
export const chooseMainRole = ({ tokens }: Pick<Settings, 'tokens'>): Role =>
  tokens.staff === undefined ? 'owner' : 'staff'

/** What every request of a run carries, and what one says beside or instead of it. */
export function createHeaders(
  { tokens, headers: given }: Settings,
  { role, headers, body, type }: Request,
): Record<string, string> {
  const token = role === 'nobody' ? undefined : tokens[role]
  return {
    Accept: 'application/json',
    'Accept-Language': 'en',
    'User-Agent': 'waldur-mock verify',
    ...given,
    ...(token !== undefined && { Authorization: joinCredentials(given['Authorization'], token) }),
    ...(body !== undefined && { 'Content-Type': type ?? 'application/json' }),
    ...headers,
  }
}

/** A gateway that asks for a password of its own finds it before the token, in the one header that there is. */
const joinCredentials = (ofGateway: string | undefined, token: string): string =>
  [...(ofGateway === undefined ? [] : [ofGateway]), `Token ${token}`].join(', ')
