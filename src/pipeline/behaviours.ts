import type { Operation, OperationId } from '../document/operations.ts'
import { demandManager, demandStaff, demandStaffOrSupport } from '../domain/people/access.ts'
import {
  demandCredentials,
  listBookings,
  refuseBusy,
  refuseMissing,
  refusePrivate,
  refusePublic,
  scheduleJob,
} from '../domain/bookings/booking.ts'
import { explainHalfPair, updateDiscounts } from '../domain/plans/discounts.ts'
import { deleteGroups, updateGroups } from '../domain/plans/groups.ts'
import { listVersions, retrieveVersionAt } from '../domain/plans/history.ts'
import { listPlans } from '../domain/plans/listPlans.ts'
import {
  archivePlan,
  createPlan,
  destroyPlan,
  refuseArchived,
  refuseUsed,
  updatePlan,
} from '../domain/plans/plans.ts'
import { refuseRemote, updatePrices, updateQuotas } from '../domain/plans/prices.ts'
import type { Offering, Plan } from '../domain/state.ts'
import { listUsage } from '../domain/plans/usage.ts'
import type { LinkTarget } from '../domain/links/resolveHyperlink.ts'
import type { Rule } from '../domain/rule.ts'
import type { Dialect } from '../dialect.ts'
import { listPage, replyWithPlan, representBooking } from './decisions.ts'
import type { Context, Decision } from './decisions.ts'
import { representPlan, representUsage, representVersion } from './representation.ts'

/**
 * How an operation behaves, in the order in which it is asked: whom the view lets in, what is
 * looked up, who may act on it, what forbids it, what the body must be, what then happens (§1.2).
 */
export interface Behaviour {
  /** The section of waldur-behaviour.md that tells of it. */
  readonly section: string
  readonly enter?: Rule
  readonly find?: 'plan' | 'any plan' | 'booking' | FindSubject
  readonly authorise?: Rule
  readonly guards?: readonly Rule[]
  readonly body?: BodyRules
  readonly act: (context: never) => Decision
}

/** The texts in the path to what the operation is about; throws when the caller sees none. */
export type FindSubject = (
  context: Context,
  parameters: Readonly<Record<string, string>>,
) => unknown

export interface BodyRules {
  /** Where the links in its fields have to lead; by default as in the body of a plan. */
  readonly links?: Readonly<Record<string, LinkTarget>>
  readonly ignored?: (as: Dialect) => readonly string[]
  readonly entryRule?: (entry: Readonly<Record<string, unknown>>) => string | null
}

export type Behaviours = Readonly<Record<OperationId, Behaviour>>

const plan = { find: 'plan', authorise: demandManager } as const
const calendar = { find: 'booking' } as const

/** The map of the house: one row an operation of openapi.yaml. A missing row does not compile. */
export const behaviours: Behaviours = {
  marketplace_plans_list: {
    section: '§2.2',
    act: (context: Context) => listPage(context, listPlans(context), representPlan),
  },
  marketplace_plans_retrieve: {
    section: '§2.2',
    find: 'plan',
    act: (context: Context<Plan>) => ({ representation: representPlan(context, context.subject) }),
  },
  marketplace_plans_create: {
    section: '§2.3',
    body: {},
    act: (context: never) => replyWithPlan(context, createPlan(context), 201),
  },
  marketplace_plans_update: {
    section: '§2.4',
    ...plan,
    guards: [refuseUsed],
    body: { ignored: (as) => (as.offeringOnUpdate === 'ignored' ? ['offering'] : []) },
    act: (context: never) => replyWithPlan(context, updatePlan(context), 200),
  },
  marketplace_plans_partial_update: {
    section: '§2.4',
    ...plan,
    guards: [refuseUsed],
    body: {},
    act: (context: never) => replyWithPlan(context, updatePlan(context), 200),
  },
  marketplace_plans_destroy: {
    section: '§2.5',
    enter: demandStaff,
    find: 'plan',
    act: destroyPlan,
  },
  marketplace_plans_update_prices: {
    section: '§2.6',
    ...plan,
    guards: [refuseRemote],
    body: {},
    act: updatePrices,
  },
  marketplace_plans_update_quotas: {
    section: '§2.7',
    ...plan,
    guards: [refuseRemote],
    body: {},
    act: updateQuotas,
  },
  marketplace_plans_update_discounts: {
    section: '§2.8',
    ...plan,
    guards: [refuseRemote],
    body: { entryRule: explainHalfPair },
    act: updateDiscounts,
  },
  marketplace_plans_update_organization_groups: {
    section: '§2.9',
    ...plan,
    body: {},
    act: updateGroups,
  },
  marketplace_plans_delete_organization_groups: { section: '§2.9', ...plan, act: deleteGroups },
  marketplace_plans_archive: {
    section: '§2.10',
    ...plan,
    guards: [refuseArchived],
    act: archivePlan,
  },
  marketplace_plans_usage_stats_list: {
    section: '§2.11',
    act: (context: Context) => listPage(context, listUsage(context), representUsage),
  },
  marketplace_plans_history_list: {
    section: '§6.2',
    enter: demandStaffOrSupport,
    find: 'any plan',
    act: (context: Context<Plan>) => listPage(context, listVersions(context), representVersion),
  },
  marketplace_plans_history_at_retrieve: {
    section: '§6.2',
    enter: demandStaffOrSupport,
    find: 'any plan',
    act: retrieveVersionAt,
  },
  booking_offerings_list: {
    section: '§2.12',
    act: (context: Context) => listPage(context, listBookings(context), representBooking),
  },
  booking_offerings_retrieve: {
    section: '§2.12',
    find: 'booking',
    act: (context: Context<Offering>) => ({
      representation: representBooking(context, context.subject),
    }),
  },
  booking_offerings_google_calendar_sync: {
    section: '§4.3',
    ...calendar,
    guards: [demandCredentials, refuseBusy],
    act: scheduleJob('sync'),
  },
  booking_offerings_share_google_calendar: {
    section: '§4.3',
    ...calendar,
    guards: [demandCredentials, refuseBusy, refusePublic],
    act: scheduleJob('share'),
  },
  booking_offerings_unshare_google_calendar: {
    section: '§4.3',
    ...calendar,
    guards: [demandCredentials, refuseBusy, refuseMissing, refusePrivate],
    act: scheduleJob('unshare'),
  },
}

export function findBehaviour(
  { id }: Operation,
  table: Readonly<Record<string, Behaviour>> = behaviours,
): Behaviour {
  const behaviour = table[id]
  if (!behaviour) throw new Error(`There is no behaviour for ${id}`)
  return behaviour
}
