import type { AdversaryState } from '../../mock/adversary/adversary.ts'
import { control } from '../connection/ask.ts'
import { button, field, h, showStoredText, swap } from '../elements/dom.ts'
import { act, on } from '../connection/model.ts'
import { writeCount } from '../elements/text.ts'

const seed = h('input', { type: 'number', min: 0, max: 2_147_483_647, step: 1, placeholder: 'any' })
const place = h('div', {})

/** Answers that openapi.yaml allows and nobody expects, and the search for the one that breaks a page. */
export function adversary(): HTMLElement {
  on('adversary', show)
  return h(
    'details',
    { 'data-key': 'adversary' },
    h('summary', {}, 'Legal adversary'),
    h(
      'p',
      { class: 'quiet' },
      'Nulls, absent fields, longest texts, extreme numbers: whatever openapi.yaml allows.',
    ),
    field('Seed', seed),
    place,
  )
}

const start = () =>
  act('The adversary is on.', () =>
    control(
      'PUT',
      'adversary',
      Number.isNaN(seed.valueAsNumber) ? {} : { seed: seed.valueAsNumber },
    ),
  )

const stop = () => act('The adversary is off.', () => control('DELETE', 'adversary'))

const narrow = (outcome: 'broke' | 'held') =>
  act('', () => control('POST', 'adversary/narrow', { outcome }))

function show(state: AdversaryState | null): void {
  const isOn = state !== null
  swap(
    place,
    h(
      'div',
      { class: 'row' },
      h(
        'button',
        {
          type: 'button',
          role: 'switch',
          'aria-checked': String(isOn),
          class: 'switch',
          'data-key': 'adversary-on',
          onclick: () => void (isOn ? stop() : start()),
        },
        h('span', { class: 'knob', 'aria-hidden': 'true' }),
        h('b', {}, 'adversary'),
      ),
    ),
    ...(state ? search(state) : []),
  )
}

function search({ seed: chosen, changes, found }: AdversaryState): HTMLElement[] {
  const question = found
    ? 'These are the fewest that break it:'
    : 'With these, did your page break or hold?'
  return [
    h('p', {}, `Seed ${chosen}, ${writeCount(changes.length, 'change')}. ${question}`),
    h(
      'div',
      { class: 'row' },
      button('It broke', () => narrow('broke'), { key: 'broke', disabled: found }),
      button('It held', () => narrow('held'), { key: 'held', disabled: found }),
    ),
    h(
      'details',
      { 'data-key': 'adversary-changes' },
      h('summary', {}, 'The changes'),
      h(
        'ul',
        {},
        ...changes.slice(0, 200).map((one) => h('li', {}, h('code', {}, showStoredText(one)))),
      ),
    ),
  ]
}
