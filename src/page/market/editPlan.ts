import { api } from '../connection/ask.ts'
import { readList } from '../connection/shapes.ts'
import type { Component, Plan } from '../connection/shapes.ts'
import { button, field, form, h } from '../elements/dom.ts'
import { shorten, writeDecimal } from '../elements/text.ts'
import { sayAnswer } from './refuse.ts'

const PLANS = '/api/marketplace-plans/'

/** What can be done to a plan. It is made when it is first unfolded: there may be thousands. */
export function editPlan(plan: Plan): HTMLElement {
  const { uuid = '' } = plan
  const details = h(
    'details',
    { class: 'edit', 'data-key': `edit-${uuid}`, ontoggle: () => fill() },
    h('summary', { 'aria-label': `Change the plan ${shorten(plan.name ?? '', 40)}` }, 'Change'),
  )
  const fill = () => {
    if (!details.open || details.childElementCount > 1) return
    const components = readList<Component>(plan.components)
    details.append(pricesForm(uuid, components), discountsForm(uuid, components), lastRow(plan))
  }
  return details
}

type Inputs = readonly (readonly [string, HTMLInputElement])[]

const number = (value: unknown, label: string) =>
  h('input', {
    type: 'number',
    min: 0,
    step: 'any',
    value: value === null || value === undefined ? '' : String(value),
    'aria-label': label,
  })

const nameOf = ({ name, type = '' }: Component): string => shorten(name ?? type, 30)

function pricesForm(uuid: string, components: readonly Component[]): HTMLElement {
  const inputs: Inputs = components.map(({ type = '', price }) => [
    type,
    number(writeDecimal(price).replaceAll('\u202f', ''), 'Price'),
  ])
  const send = async () => {
    const prices = Object.fromEntries(inputs.map(([type, { value }]) => [type, value]))
    const path = `${PLANS}${uuid}/update_prices/`
    return sayAnswer(
      'the prices are set; a plan in use keeps its own until the next month.',
      await api('POST', path, { prices }),
    )
  }
  const fields = inputs.map(([, input], at) =>
    field(nameOf(components[at] ?? {}), label(input, 'Price of', components[at])),
  )
  return form(send, { class: 'row end' }, ...fields, h('button', { class: 'main' }, 'Set prices'))
}

/** Its own label says of what it is. */
function label(input: HTMLInputElement, what: string, component: Component = {}): HTMLInputElement {
  input.setAttribute('aria-label', `${what} ${nameOf(component)}`)
  return input
}

function discountsForm(uuid: string, components: readonly Component[]): HTMLElement {
  const inputs = components.map(
    ({ discount_threshold: from, discount_rate: rate, ...component }) => ({
      type: component.type ?? '',
      from: label(number(from, ''), 'Amount from which there is a discount on', component),
      rate: label(number(rate, ''), 'Discount in % on', component),
      component,
    }),
  )
  const send = async () => {
    const discounts = Object.fromEntries(
      inputs.map(({ type, from, rate }) => [
        type,
        { discount_threshold: readNumber(from), discount_rate: readNumber(rate) },
      ]),
    )
    const path = `${PLANS}${uuid}/update_discounts/`
    return sayAnswer('the discounts are set.', await api('POST', path, { discounts }))
  }
  const fields = inputs.map(({ from, rate, component }) =>
    h('div', { class: 'row' }, field(`${nameOf(component)}: from`, from), field('% off', rate)),
  )
  return form(send, { class: 'stack' }, ...fields, h('button', {}, 'Set discounts'))
}

const readNumber = ({ value }: HTMLInputElement): number | null =>
  value === '' ? null : Number(value)

function lastRow({ uuid = '', name, archived }: Plan): HTMLElement {
  const label = shorten(name ?? '', 40)
  const archive = async () =>
    sayAnswer(
      `${label} is archived: nobody can choose it any more.`,
      await api('POST', `${PLANS}${uuid}/archive/`),
    )
  const remove = async () => sayAnswer(`${label} is gone.`, await api('DELETE', `${PLANS}${uuid}/`))
  return h(
    'div',
    { class: 'row' },
    archived !== true && button('Archive', archive, { label: `Archive ${label}` }),
    button('Delete', remove, { label: `Delete ${label}` }),
  )
}

/** A form for another plan of an offering. */
export function newPlan(offering: string, offeringName: string): HTMLElement {
  const name = h('input', { required: true, maxlength: 150 })
  const unit = h(
    'select',
    {},
    ...['month', 'half_month', 'day', 'hour', 'quantity', 'quarter'].map((one) =>
      h('option', { value: one }, one.replaceAll('_', ' ')),
    ),
  )
  const send = async () => {
    const path = `${location.origin}/api/marketplace-provider-offerings/${offering}/`
    const body = { name: name.value, unit: unit.value, offering: path }
    const isMade = sayAnswer(
      `${name.value} is made; its prices are 0.`,
      await api('POST', PLANS, body),
    )
    if (isMade) name.value = ''
    return isMade
  }
  return h(
    'details',
    { class: 'edit', 'data-key': `new-${offering}` },
    h('summary', { 'aria-label': `New plan of ${shorten(offeringName, 40)}` }, 'New plan'),
    form(
      send,
      { class: 'row end' },
      field('Name of the plan', name, 'grow'),
      field('by', unit),
      h('button', { class: 'main' }, 'Make'),
    ),
  )
}
