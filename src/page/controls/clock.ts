import { control } from '../connection/ask.ts'
import { button, field, h, option, the } from '../elements/dom.ts'
import { isReal, now, speed } from '../elements/moment.ts'
import { act } from '../connection/model.ts'
import { writeDate, writeLongDate, findNextMonth, writeTime } from '../elements/text.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 400

const time = h('time', {})
const mode = h('span', { class: 'quiet' })
const slider = h('input', {
  type: 'range',
  min: 0,
  max: MOST_DAYS,
  step: 1,
  oninput: () => aim(),
  onchange: () => void travel(),
})
const target = h('output', { class: 'quiet' })
const freeze = button('Freeze', () => change({ speed: speed() === 0 ? 1 : 0 }), { key: 'freeze' })
const SPEEDS = [
  ['0', 'stands still'],
  ['1', 'as usual'],
  ['60', 'a minute a second'],
  ['3600', 'an hour a second'],
  ['86400', 'a day a second'],
] as const
const speeds = h(
  'select',
  { onchange: () => void change({ speed: Number(speeds.value) }) },
  ...SPEEDS.map(([value, text]) => option(value, text)),
)

/** Moving time: what it brings about (prices, calendar jobs) shows at once. */
export function clock(): void {
  the('clock').append(
    h('p', { class: 'clock' }, time, mode),
    field('Days from today', slider),
    target,
    h(
      'div',
      { class: 'row' },
      button('Next month', () => change({ now: findNextMonth(now()).toISOString() }), {
        class: 'main',
      }),
      freeze,
      button('Real time', () => act('Real time again.', () => control('DELETE', 'clock'))),
    ),
    field('Speed', speeds),
    h(
      'p',
      { class: 'quiet' },
      'Going back does not undo what time has brought about; undo and reset do.',
    ),
  )
  setInterval(tick, 250)
}

const change = (body: object) =>
  act('', () => control('PATCH', 'clock', body)).then((isDone) => isDone && showClock())

const travel = () =>
  change({ now: new Date(Date.now() + Number(slider.value) * DAY_MS).toISOString() })

function aim(): void {
  const day = new Date(Date.now() + Number(slider.value) * DAY_MS)
  target.textContent = `to ${writeDate(day)}`
  slider.setAttribute('aria-valuetext', writeDate(day))
}

export function showClock(): void {
  tick()
  const days = Math.round((now().getTime() - Date.now()) / DAY_MS)
  slider.value = String(days)
  slider.setAttribute('aria-valuetext', writeDate(now()))
  target.textContent = days === 0 ? 'today' : `${days > 0 ? '+' : ''}${days} days`
  const rate = String(speed())
  if (![...speeds.options].some(({ value }) => value === rate))
    speeds.append(option(rate, `× ${rate}`))
  speeds.value = rate
  freeze.setAttribute('aria-pressed', String(speed() === 0))
}

function tick(): void {
  const date = now()
  const text = `${writeLongDate(date)} ${writeTime(date)}`
  if (time.textContent !== text) time.textContent = text
  mode.textContent = isReal() ? ' UTC, real time' : speed() === 0 ? ' UTC, frozen' : ' UTC, moved'
}
