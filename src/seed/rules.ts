import schema from '../../fixtures/schema.json' with { type: 'json' }
import type { TableName } from '../domain/state.ts'

/** A part of fixtures/schema.json. */
export interface Rule {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly examples?: readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Rule>>
  readonly items?: Rule
  readonly default?: unknown
  readonly additionalProperties?: boolean
}

const { $defs } = schema as unknown as { readonly $defs: Readonly<Record<string, Rule>> }

export const ruleOf = (name: string): Rule => $defs[name] ?? {}

export const resolved = (rule: Rule): Rule => ({
  ...$defs[rule.$ref?.split('/').at(-1) ?? ''],
  ...rule,
})

/** The rule of one row of each table. */
export const rowRules: Readonly<Record<TableName, Rule>> = {
  users: ruleOf('user'),
  customers: ruleOf('customer'),
  projects: ruleOf('project'),
  categories: ruleOf('category'),
  organization_groups: ruleOf('organization_group'),
  checklists: ruleOf('checklist'),
  media: ruleOf('medium'),
  offerings: ruleOf('offering'),
  plans: ruleOf('plan'),
  resources: ruleOf('resource'),
  calendars: ruleOf('calendar'),
}
