import schema from '../../../fixtures/schema.json' with { type: 'json' }
import type { TableName } from '../../domain/state.ts'

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

const { $defs, properties } = schema as unknown as {
  readonly $defs: Readonly<Record<string, Rule>>
  readonly properties: Readonly<Record<TableName, Rule>>
}

/** A rule by the name of its type. */
export const findRule = (name: string): Rule => $defs[name] ?? {}

export const resolveRule = (rule: Rule): Rule => ({
  ...$defs[rule.$ref?.split('/').at(-1) ?? ''],
  ...rule,
})

/** The rule of one row of a table. */
export const findRowRule = (table: TableName): Rule => resolveRule(properties[table].items ?? {})
