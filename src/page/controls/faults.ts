import type { Fault } from '../../mock/faults/fault.ts'
import { adversary } from './adversary.ts'
import { control } from '../connection/ask.ts'
import { button, h, showStoredText, swap, the } from '../elements/dom.ts'
import { faultForm } from './faultForm.ts'
import { act, on } from '../connection/model.ts'

const sets = h('div', { class: 'switches' })
const list = h('ul', { class: 'plain' })

const SAID: Readonly<Record<string, string>> = {
  flaky: 'now and then an error or a cut connection',
  'slow-3g': 'every answer late and slow',
  down: 'every connection is cut',
  maintenance: '503 with Retry-After',
  'calendar-fails': 'calendar jobs end in an error',
}

/** Ready sets as switches, faults of one's own as a list. */
export function faults(): void {
  the('faults').append(sets, list, faultForm(), adversary())
  on('faults', ({ sets: names, faults: all }) => {
    swap(sets, ...names.map((name) => toggle(name, all)))
    const own = all.filter(({ id = '' }) => !names.some((set) => isOf(set, id)))
    swap(
      list,
      ...own.map(item),
      all.length > 0 && h('li', {}, button('Take all faults away', clear, { key: 'clear-faults' })),
    )
  })
}

const isOf = (set: string, id: string): boolean => id.startsWith(`${set}-`)

const clear = () => act('There are no faults.', () => control('DELETE', 'faults'))

function toggle(name: string, all: readonly Fault[]): HTMLElement {
  const isOn = all.some(({ id = '' }) => isOf(name, id))
  const turn = () =>
    act(`${name} is ${isOn ? 'off' : 'on'}.`, () =>
      control(isOn ? 'DELETE' : 'PUT', `fault-sets/${encodeURIComponent(name)}`),
    )
  return h(
    'button',
    {
      type: 'button',
      role: 'switch',
      'aria-checked': String(isOn),
      class: 'switch',
      'data-key': `set-${name}`,
      onclick: () => void turn(),
    },
    h('span', { class: 'knob', 'aria-hidden': 'true' }),
    h('span', {}, h('b', {}, name), h('small', {}, ` ${SAID[name] ?? ''}`)),
  )
}

function item({ id = '', ...fault }: Fault): HTMLElement {
  const remove = () =>
    act(`${id} is gone.`, () => control('DELETE', `faults/${encodeURIComponent(id)}`))
  return h(
    'li',
    { class: 'row' },
    h(
      'span',
      { class: 'grow' },
      h('b', {}, showStoredText(id)),
      ' ',
      h('code', {}, showStoredText(JSON.stringify(fault))),
    ),
    button('Remove', remove, { key: `remove-${id}`, label: `Remove ${id}` }),
  )
}
