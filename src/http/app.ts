import express from 'express'
import type { Express } from 'express'
import type { Api } from '../document/api.ts'
import { createDocs } from './docs.ts'
import { checkName } from './ownName.ts'
import { send } from './response.ts'
import type { Handler, ServeSettings } from './router.ts'

/** `names`: besides those of this machine; without it any name is answered. `api`: of the release. */
export interface AppSettings extends Pick<ServeSettings, 'bodyLimit'> {
  readonly names?: readonly string[]
  readonly api?: Api
}

/** The mock as it is served: its router first, after it the documentation and the page. */
export function createApp(router: Handler, { names, api }: AppSettings): Express {
  const app = express().disable('x-powered-by').disable('etag')
  if (names) app.use(demandName(names))
  return app.use(router).use(createDocs(api))
}

const demandName =
  (names: readonly string[]): Handler =>
  (req, res, next) => {
    const refusal = checkName(req, names)
    if (refusal) send(req, res, refusal)
    else next()
  }
