// Takes the place of compile.ts in the bundle for browsers, where a policy may forbid to compile.
import type { Document } from '../load.ts'
import type { Validators } from '../validators.ts'

export function compileValidators({ info }: Document): Validators {
  throw new Error(`Release ${info.version} is not ready for browsers. These are: 8.0.5, 8.1.3.`)
}
