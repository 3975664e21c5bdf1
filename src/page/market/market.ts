import { acting } from '../connection/session.ts'
import { api } from '../connection/ask.ts'
import type { Answer } from '../connection/ask.ts'
import { sayAnswer } from './refuse.ts'
import { button, h, showStoredText, swap, the } from '../elements/dom.ts'
import { now } from '../elements/moment.ts'
import { offeringCard, otherPlans } from './offering.ts'
import type { CalendarAct } from './offering.ts'
import { readList } from '../connection/shapes.ts'
import type { Offering, Plan } from '../connection/shapes.ts'
import { writeCount, formatJson } from '../elements/text.ts'
import { openWhy } from '../journal/why.ts'
import { learnCurrency } from './currency.ts'

/** Rows a page: an offering is tall. */
const SIZE = { offerings: 20, plans: 50 }
const place = h('div', { class: 'cards' })
const summary = h('p', { class: 'quiet' })
interface Seen {
  offerings: readonly Offering[]
  plans: readonly Plan[]
  next: string | null
  hasMorePlans: boolean
}

const seen: Seen = { offerings: [], plans: [], next: null, hasMorePlans: false }
/** By offering: the last job of its calendar that is waited for. */
const waiting = new Map<string, symbol>()
let turn = 0

export function market(): void {
  the('market').append(summary, place)
  summary.textContent = 'Loading what there is…'
  place.append(...[1, 2, 3].map(() => h('div', { class: 'card waits', 'aria-hidden': 'true' })))
}

/** Asks anew, as the persona, and shows what came. */
export async function loadMarket(): Promise<void> {
  const mine = ++turn
  the('market').setAttribute('aria-busy', 'true')
  await learnCurrency()
  const offerings = await api('GET', `/api/booking-offerings/?page_size=${SIZE.offerings}`)
  const plans = await api('GET', `/api/marketplace-plans/?page_size=${SIZE.plans}`)
  if (mine !== turn) return
  seen.offerings = readList(offerings.json)
  seen.plans = readList(plans.json)
  seen.next = offerings.next
  seen.hasMorePlans = plans.next !== null
  the('market').setAttribute('aria-busy', 'false')
  if (isBad(offerings)) show(refusal(offerings))
  else if (seen.offerings.length + seen.plans.length === 0) show(...[offerings, plans].map(nothing))
  else showCards(plans)
}

const isBad = ({ status, problem }: Answer): boolean => status !== 200 || problem !== null

function show(...notices: readonly HTMLElement[]): void {
  summary.replaceChildren(`What ${acting.persona.name} sees.`)
  swap(place, ...notices)
}

function showCards(plans: Answer): void {
  const { name } = acting.persona
  const counts = [
    `${writeCount(seen.offerings.length, 'booking offering')}${seen.next === null ? '' : ' and more'}`,
    `${writeCount(seen.plans.length, 'plan')}${seen.hasMorePlans ? ' and more' : ''}`,
  ]
  summary.replaceChildren(`${name} sees ${counts.join(' and ')}.`)
  swap(
    place,
    isBad(plans) && refusal(plans),
    ...seen.offerings.map(card),
    strangers().length > 0 && otherPlans(strangers(), now()),
    seen.next !== null && button('More offerings', more, { key: 'more', class: 'more' }),
  )
}

/** A card that can't be drawn is told of, and does not take the others with it. */
function card(offering: Offering): HTMLElement {
  try {
    return offeringCard(offering, { now: now(), waiting, calendar })
  } catch (error) {
    return h('article', { class: 'card' }, `This offering can't be drawn: ${String(error)}`)
  }
}

function strangers(): readonly Plan[] {
  const shown = new Set(
    seen.offerings.flatMap(({ plans }) => readList<Plan>(plans)).map(({ uuid }) => uuid),
  )
  return seen.plans.filter(({ uuid }) => !shown.has(uuid))
}

async function more(): Promise<void> {
  if (seen.next === null) return
  const mine = turn
  const page = await api('GET', seen.next)
  if (mine !== turn) return
  if (isBad(page)) return void sayAnswer('', page)
  const before = place.querySelectorAll('.card').length
  seen.offerings = [...seen.offerings, ...readList<Offering>(page.json)]
  seen.next = page.next
  showCards(page)
  place.querySelectorAll('.card')[before]?.scrollIntoView({ block: 'nearest' })
}

/** An empty list is an answer too, and often a surprise. */
const nothing = (answer: Answer): HTMLElement =>
  isBad(answer)
    ? notice(answer, '')
    : notice(answer, `${roleText()}, and sees nothing here. That is an answer, no error.`)

const refusal = (answer: Answer): HTMLElement => notice(answer, answer.problem ?? '')

function roleText(): string {
  const { name, roles, token } = acting.persona
  if (token === '') return 'nobody is logged in'
  return `${name} is ${roles.length > 0 ? [...new Set(roles)].join(', ') : 'no member of anything'}`
}

function notice(answer: Answer, text: string): HTMLElement {
  const { id, status, request, json } = answer
  return h(
    'article',
    { class: isBad(answer) ? 'card notice' : 'card notice empty' },
    h('h3', {}, headNotice(answer)),
    h('p', {}, h('code', {}, request)),
    text !== '' && h('p', {}, text),
    status >= 400 &&
      json !== undefined &&
      h('pre', {}, showStoredText(formatJson(JSON.stringify(json), 2000))),
    id !== null && button('Why?', () => openWhy(id), { key: `why-${request}` }),
    button('Ask again', loadMarket, { key: `again-${request}` }),
    status === 0 && h('p', { class: 'quiet' }, 'Is a fault switched on? The journal knows.'),
  )
}

function headNotice(answer: Answer): string {
  if (answer.status === 0) return 'No answer'
  return isBad(answer) ? `Answered ${answer.status}` : 'An empty list'
}

const ACTS = {
  share: 'share_google_calendar',
  unshare: 'unshare_google_calendar',
  sync: 'google_calendar_sync',
} as const

async function calendar(kind: CalendarAct, { uuid = '' }: Offering): Promise<void> {
  const answer = await api('POST', `/api/booking-offerings/${uuid}/${ACTS[kind]}/`)
  sayAnswer('the job is scheduled.', answer)
}

/** A calendar changes when its job is done: asks now and then, until that is to be seen. */
export async function awaitCalendar(row: string, target: string): Promise<void> {
  const uuid = findOffering(row)?.uuid
  if (uuid === undefined) return
  const job = Symbol(target)
  waiting.set(uuid, job)
  await loadMarket()
  let shown = findOffering(row)
  for (const wait of WAITS) {
    if (isDone(shown, target)) break
    await new Promise((resolve) => setTimeout(resolve, wait))
    if (waiting.get(uuid) !== job) return
    shown = (await api('GET', `/api/booking-offerings/${uuid}/`)).json as Offering | undefined
  }
  if (waiting.get(uuid) !== job) return
  waiting.delete(uuid)
  await loadMarket()
}

const WAITS = [600, 1000, 1000, 2000, 4000, 8000]

/** Whether the calendar is as the job makes it; one that fails never is. */
function isDone(offering: Offering | undefined, target: string): boolean {
  const google = offering?.googlecalendar
  if (target.includes(ACTS.unshare)) return google?.public !== true
  return target.includes(ACTS.share) ? google?.public === true : Boolean(google?.backend_id)
}

const isSame = (one: string | undefined, other: string): boolean =>
  one?.replaceAll('-', '') === other.replaceAll('-', '')

const findOffering = (row: string) => seen.offerings.find(({ uuid }) => isSame(uuid, row))

/** What an offering or a plan is called, if it was seen. */
export function findName(row: string): string | null {
  const nested = seen.offerings.flatMap(({ plans }) => readList<Plan>(plans))
  const found = [...seen.offerings, ...nested, ...seen.plans].find(({ uuid }) => isSame(uuid, row))
  return found?.name ?? null
}
