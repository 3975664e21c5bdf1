/** The interactive documentation: of the release and the sandbox that its address names. */
export const PAGE = `<!doctype html>
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
  <p class="who"><a href="/docs" data-document="">Plans and booking offerings</a> ·
    <a href="/docs?document=neighbours" data-document="neighbours">What stands around them: login, organisations, orders, bookings</a></p>
  <p class="who">Documented here is <b id="release">the release of this mock</b>. What you execute here goes to <span id="where">this mock</span>,
    as staff: <code>Token YOUR_API_TOKEN</code>. To be somebody else, press Authorize, log out, and give <code>Token</code> and another user's token.</p>
  <div id="docs"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/page.js"></script>
</body>
</html>
`

/** Servers of the document are replaced: what is tried out here goes to the mock that shows the page, and there to the sandbox. */
export const SCRIPT = `const wanted = new URLSearchParams(location.search)
const sandbox = wanted.get('sandbox') || null
const isOfNeighbours = wanted.get('document') === 'neighbours'
const root = location.origin + (sandbox === null ? '' : '/s/' + encodeURIComponent(sandbox))

const toThisMock = () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (document) =>
          update({ ...document, servers: [{ url: root, description: 'This mock' }] }),
      },
    },
  },
})

const readOwn = async () => {
  const answer = await fetch(root + '/__mock/health')
  return answer.ok ? ((await answer.json()).release ?? '') : ''
}

for (const link of document.querySelectorAll('a[data-document]')) {
  const query = new URLSearchParams(wanted)
  if (link.dataset.document) query.set('document', link.dataset.document)
  else query.delete('document')
  link.search = query
  if ((link.dataset.document === 'neighbours') === isOfNeighbours) link.setAttribute('aria-current', 'page')
}

const fileOf = (release) => {
  if (isOfNeighbours) return '/neighbours.yaml'
  return '/openapi.yaml' + (release ? '?release=' + encodeURIComponent(release) : '')
}

const show = (release) => {
  if (release) document.querySelector('#release').textContent = 'release ' + release
  if (sandbox !== null) document.querySelector('#where').textContent = 'the sandbox ' + sandbox
  const ui = SwaggerUIBundle({
    dom_id: '#docs',
    url: fileOf(release),
    plugins: [toThisMock],
    requestInterceptor: (request) => {
      if (sandbox !== null && release) request.headers['X-Mock-Release'] = release
      return request
    },
    validatorUrl: null,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    onComplete: () => ui.preauthorizeApiKey('tokenAuth', 'Token YOUR_API_TOKEN'),
  })
}

const named = wanted.get('release')
if (named || sandbox === null) show(named)
else readOwn().then(show, () => show(''))
`

/** Narrow windows get tables whose cells stand below each other; the document has no links to list. */
export const STYLE = `body { margin: 0; color: #3b4151; font: 14px/1.5 sans-serif }
.who { margin: 0; padding: 12px 20px; background: #e8f6f0; border-bottom: 1px solid #49cc90 }
a[aria-current] { color: inherit; font-weight: bold; text-decoration: none }
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
