import type { OfferingComponent, Plan, Resource, Rows, TableName } from '../domain/state.ts'

/** A row that is still being made ready: anything in it may be written. */
export type Loose<T> = T extends object ? { -readonly [Key in keyof T]: Loose<T[Key]> } : T

type Without<T, Key extends keyof T> = Omit<T, Key> & Partial<Pick<T, Key>>

type Identified = { uuid?: string; name: string }

type LooseRows = { [T in TableName]: Loose<Rows[T]> }

type DerivedInOffering =
  'created' | 'slug' | 'components' | 'endpoints' | 'roles' | 'screenshots' | 'files'

export interface DraftOffering extends Omit<LooseRows['offerings'], DerivedInOffering> {
  created?: string
  slug?: string
  components: Without<Loose<OfferingComponent>, 'uuid'>[]
  endpoints: Identified[]
  roles: Identified[]
  screenshots: (Identified & { created?: string })[]
  files: { created?: string }[]
}

export type DraftPlan = Without<Loose<Plan>, 'components'>

interface DerivedRows {
  offerings: DraftOffering
  plans: DraftPlan
  resources: Without<Loose<Resource>, 'offering'>
}

type DraftRows = Omit<LooseRows, keyof DerivedRows> & DerivedRows

/** A parsed fixture that fits the schema: defaults are in, what rows derive from others is not. */
export type Draft = { [T in TableName]: DraftRows[T][] } & { as_of?: string; month?: string }
