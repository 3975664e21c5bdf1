import type { TimelineSummary } from '../../control/controls.ts'
import { control } from '../connection/ask.ts'
import { button, field, h } from '../elements/dom.ts'
import { act, on } from '../connection/model.ts'
import { writeCount, writeTime } from '../elements/text.ts'

const undo = button('Undo', () => step('undo', 'Taken back', known.current), { key: 'undo' })
const redo = button('Redo', () => step('redo', 'Done again', known.current + 1), { key: 'redo' })
const reset = button(
  'Reset',
  () =>
    act('The start data is back, time is real, and there are no faults.', () =>
      control('POST', 'reset', {}),
    ),
  { key: 'reset' },
)
const slider = h('input', {
  type: 'range',
  min: 0,
  max: 0,
  step: 1,
  oninput: () => describeMoment(),
  onchange: () => void scrub(),
})
const where = h('output', { class: 'quiet' })
let known: TimelineSummary = { current: 0, moments: [] }

export function timeline(): HTMLElement {
  on('timeline', show)
  return h('div', {}, h('div', { class: 'row' }, undo, redo, reset), field('Moment', slider), where)
}

/** Says what was taken back, or done again: the write that led to a moment. */
async function step(way: 'undo' | 'redo', done: string, moment: number): Promise<void> {
  const label = known.moments[moment]?.label
  const what = label === undefined ? '' : `: ${await nameMoment(label)}`
  await act(`${done}${what}.`, () => control('POST', way))
}

/** What a moment of the timeline came from: a request, or what was done to the state. */
async function nameMoment(label: string): Promise<string> {
  if (!/^\d+$/.test(label)) return label
  const exchange = await control<{ method: string; target: string }>(
    'GET',
    `journal/${label}`,
  ).catch(() => null)
  return exchange === null ? `exchange ${label}` : `${exchange.method} ${exchange.target}`
}

const scrub = () => act('', () => control('POST', 'timeline', { to: Number(slider.value) }))

/** A button that has the focus is not taken away from who uses it: it says that there is nothing. */
function show(timeline: TimelineSummary): void {
  known = timeline
  const last = timeline.moments.length - 1
  undo.setAttribute('aria-disabled', String(timeline.current === 0))
  redo.setAttribute('aria-disabled', String(timeline.current >= last))
  slider.max = String(last)
  slider.value = String(timeline.current)
  slider.disabled = last < 1
  describeMoment()
}

function describeMoment(): void {
  const index = Number(slider.value)
  const moment = known.moments[index]
  const text = moment ? `${writeLabel(moment.label)}, ${writeTime(new Date(moment.at))}` : ''
  where.textContent = `${index} of ${writeCount(Math.max(0, known.moments.length - 1), 'write')}: ${text}`
  slider.setAttribute('aria-valuetext', text)
}

/** What was written by a request has the id of its exchange. */
const writeLabel = (label: string): string =>
  /^\d+$/.test(label) ? `after exchange ${label}` : label
