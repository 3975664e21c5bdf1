import { button, h, showStoredText } from '../elements/dom.ts'
import { newPlan } from './editPlan.ts'
import { plan } from './plan.ts'
import { someOf } from './someOf.ts'
import { link, renderProse } from '../elements/renderProse.ts'
import { readList } from '../connection/shapes.ts'
import type { Offering, Plan } from '../connection/shapes.ts'
import { shorten } from '../elements/text.ts'
import { week } from './week.ts'

export type CalendarAct = 'share' | 'unshare' | 'sync'

export interface MarketView {
  readonly now: Date
  /** Offerings whose calendar has a job under way. */
  readonly waiting: ReadonlyMap<string, unknown>
  readonly calendar: (act: CalendarAct, offering: Offering) => unknown
}

/** A booking offering as a card. */
export function offeringCard(offering: Offering, shown: MarketView): HTMLElement {
  const { uuid, name, customer_name: provider, category_title: category, state } = offering
  return h(
    'article',
    { class: 'card', 'data-offering': uuid },
    h(
      'header',
      {},
      h('h3', {}, showStoredText(name ?? 'Offering without a name')),
      h(
        'span',
        {
          class: `state ${String(state)
            .toLowerCase()
            .replace(/[^a-z]/g, '')}`,
        },
        showStoredText(state ?? 'no state'),
      ),
      h(
        'p',
        { class: 'quiet by' },
        showStoredText(provider ?? ''),
        ' · ',
        showStoredText(category ?? ''),
      ),
    ),
    h('div', { class: 'prose' }, renderProse(offering.full_description || offering.description)),
    week(offering.attributes?.schedules, shown.now),
    calendar(offering, shown),
    someOf(`offering-${uuid}`, readList<Plan>(offering.plans), (one) => plan(one, shown.now)),
    newPlan(uuid ?? '', name ?? ''),
  )
}

/** Whether the calendar is there and public, and what can be done about it. */
function calendar(offering: Offering, { waiting, calendar: act }: MarketView): HTMLElement {
  const { uuid = '', googlecalendar: google } = offering
  const isPublic = google?.public === true
  const does = (kind: CalendarAct, text: string) =>
    button(text, () => act(kind, offering), {
      key: `${kind}-${uuid}`,
      label: `${text} the calendar of ${shorten(offering.name ?? '', 40)}`,
    })
  return h(
    'div',
    { class: 'calendar' },
    h(
      'span',
      { class: 'grow' },
      'Calendar: ',
      calendarState(google),
      waiting.has(uuid) && h('small', { class: 'waiting' }, ' a job is under way'),
    ),
    isPublic ? does('unshare', 'Unshare') : does('share', 'Share'),
    does('sync', 'Sync'),
  )
}

/** A public calendar leads to its page. */
function calendarState(google: Offering['googlecalendar']): HTMLElement {
  if (google?.public !== true) return h('b', {}, google?.backend_id ? 'private' : 'none yet')
  return h('b', { class: 'public' }, google.http_link ? link(google.http_link, 'public') : 'public')
}

/** Plans of offerings that can't be booked, and those that an offering shows to certain groups only. */
export const otherPlans = (plans: readonly Plan[], now: Date): HTMLElement =>
  h(
    'article',
    { class: 'card' },
    h(
      'header',
      {},
      h('h3', {}, 'More plans'),
      h('p', { class: 'quiet by' }, 'Of other offerings, or for certain groups only'),
    ),
    someOf('others', plans, (one) => plan(one, now)),
  )
