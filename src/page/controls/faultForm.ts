import { control } from '../connection/ask.ts'
import { field, form, h, option } from '../elements/dom.ts'
import { act } from '../connection/model.ts'
import operationIds from '../../document/operationIds.gen.json' with { type: 'json' }

const operation = h(
  'select',
  {},
  option('', 'every operation'),
  ...operationIds.map((id) => option(id, id)),
)
const KINDS = [
  ['503', 'status 503'],
  ['500', 'status 500'],
  ['429', 'status 429'],
  ['404', 'status 404'],
  ['401', 'status 401'],
  ['reset', 'connection reset'],
  ['empty', 'empty answer'],
  ['truncated', 'truncated body'],
  ['malformed', 'malformed JSON'],
  ['drip', 'slow drip'],
  ['none', 'nothing but latency'],
] as const
const kind = h('select', {}, ...KINDS.map(([value, text]) => option(value, text)))
const latency = h('input', { type: 'number', min: 0, max: 600_000, step: 1, value: 0 })
const probability = h('input', { type: 'number', min: 0, max: 100, step: 1, value: 100 })

/** A fault of one's own: where, what, and how often. */
export const faultForm = (): HTMLElement =>
  h(
    'details',
    { 'data-key': 'fault-form' },
    h('summary', {}, 'Add a fault'),
    form(
      () => act('The fault is on.', () => control('POST', 'faults', readFault())),
      { class: 'stack' },
      field('Operation', operation),
      field('What goes wrong', kind),
      h(
        'div',
        { class: 'row' },
        field('Latency in ms', latency),
        field('Of calls, %', probability),
      ),
      h('button', { class: 'main' }, 'Add'),
    ),
  )

function readFault(): object {
  const [ms, share] = [latency.valueAsNumber, probability.valueAsNumber]
  return {
    ...(operation.value !== '' && { operation: operation.value }),
    ...(/^\d+$/.test(kind.value) && { status: Number(kind.value) }),
    ...(kind.value === '429' && { retry_after: 5 }),
    ...(/^[a-z]+$/.test(kind.value) && kind.value !== 'none' && { answer: kind.value }),
    ...(ms > 0 && { latency: { distribution: 'fixed', ms } }),
    ...(share < 100 && { probability: share / 100, seed: 1 }),
  }
}
