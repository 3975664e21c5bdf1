import { h, showStoredText } from '../elements/dom.ts'
import { renderProse } from '../elements/renderProse.ts'
import { currency } from './currency.ts'
import { editPlan } from './editPlan.ts'
import { readList } from '../connection/shapes.ts'
import type { Component, Plan } from '../connection/shapes.ts'
import { writeCount, writeDay, writeDecimal, isSamePrice, findNextMonth } from '../elements/text.ts'

/** A plan as a marketplace shows it: what each component costs, now and from next month. */
export function plan(shown: Plan, now: Date): HTMLElement {
  const { name, description, archived, components } = shown
  const rows = readList<Component>(components)
  const isDearer = rows.some(hasFuture)
  const start = writeDay(findNextMonth(now))
  return h(
    'article',
    { class: archived ? 'plan archived' : 'plan', 'data-plan': shown.uuid },
    h('h4', {}, showStoredText(name ?? 'Plan without a name'), ...badges(shown)),
    h('div', { class: 'quiet prose' }, renderProse(description)),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Component'),
          h('th', { scope: 'col' }, 'Price', currency() !== '' && ` in ${currency()}`),
          isDearer && h('th', { scope: 'col', class: 'future' }, `From ${start}`),
        ),
      ),
      h('tbody', {}, ...rows.map((row) => priceRow(row, isDearer))),
    ),
    editPlan(shown),
  )
}

/** What one of it is: `Beam hours` are paid by the hour, a unit of many is one of them. */
function unitText({ measured_unit: unit }: Component): string {
  if (typeof unit !== 'string') return ''
  return /^(?:hours|days|weeks|months|nights|samples|slots|cores|runs|units|users|seats|licen[cs]es)$/i.test(
    unit,
  )
    ? unit.slice(0, -1)
    : unit
}

const isSet = (value: unknown): value is string | number => value !== null && value !== undefined

const hasFuture = ({ price, future_price: future }: Component): boolean =>
  isSet(future) && !isSamePrice(price, future)

function priceRow(component: Component, isDearer: boolean): HTMLElement {
  const { name, type, price, future_price: future } = component
  return h(
    'tr',
    { 'data-component': type },
    h(
      'th',
      { scope: 'row' },
      showStoredText(name ?? type),
      unitText(component) !== '' && h('small', {}, ' per ', showStoredText(unitText(component))),
      ...extras(component).map((text) => h('small', { class: 'extra' }, text)),
    ),
    h('td', { class: 'price' }, isSet(price) ? writeDecimal(price) : '–'),
    isDearer && h('td', { class: 'future' }, hasFuture(component) ? writeDecimal(future) : ''),
  )
}

function extras({ discount_threshold: from, discount_rate: rate, amount }: Component): string[] {
  return [
    ...(isSet(rate) && rate > 0
      ? [`${writeDecimal(rate)} % off${isSet(from) ? ` from ${writeDecimal(from)}` : ''}`]
      : []),
    ...(isSet(amount) && amount > 0 ? [`${writeDecimal(amount)} included`] : []),
  ]
}

function badges({ archived, max_amount: most, resources_count: used, unit }: Plan): HTMLElement[] {
  const left = isSet(most) ? Math.max(0, most - (used ?? 0)) : null
  return [
    ...(typeof unit === 'string' && unit !== ''
      ? [h('small', { class: 'quiet' }, ` by ${unit.replaceAll('_', ' ')}`)]
      : []),
    ...(archived ? [h('span', { class: 'badge' }, 'archived')] : []),
    ...(left === null
      ? []
      : [
          h(
            'span',
            { class: left === 0 ? 'badge full' : 'badge capped' },
            left === 0 ? `full: ${writeCount(most ?? 0, 'place')}` : `${left} of ${most} left`,
          ),
        ]),
  ]
}
