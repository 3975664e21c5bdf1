import type { RoleName } from '../../domain/state.ts'
import type { SparseRows } from './tables.ts'

type Persona = SparseRows['users']

/** What the people of a fixture are connected to; whoever has nothing to be connected to stays alone. */
export interface Scopes {
  /** The provider that most roles belong to, and others of the same people. */
  readonly own: readonly string[]
  readonly secondOwn: readonly string[]
  readonly stranger: readonly string[]
  readonly project: readonly string[]
  readonly offering: readonly string[]
  /** Offerings whose terms staff, the owner and the member have accepted. */
  readonly consents: readonly (readonly string[])[]
}

export const NO_SCOPES: Scopes = {
  own: [],
  secondOwn: [],
  stranger: [],
  project: [],
  offering: [],
  consents: [],
}

/** Those who buy in the demo. */
export const PERSONAS = {
  staff: 'bc5c8bba21ad4284a6de2e26168b5650',
  member: '6760d944e6a6448899ba1ca2dbb575c0',
  stranger: '469210dc18404e2a804bf17c29153869',
}

/** One person for each column of the role matrix (§2.1); tokens and uuids are the same everywhere. */
export function makePersonas(scopes: Scopes): Persona[] {
  const [staff, owner, member] = scopes.consents
  const [first] = scopes.own
  return [
    ...strangers(staff),
    ...connect(scopes, owner),
    ...inProject(scopes.project, member),
    {
      ...person(PERSONAS.stranger, 'Štěpán Stranger', 'stranger-token'),
      ...roles('CUSTOMER.OWNER', scopes.stranger),
    },
    ...listLocked(first === undefined ? [] : [first]),
  ]
}

/** Those who can log in, or must not, where nobody has a role: the users of `empty`. */
export const makeLonelyPersonas = (): Persona[] =>
  makePersonas(NO_SCOPES).filter(({ token }) =>
    /YOUR|^(?:support|stranger|inactive|expired)/.test(token),
  )

const strangers = (consents: readonly string[] | undefined): Persona[] => [
  {
    ...person(PERSONAS.staff, 'Stella Staff', STAFF),
    is_staff: true,
    ...writeConsents(consents),
  },
  {
    ...person('d898f15a559d464c8a3b18c57a4b2eaa', 'Søren Support', 'support-token'),
    is_support: true,
  },
]

const connect = (
  { own, secondOwn, offering }: Scopes,
  consents: readonly string[] | undefined,
): Persona[] => [
  {
    ...person('af1717b209c8430d951b2cb917f35743', 'Oļegs Owner', 'owner-token'),
    ...roles('CUSTOMER.OWNER', own),
    ...writeConsents(consents),
  },
  {
    ...person('ad61ec757dea4fcdae666bf461f8a2f6', 'Sigríður Second-Owner', 'second-owner-token'),
    ...roles('CUSTOMER.OWNER', secondOwn),
  },
  {
    ...person('1bfa92243aa6464c87f246ed5b7b7b1e', 'Mārta Manager', 'manager-token'),
    ...roles('CUSTOMER.MANAGER', own),
  },
  {
    ...person(
      '1759546d2ebc4838a3d6cbdc05df2620',
      'Čeněk Customer-Support',
      'customer-support-token',
    ),
    ...roles('CUSTOMER.SUPPORT', own),
  },
  {
    ...person(
      'ee5a38287bd74455a431871e24659d4a',
      'Oona Offering-Manager',
      'offering-manager-token',
    ),
    ...roles('OFFERING.MANAGER', offering),
  },
]

const inProject = (
  project: readonly string[],
  consents: readonly string[] | undefined,
): Persona[] => [
  {
    ...person('6fb67f4329834eff827fc937c50d07b5', 'Ådne Project-Admin', 'project-admin-token'),
    ...roles('PROJECT.ADMIN', project),
  },
  {
    ...person('5ff37af849d6405eb8624ac7087c6549', 'Päivi Project-Manager', 'project-manager-token'),
    ...roles('PROJECT.MANAGER', project),
  },
  {
    ...person(PERSONAS.member, 'Miłosz Member', 'member-token'),
    ...roles('PROJECT.MEMBER', project),
    ...writeConsents(consents),
  },
]

/** A deactivated user, and one who has been away for weeks with a token that lives an hour. */
const listLocked = (own: readonly string[]): Persona[] => [
  {
    ...person('3ab943eef5ff4357b575a5787507ba3e', 'Inês Inactive', 'inactive-token'),
    is_active: false,
    ...roles('CUSTOMER.OWNER', own),
  },
  {
    ...person('e052e5cb8efe44948238234056a34c56', 'Élodie Expired', 'expired-token'),
    token_lifetime: 3600,
    token_used: '2026-01-05T16:20:00Z',
    ...roles('CUSTOMER.OWNER', own),
  },
]

/** `owner` logs in with the password that everybody has, and is given `owner-token`. */
const person = (uuid: string, name: string, token: string): Persona => ({
  uuid,
  name,
  token,
  username: token === STAFF ? 'staff' : token.replace(/-token$/, ''),
})

/** The token of the samples on Waldur's pages. */
const STAFF = 'YOUR_API_TOKEN'

const roles = (role: RoleName, scopes: readonly string[]) =>
  scopes.length > 0 && { roles: scopes.map((scope) => ({ role, scope })) }

const writeConsents = (consents: readonly string[] | undefined) => consents && { consents }
