import { Router } from 'express'
import type { Request, Response } from 'express'
import { join } from 'node:path'
import { pages as pagesApi } from '../document/api.ts'
import type { Api } from '../document/api.ts'
import type { Document } from '../document/load.ts'
import { methodNotAllowed } from '../errors.ts'
import type { Reply } from '../errors.ts'
import { PAGE, SCRIPT, STYLE } from './docsPage.ts'
import { PACKAGE_ROOT } from './packageRoot.ts'
import { send } from './response.ts'
import { makeResponse } from '../pipeline/response.ts'
import type { ApiResponse } from '../pipeline/response.ts'

type Show = (req: Request, res: Response) => void

/** The control page, the interactive documentation, and the document of the release. */
export function createDocs(api: Api = pagesApi): Router {
  const router = Router()
  for (const [path, show] of Object.entries({ ...pages, ...documents(api) })) {
    router.route(path).get(show).all(refuseMethod)
  }
  return router
}

/** Another version of the mock may be at the same address tomorrow: browsers ask again. */
const FRESH = { 'Cache-Control': 'no-cache' }

/** Made once, however often it is asked for. */
function reply(shown: Reply): Show {
  let made: ApiResponse | undefined
  return (req, res) => send(req, res, (made ??= makeResponse(shown, {})))
}

const text = (type: string, content: string, headers: Reply['headers'] = {}): Show =>
  reply({ status: 200, headers: { ...FRESH, ...headers }, text: { type, content } })

const refuseMethod: Show = (req, res) => {
  const { reply: refusal } = methodNotAllowed(req.method)
  send(req, res, makeResponse(refusal, { Allow: 'GET, HEAD' }))
}

/** The document of the mock's release, or of the one that `?release=` or `X-Mock-Release` names. */
const documents = (api: Api): Readonly<Record<string, Show>> => ({
  '/openapi.yaml': orOfRelease(
    api === pagesApi ? showYaml : showMadeYaml(api.document),
    showMadeYaml,
  ),
  '/openapi.json': orOfRelease(showJson(api.document), showJson),
})

const orOfRelease =
  (showOwn: Show, showOther: (document: Document) => Show): Show =>
  (req, res) => {
    const named = req.query['release'] ?? req.headers['x-mock-release']
    if (typeof named !== 'string') return showOwn(req, res)
    void readDocument(named).then(
      (document) => showOther(document)(req, res),
      refuseRelease(req, res),
    )
  }

/** The overlays are loaded for whoever asks for another release. */
async function readDocument(version: string): Promise<Document> {
  const { documentOf } = await import('../document/releases/releases.ts')
  return documentOf(version)
}

const refuseRelease = (req: Request, res: Response) => (error: unknown) => {
  const detail = error instanceof Error ? error.message : String(error)
  send(req, res, makeResponse({ status: 404, json: { detail } }, {}))
}

const showJson = (document: Document): Show =>
  reply({ status: 200, headers: FRESH, json: document })

/** JSON is YAML. */
const showMadeYaml = (document: Document): Show =>
  text(YAML, JSON.stringify(document, null, 2), { 'Access-Control-Allow-Origin': '*' })

const showYaml: Show = (_req, res) => {
  const headers = { ...FRESH, 'Access-Control-Allow-Origin': '*', 'Content-Type': YAML }
  res.sendFile('openapi.yaml', { root: PACKAGE_ROOT, headers, cacheControl: false })
}

const YAML = 'application/yaml; charset=utf-8'

/** Made, or copied into dist, when the mock is built: its users need neither Swagger UI nor a bundler. */
const serveBuilt =
  (path: string, more: Reply['headers'] = {}): Show =>
  (_req, res) => {
    const root = join(PACKAGE_ROOT, 'dist')
    const headers = { ...FRESH, 'X-Content-Type-Options': 'nosniff', ...more }
    res.sendFile(path, { root, headers, cacheControl: false })
  }

/** The pages can reach nothing but the mock: they work the same without a network. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const pages: Readonly<Record<string, Show>> = {
  '/': serveBuilt('page/index.html', { 'Content-Security-Policy': POLICY }),
  '/page/page.css': serveBuilt('page/page.css'),
  '/page/page.js': serveBuilt('page/page.js'),
  '/docs': text('text/html; charset=utf-8', PAGE, { 'Content-Security-Policy': POLICY }),
  '/neighbours.yaml': serveBuilt('docs/neighbours.yaml', {
    'Access-Control-Allow-Origin': '*',
    'Content-Type': YAML,
  }),
  '/docs/behaviour': serveBuilt('docs/behaviour.html', { 'Content-Security-Policy': POLICY }),
  '/docs/behaviour.css': serveBuilt('docs/behaviour.css'),
  '/docs/page.css': text('text/css; charset=utf-8', STYLE),
  '/docs/page.js': text('text/javascript; charset=utf-8', SCRIPT),
  '/docs/swagger-ui.css': serveBuilt('docs/swagger-ui.css'),
  '/docs/swagger-ui-bundle.js': serveBuilt('docs/swagger-ui-bundle.js'),
  '/docs/favicon-32x32.png': serveBuilt('docs/favicon-32x32.png'),
}
