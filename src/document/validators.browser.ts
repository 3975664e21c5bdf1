// Takes the place of validators.ts in the bundle for browsers: what judges answers is half of all code, and CI judges them.
import type { Validator, Validators } from './validators.ts'

const allow: Validator = () => true

export const validatorsOfPages: Validators = new Proxy({}, { get: () => allow })
