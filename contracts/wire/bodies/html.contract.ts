import type { Api } from '../../harness/api.ts'
import { createPlan } from '../../harness/ownPlans/createPlan.ts'
import { planContract, readPlan } from '../../plans/planContract.ts'

/** What is sent, and what must be stored; a pattern where servers may write it differently. */
const texts: readonly (readonly [sent: string, stored: string | RegExp])[] = [
  ['plain text', 'plain text'],
  ['', ''],
  ['  <p>trimmed</p> \n', '<p>trimmed</p>'],
  ['   ', ''],
  ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['<p>kept</p><script>alert("gone")</script>', '<p>kept</p>'],
  ['<style>p { color: red }</style>kept', 'kept'],
  ['<script src="http://elsewhere.example/x.js"></script>', ''],
  ['<b onclick="alert(1)">kept</b>', '<b>kept</b>'],
  ['<img src="x" onerror="alert(1)">kept', 'kept'],
  ['<div>inside</div>', 'inside'],
  ['<iframe src="http://elsewhere.example/"></iframe>kept', 'kept'],
  ['a & b', 'a &amp; b'],
  ['a &amp; b', 'a &amp; b'],
  ['1 &lt; 2', '1 &lt; 2'],
  ['one<br>two', /^one<br ?\/?>two$/],
  ['<p style="color: red" class="x">kept</p>', /^<p style="(?=[^"]*red)[^"]*">kept<\/p>$/],
  ['<a href="https://elsewhere.example/">kept</a>', /^<a [^>]*href="https:\/\/elsewhere.example\//],
  ['<a href="javascript:alert(1)">kept</a>', /^<a(?![^>]*javascript)[^>]*>kept<\/a>$/],
  ['Ünïcode 研究 😀', 'Ünïcode 研究 😀'],
  ['x'.repeat(2000), 'x'.repeat(2000)],
]

const tags =
  'b blockquote code em h1 h2 h3 h4 h5 h6 i li ol p pre s span strong sub sup u ul'.split(' ')

planContract(
  {
    id: 'html.cleaned',
    demand: 'a description is stored as clean HTML: known tags stay, scripts and handlers go',
    source: '§2.3',
  },
  async (api: Api) => {
    const plan = await createPlan(api)
    for (const [sent, stored] of texts) {
      const exchange = await api.patch(plan.path, { description: sent })
      api.demandStatus(exchange, 200)
      const { description } = await readPlan(api, plan)
      if (typeof stored === 'string')
        api.demandEqual(description, stored, `what is kept of ${sent}`)
      else api.demand(stored.test(String(description)), `${sent} as ${stored}`, description)
    }
  },
)

planContract(
  {
    id: 'html.cleaned-everywhere',
    demand: 'a description is cleaned by create and PUT as well, and stays clean when sent again',
    source: '§2.3',
  },
  async (api: Api) => {
    const sent = ' <p>kept</p><script>gone()</script><b onclick="x()">too</b> '
    const plan = await createPlan(api, { description: sent })
    const clean = '<p>kept</p><b>too</b>'
    api.demandEqual(
      (await readPlan(api, plan))['description'],
      clean,
      'the description after create',
    )
    api.demandStatus(await api.put(plan.path, { name: 'Put', description: `${sent}&` }), 200)
    const twice = `${clean} &amp;`
    api.demandEqual((await readPlan(api, plan))['description'], twice, 'the description after PUT')
    api.demandStatus(await api.patch(plan.path, { description: twice }), 200)
    api.demandEqual((await readPlan(api, plan))['description'], twice, 'the description sent again')
  },
)

planContract(
  {
    id: 'html.known-tags',
    demand: 'each known tag stays in a description',
    source: '§2.3',
  },
  async (api: Api) => {
    const plan = await createPlan(api)
    for (const tag of tags) {
      const description = `<${tag}>kept</${tag}>`
      api.demandStatus(await api.patch(plan.path, { description }), 200)
      api.demandEqual((await readPlan(api, plan))['description'], description, 'the description')
    }
  },
)

planContract(
  {
    id: 'html.names-are-text',
    demand: 'a name and an article code are trimmed and else kept as sent, marks and all',
    source: '§2.3',
  },
  async (api: Api) => {
    const sent = ' \t A & <b>B</b> "C" \n '
    const fields = { name: sent, article_code: sent }
    const plan = await createPlan(api, fields)
    const kept = 'A & <b>B</b> "C"'
    for (const name of ['name', 'article_code'])
      api.demandEqual((await readPlan(api, plan))[name], kept, `${name} after create`)
    api.demandStatus(await api.patch(plan.path, { name: ' patched ', article_code: ' \n' }), 200)
    const row = await readPlan(api, plan)
    api.demandEqual(
      [row['name'], row['article_code']],
      ['patched', ''],
      'name and code after PATCH',
    )
    api.demandStatus(await api.put(plan.path, { name: '\tput\n' }), 200)
    api.demandEqual((await readPlan(api, plan))['name'], 'put', 'the name after PUT')
  },
)
