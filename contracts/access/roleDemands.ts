import type { Role } from '../harness/settings.ts'

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
} as const
export const outsiders = { support: 'support', member: 'member', stranger: 'stranger' } as const
