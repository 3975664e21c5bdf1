import { Router } from 'express'
import type { Request, Response } from 'express'
import { join } from 'node:path'
import { pages as pagesApi } from '../document/api.ts'
import type { Api } from '../document/api.ts'
import { methodNotAllowed } from '../errors.ts'
import type { Reply } from '../errors.ts'
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

/** The document of the release: openapi.yaml as it is written, or what the overlays make of it. */
const documents = (api: Api): Readonly<Record<string, Show>> => ({
  '/openapi.yaml': api === pagesApi ? showYaml : showMadeYaml(api),
  '/openapi.json': reply({ status: 200, headers: FRESH, json: api.document }),
})

/** JSON is YAML. */
const showMadeYaml = ({ document }: Api): Show =>
  text(YAML, JSON.stringify(document, null, 2), { 'Access-Control-Allow-Origin': '*' })

const showYaml: Show = (_req, res) => {
  const headers = { ...FRESH, 'Access-Control-Allow-Origin': '*', 'Content-Type': YAML }
  res.sendFile('openapi.yaml', { root: PACKAGE_ROOT, headers, cacheControl: false })
}

const YAML = 'application/yaml; charset=utf-8'

/** Made, or copied into dist, when the mock is built: its users need neither Swagger UI nor a bundler. */
const built =
  (path: string, more: Reply['headers'] = {}): Show =>
  (_req, res) => {
    const root = join(PACKAGE_ROOT, 'dist')
    const headers = { ...FRESH, 'X-Content-Type-Options': 'nosniff', ...more }
    res.sendFile(path, { root, headers, cacheControl: false })
  }

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>waldur-mock: documentation to try out</title>
  <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
  <link rel="stylesheet" href="/docs/page.css">
</head>
<body>
  <noscript>This page needs JavaScript. The document itself: <a href="/openapi.yaml">openapi.yaml</a></noscript>
  <p class="who">What you execute here goes to this mock, as staff: <code>Token YOUR_API_TOKEN</code>.
    To be somebody else, press Authorize, log out, and give <code>Token</code> and another user's token.</p>
  <div id="docs"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/page.js"></script>
</body>
</html>
`

/** Servers of the document are replaced: what is tried out here goes to the mock that shows the page. */
const SCRIPT = `const toThisMock = () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (document) =>
          update({ ...document, servers: [{ url: location.origin, description: 'This mock' }] }),
      },
    },
  },
})

const ui = SwaggerUIBundle({
  dom_id: '#docs',
  url: '/openapi.yaml',
  plugins: [toThisMock],
  validatorUrl: null,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  onComplete: () => ui.preauthorizeApiKey('tokenAuth', 'Token YOUR_API_TOKEN'),
})
`

/** Narrow windows get tables whose cells stand below each other; the document has no links to list. */
const STYLE = `body { margin: 0; color: #3b4151; font: 14px/1.5 sans-serif }
.who { margin: 0; padding: 12px 20px; background: #e8f6f0; border-bottom: 1px solid #49cc90 }
.swagger-ui .info { margin: 24px 0 }
.swagger-ui .info .title { font-size: 28px }
.swagger-ui .info .renderedMarkdown h2 { margin: 16px 0 4px; font-size: 16px }
.swagger-ui .info .renderedMarkdown :is(p, ul, li) { margin-top: 4px; margin-bottom: 4px }
.swagger-ui .scheme-container { padding: 16px 0; margin-bottom: 12px }
.swagger-ui .response-col_links { display: none }
@media (max-width: 640px) {
  .swagger-ui .opblock-tag { flex-wrap: wrap }
  .swagger-ui .opblock-tag small { order: 1; flex-basis: 100%; padding: 0 }
  .swagger-ui :is(.parameters, .responses-table) > tbody { display: block }
  .swagger-ui :is(.parameters, .responses-table) > tbody > tr { display: block }
  .swagger-ui :is(.parameters, .responses-table) > thead { display: none }
  .swagger-ui :is(.parameters, .responses-table) > tbody > tr > td:not(.response-col_links) {
    display: block;
    padding: 4px 0;
  }
  .swagger-ui .response-controls { flex-wrap: wrap; gap: 8px 0 }
  .swagger-ui .responses-table .response-col_status { font-weight: bold }
  .swagger-ui :is(table.parameters, table.responses-table) { display: block }
  .swagger-ui table :is(input, select) { max-width: 100% }
}
`

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
  '/': built('page/index.html', { 'Content-Security-Policy': POLICY }),
  '/page/page.css': built('page/page.css'),
  '/page/page.js': built('page/page.js'),
  '/docs': text('text/html; charset=utf-8', PAGE, { 'Content-Security-Policy': POLICY }),
  '/docs/behaviour': built('docs/behaviour.html', { 'Content-Security-Policy': POLICY }),
  '/docs/behaviour.css': built('docs/behaviour.css'),
  '/docs/page.css': text('text/css; charset=utf-8', STYLE),
  '/docs/page.js': text('text/javascript; charset=utf-8', SCRIPT),
  '/docs/swagger-ui.css': built('docs/swagger-ui.css'),
  '/docs/swagger-ui-bundle.js': built('docs/swagger-ui-bundle.js'),
  '/docs/favicon-32x32.png': built('docs/favicon-32x32.png'),
}
