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

const validators = compiled as unknown as Readonly<Record<string, Validator>>

/** Everything in a value that openapi.yaml does not allow. */
export function findProblems(name: string, value: unknown): readonly Problem[] {
  const validate = validators[name]
  if (!validate) throw new Error(`openapi.yaml has no schema named ${name} for answers`)
  return validate(value) ? NONE : (validate.errors ?? NONE)
}

const NONE: readonly Problem[] = []
