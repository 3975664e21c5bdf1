import { control } from '../connection/ask.ts'
import { button, field, form, h, say, showStoredText, swap, the } from '../elements/dom.ts'
import { openDiff } from './diff.ts'
import { download } from '../elements/files.ts'
import { act, describeError, on } from '../connection/model.ts'
import type { SnapshotSummary } from '../connection/model.ts'
import { writeCount, writeDay, writeTime } from '../elements/text.ts'
import { timeline } from './timeline.ts'

const START = 'start'
const name = h('input', {
  required: true,
  pattern: '[\\w.\\-]{1,64}',
  title: 'Letters, digits, _ . -',
  maxlength: 64,
})
const file = h('input', {
  type: 'file',
  accept: '.json,application/json',
  onchange: () => void load(),
})
const list = h('ul', { class: 'plain' })

const at = (snapshot: string) => `snapshots/${encodeURIComponent(snapshot)}`

/** Undo, and states that were kept under a name. */
export function states(): void {
  the('states').append(
    timeline(),
    form(
      save,
      { class: 'row end' },
      field('Keep the present state as', name, 'grow'),
      h('button', { class: 'main' }, 'Save'),
    ),
    list,
    field('Import a fixture as a snapshot', file),
  )
  on('snapshots', (snapshots) => swap(list, ...snapshots.map(item)))
}

async function save(): Promise<void> {
  const wanted = name.value
  if (await act(`Kept as ${wanted}.`, () => control('PUT', at(wanted), {}))) name.value = ''
}

/** The name of the file becomes the name of the snapshot. */
async function load(): Promise<void> {
  const [chosen] = file.files ?? []
  if (!chosen) return
  const wanted = chosen.name
    .replace(/\.json$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 64)
  try {
    const fixture: unknown = JSON.parse(await chosen.text())
    await act(`${wanted} is here; restore it to see it.`, () =>
      control('PUT', at(wanted), { fixture }),
    )
  } catch (error) {
    say(`${chosen.name} is no JSON: ${describeError(error)}`, 'wrong')
  }
  file.value = ''
}

function item({ name: shown, at: kept, plans, offerings }: SnapshotSummary): HTMLElement {
  const date = new Date(kept)
  const does = (text: string, doing: () => unknown, disabled = false) =>
    button(text, doing, { key: `${text}-${shown}`, label: `${text} ${shown}`, disabled })
  return h(
    'li',
    {},
    h('b', {}, showStoredText(shown)),
    h(
      'small',
      {},
      ` ${writeDay(date)} ${writeTime(date)} · ${writeCount(plans, 'plan')}, ${writeCount(offerings, 'offering')}`,
    ),
    h(
      'div',
      { class: 'row' },
      does('Restore', () =>
        act(`${shown} is the present state.`, () => control('POST', `${at(shown)}/restore`)),
      ),
      does('Compare', () => openDiff(shown)),
      does('Export', () =>
        act('', async () => download(`${shown}.json`, await control('GET', at(shown)))),
      ),
      shown !== START &&
        does('Drop', () => act(`${shown} is gone.`, () => control('DELETE', at(shown)))),
    ),
  )
}
