import { openapi } from './load.ts'
import type { Document } from './load.ts'
import { makeMatcher } from './matchRoute.ts'
import type { Match } from './matchRoute.ts'
import { readRoutes } from './operations.ts'
import type { Operation, OperationId, Route } from './operations.ts'
import { makeShaper } from './shape.ts'
import type { Shaper } from './shape.ts'
import { validatorsOfPages } from './validators.ts'
import type { Problem, Validators } from './validators.ts'

/** The document of a release as code: what it calls an operation, and what it allows. */
export interface Api {
  /** `7.8.7` */
  readonly release: string
  readonly document: Document
  readonly routes: readonly Route[]
  readonly match: (path: string) => Match | null
  readonly operations: readonly Operation[]
  /** Everything in a value that the document does not allow; `name`: of an answer, or `row_Offering`. */
  readonly findProblems: (name: string, value: unknown) => readonly Problem[]
  /** Gives a row of the pages' release the fields of this one. */
  readonly shape: Shaper
}

export function makeApi(document: Document, validators: Validators, shape: Shaper): Api {
  const routes = readRoutes(document)
  return {
    release: document.info.version,
    document,
    routes,
    match: makeMatcher(routes),
    operations: routes.flatMap(({ operations }) => Object.values(operations)),
    findProblems: (name, value) => {
      const validate = validators[name]
      if (!validate) throw new Error(`The document has no schema named ${name} for answers`)
      return validate(value) ? NONE : (validate.errors ?? NONE)
    },
    shape,
  }
}

const NONE: readonly Problem[] = []

/** openapi.yaml itself: what the pages describe. */
export const pages: Api = makeApi(openapi, validatorsOfPages, (_schema, row) => row)

/** Another release; the shape of its rows follows from its document. */
export const makeReleaseApi = (document: Document, validators: Validators): Api =>
  makeApi(document, validators, makeShaper(document))

/** The name of the validator of an answer; null: it has no body, or is not declared. */
export const findValidator = (api: Api, operation: OperationId, status: number): string | null =>
  api.operations.find(({ id }) => id === operation)?.answers[status] ?? null
