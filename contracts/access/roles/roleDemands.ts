import type { Role } from '../../harness/settings.ts'

export const demand = (name: string, sentence: string, roles: readonly Role[] = []) => ({
  id: `roles.${name}`,
  demand: sentence,
  source: '§2.1',
  needs: { roles: ['staff' as const, ...roles] },
})

export const demandWrite = (name: string, sentence: string, roles: readonly Role[] = []) => ({
  ...demand(name, sentence, roles),
  needs: { write: true, roles: ['staff' as const, ...roles] },
})

export const users = {
  support: 'support',
  owner: 'owner',
  manager: 'manager',
  member: 'member',
  stranger: 'stranger',
  'second-owner': 'second-owner',
  'customer-support': 'customer-support',
  'project-manager': 'project-manager',
  'project-admin': 'project-admin',
  'offering-manager': 'offering-manager',
} as const

/** Those who have a role in no provider. */
export const outsiders = {
  support: 'support',
  member: 'member',
  stranger: 'stranger',
  'project-manager': 'project-manager',
  'project-admin': 'project-admin',
  'offering-manager': 'offering-manager',
} as const
