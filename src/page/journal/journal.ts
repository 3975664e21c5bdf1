import type { ExchangeSummary } from '../../control/summariseExchange.ts'
import { control, onOwn, own } from '../connection/ask.ts'
import { button, field, h, showStoredText, swap, the } from '../elements/dom.ts'
import { act, describeError, on } from '../connection/model.ts'
import type { Health } from '../connection/model.ts'
import { download } from '../elements/files.ts'
import { stream } from '../connection/stream.ts'
import { writeCount, shorten, writeTime } from '../elements/text.ts'
import { openWhy } from './why.ts'

const KEPT = 1000
const SHOWN = 150

const lines = new Map<string, ExchangeSummary>()
const list = h('ol', { class: 'lines' })
const count = h('p', { class: 'quiet' })
const room = h('p', { class: 'quiet' })
const live = h('span', { class: 'live' }, 'connecting')
const filter = h('input', {
  type: 'search',
  placeholder: 'path, status, persona',
  oninput: () => draw(),
})
const hideOwn = h('input', { type: 'checkbox', onchange: () => draw() })

/** The exchanges as they happen; `changed` hears of those that wrote something. */
export function journal(changed: (line: ExchangeSummary) => void): void {
  the('journal-title').append(' ', live)
  the('journal').append(
    h(
      'div',
      { class: 'row end' },
      field('Filter', filter, 'grow'),
      field('Without this page', hideOwn, 'check'),
    ),
    h(
      'div',
      { class: 'row' },
      button('Download HAR', saveHar),
      button('Clear', () =>
        act('The journal is empty.', () => control('DELETE', 'journal')).then(loadJournal),
      ),
    ),
    count,
    room,
    list,
  )
  on('health', ({ memory }) => {
    room.textContent = roomText(memory)
  })
  onOwn(draw)
  draw()
  void stream({
    open: () => {
      setLive(true)
      void loadJournal()
    },
    lost: () => setLive(false),
    line: (line) => {
      lines.set(line.id, line)
      draw()
      if (line.changes.length > 0) changed(line)
    },
  })
}

const roomText = ({ limit, dropped }: Health['memory']): string =>
  dropped === 0
    ? ''
    : `${writeCount(dropped, 'old entry', 'old entries')} of journals and timelines made room: the mock keeps ${Math.round(limit / 1_048_576)} MB. Start it with a higher --memory for more.`

function setLive(isLive: boolean): void {
  live.textContent = isLive ? 'live' : 'reconnecting'
  live.className = isLive ? 'live on' : 'live'
}

/** What arrives while it is asked for is kept. */
async function loadJournal(): Promise<void> {
  lines.clear()
  const { exchanges } = await control<{ exchanges: readonly ExchangeSummary[] }>(
    'GET',
    `journal?limit=${SHOWN}`,
  )
  for (const line of exchanges) lines.set(line.id, line)
  draw()
}

async function saveHar(): Promise<void> {
  await act('', async () => download('waldur-mock.har', await control('GET', 'journal.har')))
}

let isWaiting = false

/** At most once a frame, however many exchanges there are. */
function draw(): void {
  if (isWaiting) return
  isWaiting = true
  setTimeout(() => {
    isWaiting = false
    drawNow()
  }, 40)
}

function drawNow(): void {
  const all = [...lines.values()].sort((a, b) => Number(b.id) - Number(a.id))
  for (const { id } of all.slice(KEPT)) lines.delete(id)
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean)
  const fitting = all.filter((line) => fits(line, words))
  count.textContent =
    all.length === 0
      ? 'Nothing was asked yet. Calls to /api show here as they happen.'
      : `${writeCount(fitting.length, 'exchange')}${fitting.length > SHOWN ? `, the last ${SHOWN} shown` : ''}`
  swap(list, ...fitting.slice(0, SHOWN).map(row))
}

function fits(line: ExchangeSummary, words: readonly string[]): boolean {
  if (hideOwn.checked && own.has(line.id)) return false
  const text = writeText(line).toLowerCase()
  return words.every((word) => text.includes(word))
}

const writeText = ({
  method,
  target,
  operation,
  persona,
  status,
  faults,
  unmatched,
}: ExchangeSummary) =>
  [method, target, operation, persona, status, ...faults, unmatched && 'unmatched']
    .filter(Boolean)
    .join(' ')

function row(line: ExchangeSummary): HTMLElement {
  const { id, at, method, target, persona } = line
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: kindOf(line),
        'data-key': `line-${id}`,
        onclick: () =>
          void openWhy(id).catch((error: unknown) => (count.textContent = describeError(error))),
      },
      h('span', { class: `status ${isBad(line) ? 'bad' : 'good'}` }, statusText(line)),
      h('span', { class: 'method' }, method),
      h('span', { class: 'target' }, showStoredText(shorten(target, 90))),
      h(
        'span',
        { class: 'facts' },
        `${writeTime(new Date(at))} · ${durationText(line)} · `,
        showStoredText(shorten(persona ?? 'nobody', 30)),
        own.has(line.id) && ' · this page',
        ...marks(line).map(([text, mark]) => h('span', { class: `badge ${mark}` }, text)),
      ),
    ),
  )
}

/** What came of it, to who asked: a call that was cut off has no status, whatever was meant. */
const isBad = ({ status, cut }: ExchangeSummary): boolean => status >= 400 || cut !== null

const statusText = ({ status, cut }: ExchangeSummary): string =>
  cut === null ? String(status) : 'cut'

/** A call that a fault only made slow is no error. */
function kindOf(line: ExchangeSummary): string {
  if (line.faults.length === 0) return 'line'
  return line.waited_ms > 0 && !isBad(line) ? 'line slowed' : 'line faulted'
}

const durationText = ({ duration_ms: worked, waited_ms: waited }: ExchangeSummary): string =>
  waited > 0
    ? `${(worked + waited).toFixed(0)} ms, ${waited} of them waited`
    : `${worked.toFixed(1)} ms`

const nameGap = (isOfWaldur: boolean): string =>
  isOfWaldur ? 'unmatched: Waldur has it' : 'unmatched'

const marks = ({
  faults,
  changes,
  unmatched,
  of_waldur,
  source,
}: ExchangeSummary): [string, string][] => [
  ...faults.map((fault): [string, string] => [`fault ${shorten(fault, 30)}`, 'fault']),
  ...(changes.length > 0
    ? [[`${writeCount(changes.length, 'row')} written`, 'wrote'] as [string, string]]
    : []),
  ...(unmatched ? [[nameGap(of_waldur), 'fault'] as [string, string]] : []),
  ...(source === null ? [] : [[`from ${shorten(source, 30)}`, ''] as [string, string]]),
]
