import { rule } from '../../domain/rule.ts'
import { denied } from '../../errors.ts'
import type { Context } from '../../pipeline/decisions.ts'
import { list, replyWith, show } from '../listing.ts'
import { nothing } from '../structure/parts.ts'
import { showMe } from '../structure/users.ts'
import { retrieveConfiguration } from './configuration.ts'
import { logIn, logOut } from './login.ts'
import {
  checkHealth,
  retrieveEvents,
  retrieveFeatures,
  retrievePermissions,
  retrieveSettings,
  retrieveVersion,
} from './metadata.ts'
import { findRoleKind, roles } from './roles.ts'

const SECTION = '§1.3'

const forStaff = {
  section: SECTION,
  authorise: rule('Only staff look inside the installation.', SECTION, ({ user }: Context) => {
    if (!user.is_staff) throw denied()
  }),
}

const none = { section: SECTION, act: list(nothing) }

/** What a front end asks for before and at login, and what the mock has none of. */
export const bootTable = {
  configuration_retrieve: { section: SECTION, act: retrieveConfiguration },
  roles_list: { section: '§2.1', act: list(roles) },
  roles_retrieve: { section: '§2.1', find: findRoleKind, act: show(roles.render) },
  login: { section: SECTION, body: {}, act: logIn },
  logout: { section: SECTION, act: logOut },
  users_me: { section: SECTION, act: showMe },
  metadata_permissions: { section: '§2.1', act: retrievePermissions },
  metadata_features: { section: SECTION, act: retrieveFeatures },
  metadata_events: { section: SECTION, act: retrieveEvents },
  metadata_settings: { section: SECTION, act: retrieveSettings },
  health_check: { section: SECTION, act: checkHealth },
  version_retrieve: { section: SECTION, act: retrieveVersion },
  override_settings_retrieve: { ...forStaff, act: (context: Context) => replyWith(context, {}) },
  database_stats_list: { ...forStaff, act: list(nothing) },
  identity_providers_list: none,
  external_links_list: none,
  admin_announcements_list: none,
  user_agreements_list: none,
  events_list: none,
  user_invitations_list: none,
  keys_list: none,
  support_issues_list: none,
  invoices_list: none,
  project_types_list: none,
  marketplace_robot_accounts_list: none,
  marketplace_offering_users_list: none,
  marketplace_component_usages_list: none,
  promotions_campaigns_list: none,
  customer_credits_list: none,
  customer_permissions_reviews_list: none,
  marketplace_project_update_requests_list: none,
  marketplace_checklists_list: none,
  invoice_items_list: none,
  invoice_items_costs_list: none,
  payment_profiles_list: none,
  payments_list: none,
  project_credits_list: none,
  user_group_invitations_list: none,
  user_permission_requests_list: none,
  auth_tokens_list: none,
  hooks_list: none,
  notification_messages_list: none,
  marketplace_component_user_usages_list: none,
  marketplace_customer_estimated_cost_policies_list: none,
  marketplace_project_estimated_cost_policies_list: none,
  marketplace_offering_estimated_cost_policies_list: none,
  marketplace_offering_usage_policies_list: none,
  marketplace_offering_referrals_list: none,
  marketplace_resource_users_list: none,
  marketplace_category_columns_list: none,
  marketplace_checklists_categories_list: none,
  organization_group_types_list: none,
  service_settings_list: none,
} as const
