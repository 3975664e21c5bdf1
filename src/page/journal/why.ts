import type { Citation } from '../../document/sections.ts'
import type {
  Message,
  ExchangeDetails,
  ExchangeExplanation,
} from '../../control/describeExchange.ts'
import { control } from '../connection/ask.ts'
import { copy } from '../elements/copy.ts'
import { openCard } from '../elements/card.ts'
import { button, h, say, showStoredText } from '../elements/dom.ts'
import type { Child } from '../elements/dom.ts'
import { writeCount, formatJson } from '../elements/text.ts'

/** Why an exchange was answered as it was, and what was said in it. */
export async function openWhy(id: string): Promise<void> {
  const at = encodeURIComponent(id)
  const [why, exchange, curl] = await Promise.all([
    control<ExchangeExplanation>('GET', `why/${at}`),
    control<ExchangeDetails>('GET', `journal/${at}`),
    control<string>('GET', `journal/${at}/curl`),
  ]).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error), 'wrong')
    return []
  })
  if (why === undefined || exchange === undefined || curl === undefined) return
  openCard(
    h(
      'span',
      {},
      `${exchange.method} `,
      showStoredText(exchange.target),
      ` → ${exchange.cut ?? exchange.status}`,
    ),
    facts(why, exchange),
    refusal(why),
    steps(why),
    nearest(why, exchange),
    rows(why),
    dialect(why),
    message('Request', exchange.request),
    message('Answer', exchange.response),
    curlPart(curl),
  )
}

const part = (title: string, ...content: readonly Child[]): HTMLElement =>
  h('section', {}, h('h3', {}, title), ...content)

const list = (items: readonly (readonly Child[])[]): HTMLElement =>
  h('ul', {}, ...items.map((item) => h('li', {}, ...item)))

function facts(
  { operation, persona, fault, breaches }: ExchangeExplanation,
  exchange: ExchangeDetails,
): HTMLElement {
  const pairs: [string, Child][] = [
    ['Operation', h('code', {}, showStoredText(operation ?? 'none'))],
    [
      'Persona',
      showStoredText(
        persona
          ? `${persona.name} (${[...new Set(persona.roles)].join(', ') || 'no role'})`
          : 'nobody',
      ),
    ],
    [
      'Took',
      `${exchange.duration_ms} ms${exchange.waited_ms > 0 ? `, and ${exchange.waited_ms} ms of waiting` : ''}, ${exchange.size} bytes`,
    ],
    ...(fault
      ? [['Fault', h('code', {}, showStoredText(JSON.stringify(fault)))] as [string, Child]]
      : []),
    ...breaches.map((breach): [string, Child] => ['Breaks the contract', showStoredText(breach)]),
  ]
  return h('dl', {}, ...pairs.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))
}

const refusal = ({ refused }: ExchangeExplanation): Child =>
  refused !== null &&
  h(
    'p',
    { class: 'refused' },
    h('b', {}, 'Refused: '),
    showStoredText(refused.rule),
    ' (',
    sectionLink(refused),
    ')',
  )

const steps = (why: ExchangeExplanation): Child =>
  why.steps.length > 0 &&
  part(
    'Steps',
    h(
      'ol',
      { class: 'steps' },
      ...why.steps.map(({ step, rule, outcome, ...cited }) =>
        h(
          'li',
          { class: outcome },
          h('b', {}, outcome),
          ` ${step}: `,
          rule,
          ' ',
          h('small', {}, sectionLink(cited)),
        ),
      ),
    ),
  )

/** The section that tells of a rule, in the behaviour notes that the mock shows beside this page. */
function sectionLink({ section, title, link }: Citation): HTMLElement {
  const href = `/docs/behaviour${link.slice(link.indexOf('#'))}`
  return h('a', { href, target: '_blank', title: link }, `${section} ${title}`)
}

const ELSEWHERE =
  'Waldur has this address, and the mock has not. Start it with --rest empty, or with --rest and a document, a tape or a server, to have it answered.'

const nearest = (why: ExchangeExplanation, exchange: ExchangeDetails): Child =>
  why.nearest.length > 0 &&
  part(
    'No operation answers this; the nearest are',
    list(
      why.nearest.map(({ method, path, differences }) => [
        h('code', {}, `${method} ${path}`),
        h('small', {}, ` ${differences.join('; ')}`),
      ]),
    ),
    exchange.of_waldur && h('p', {}, ELSEWHERE),
  )

function rows({ read, written }: ExchangeExplanation): Child {
  const changes = written.map(({ table, uuid, change, fields }) => [
    `${change} `,
    h('code', {}, `${table}/${uuid}`),
    fields.length > 0 && `: ${fields.join(', ')}`,
  ])
  const looked = read.slice(0, 100).map((row) => [h('code', {}, showStoredText(row))])
  return (
    read.length + written.length > 0 &&
    part(
      'Rows',
      written.length > 0 && list(changes),
      read.length > 0 &&
        h(
          'details',
          {},
          h('summary', {}, `${writeCount(read.length, 'row')} looked up`),
          list(looked),
        ),
    )
  )
}

const dialect = (why: ExchangeExplanation): Child =>
  why.dialect.length > 0 &&
  part(
    'Where pages and servers disagree',
    list(
      why.dialect.map(({ entry, row, topic, value }) => [
        `${topic}: `,
        h('code', {}, showStoredText(JSON.stringify(value))),
        h('small', {}, ` (${entry}, row ${row})`),
      ]),
    ),
  )

const message = (title: string, { headers, body }: Message): HTMLElement =>
  h(
    'details',
    { open: title === 'Answer' },
    h('summary', {}, title),
    h(
      'pre',
      { tabindex: 0, 'aria-label': title },
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
      body !== '' && '\n\n',
      body !== '' && formatJson(body),
    ),
  )

function curlPart(curl: string): HTMLElement {
  const text = h('pre', { tabindex: 0, 'aria-label': 'curl' }, curl.trimEnd())
  return part(
    'Again',
    text,
    button('Copy as curl', () => copy(text)),
  )
}
