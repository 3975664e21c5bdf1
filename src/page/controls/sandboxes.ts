import versions from '../../document/releases/versions.gen.json' with { type: 'json' }
import { control } from '../connection/ask.ts'
import { button, field, form, h, option, showStoredText, swap, the } from '../elements/dom.ts'
import { act, on } from '../connection/model.ts'
import type { SandboxSummary } from '../connection/model.ts'
import { writeAddress, goTo, keepInTab, MAIN, sandbox } from '../connection/session.ts'
import { writeCount } from '../elements/text.ts'

const list = h('ul', { class: 'plain' })
const name = h('input', {
  required: true,
  pattern: '(?!\\.{1,2}$)[\\w.\\-]{1,64}',
  title: 'Letters, digits, _ . -',
  maxlength: 64,
})
const from = h('select', {})
const release = h(
  'select',
  {},
  option('', 'as the mock'),
  ...versions.toReversed().map((version) => option(version, version)),
)

/** Worlds of their own, by the header X-Mock-Sandbox; this page shows one of them. */
export function sandboxes(): void {
  the('sandboxes').append(
    h(
      'p',
      { class: 'quiet' },
      'Worlds of their own. A test names its own by the header X-Mock-Sandbox.',
    ),
    list,
    form(
      open,
      { class: 'stack' },
      h(
        'div',
        { class: 'row' },
        field('New sandbox', name, 'grow'),
        field('from', from),
        field('release', release),
      ),
      h('button', { class: 'main' }, 'Open'),
    ),
  )
  dropLeft()
  on('sandboxes', (others) =>
    swap(list, ...[{ name: MAIN, exchanges: 0, faults: 0 }, ...others].map(item)),
  )
  on('snapshots', (snapshots) => {
    const chosen = from.value
    from.replaceChildren(...snapshots.map((one) => option(one.name, one.name, one.name === chosen)))
  })
}

async function open(): Promise<void> {
  const wanted = name.value
  const opened = await act('', () =>
    control('POST', 'sandboxes', {
      name: wanted,
      from: from.value,
      ...(release.value && { release: release.value }),
    }),
  )
  if (opened) goTo(wanted, release.value)
}

const leaving = keepInTab('sandbox to drop')

/** One that is shown would be opened again by the next look at it: it is left first. */
async function drop(wanted: string): Promise<void> {
  if (wanted !== sandbox) {
    if (await discard(wanted)) the('sandboxes').focus()
    return
  }
  leaving.set(wanted)
  goTo(MAIN)
}

const discard = (wanted: string) =>
  act(`${wanted} is gone.`, () => control('DELETE', `sandboxes/${encodeURIComponent(wanted)}`))

function dropLeft(): void {
  const left = leaving.get()
  leaving.set('')
  if (left) void discard(left)
}

function item({ name: shown, release: own = '', exchanges, faults }: SandboxSummary): HTMLElement {
  const isHere = shown === sandbox
  return h(
    'li',
    { class: 'row' },
    h(
      'a',
      {
        href: writeAddress(shown, own),
        class: 'grow',
        'aria-current': isHere && 'page',
        'data-key': `go-${shown}`,
      },
      showStoredText(shown),
    ),
    shown !== MAIN &&
      h('small', {}, `${own}, ${writeCount(exchanges, 'call')}, ${writeCount(faults, 'fault')}`),
    shown !== MAIN &&
      button('Drop', () => drop(shown), {
        key: `drop-${shown}`,
        label: `Drop the sandbox ${shown}`,
      }),
  )
}
