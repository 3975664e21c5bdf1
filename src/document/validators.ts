import * as compiled from './validators.gen.js'

/** What ajv found wrong with an answer: where in it, and which keyword. */
export interface Problem {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params?: Readonly<Record<string, unknown>>
}

export interface Validator {
  (value: unknown): boolean
  readonly errors?: readonly Problem[] | null
}

export type Validators = Readonly<Record<string, Validator>>

/** Compiled when the mock is built. */
export const validatorsOfPages = compiled as unknown as Validators
