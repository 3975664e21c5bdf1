import type { RoleName, User } from '../state.ts'

/** What providers do with what they offer; plans only as owners (§2.1). */
const EDITING = [
  'OFFERING.UPDATE',
  'OFFERING.UPDATE_ATTRIBUTES',
  'OFFERING.UPDATE_LOCATION',
  'OFFERING.UPDATE_DESCRIPTION',
  'OFFERING.UPDATE_OPTIONS',
  'OFFERING.UPDATE_INTEGRATION',
  'OFFERING.UPDATE_COMPONENTS',
  'OFFERING.ADD_ENDPOINT',
  'OFFERING.DELETE_ENDPOINT',
] as const

const SELLING = [
  'OFFERING.CREATE',
  'OFFERING.DELETE',
  'OFFERING.PAUSE',
  'OFFERING.UNPAUSE',
  'OFFERING.ARCHIVE',
  'OFFERING.CREATE_PLAN',
  'OFFERING.UPDATE_PLAN',
  'OFFERING.ARCHIVE_PLAN',
] as const

const BOOKINGS = ['RESOURCE.ACCEPT_BOOKING_REQUEST', 'RESOURCE.REJECT_BOOKING_REQUEST'] as const

const BUYING = ['ORDER.APPROVE', 'ORDER.APPROVE_PRIVATE', 'ORDER.REJECT', 'ORDER.DESTROY'] as const

const LEADING = [
  'PROJECT.CREATE_PERMISSION',
  'PROJECT.UPDATE_PERMISSION',
  'PROJECT.DELETE_PERMISSION',
  'PROJECT.UPDATE',
] as const

const OWNING = [
  'CUSTOMER.UPDATE',
  'CUSTOMER.CREATE_PERMISSION',
  'CUSTOMER.UPDATE_PERMISSION',
  'CUSTOMER.DELETE_PERMISSION',
  'OFFERING.CREATE_PERMISSION',
  'OFFERING.UPDATE_PERMISSION',
  'OFFERING.DELETE_PERMISSION',
  'PROJECT.CREATE',
  'PROJECT.DELETE',
  'SERVICE_PROVIDER.REGISTER',
  'ORDER.CANCEL',
  'RESOURCE.TERMINATE',
] as const

export type Permission = (
  | typeof EDITING
  | typeof SELLING
  | typeof BOOKINGS
  | typeof BUYING
  | typeof LEADING
  | typeof OWNING
)[number]

export interface RoleKind {
  readonly name: RoleName
  readonly description: string
  readonly permissions: readonly Permission[]
  /** Waldur has these two, switched off. */
  readonly is_active: boolean
}

/** The roles of a fresh installation, with what each of them may do where one has it. */
export const roleKinds: readonly RoleKind[] = [
  {
    name: 'CUSTOMER.OWNER',
    description: 'Organization owner',
    permissions: [...OWNING, ...LEADING, ...SELLING, ...EDITING, ...BOOKINGS, ...BUYING],
    is_active: true,
  },
  {
    name: 'CUSTOMER.SUPPORT',
    description: 'Organization support',
    permissions: [],
    is_active: false,
  },
  {
    name: 'CUSTOMER.MANAGER',
    description: 'Service manager',
    permissions: BOOKINGS,
    is_active: false,
  },
  {
    name: 'PROJECT.ADMIN',
    description: 'System administrator',
    permissions: ['RESOURCE.TERMINATE', 'RESOURCE.REJECT_BOOKING_REQUEST'],
    is_active: true,
  },
  {
    name: 'PROJECT.MANAGER',
    description: 'Project manager',
    permissions: [...LEADING, 'RESOURCE.TERMINATE', 'RESOURCE.REJECT_BOOKING_REQUEST'],
    is_active: true,
  },
  { name: 'PROJECT.MEMBER', description: 'Project member', permissions: [], is_active: true },
  {
    name: 'OFFERING.MANAGER',
    description: 'Offering manager',
    permissions: [...EDITING, ...BOOKINGS],
    is_active: true,
  },
]

const granted = new Map(roleKinds.map(({ name, permissions }) => [name, new Set(permissions)]))

/** Staff may do everything; others what a role of theirs allows in one of the places. */
export const isAllowed = (
  user: User,
  permission: Permission,
  places: readonly (string | null | undefined)[],
): boolean =>
  user.is_staff ||
  user.roles.some(({ role, scope }) => places.includes(scope) && granted.get(role)?.has(permission))
