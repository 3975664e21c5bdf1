import { button, focusOn, h, the } from './dom.ts'
import type { Child } from './dom.ts'

/** Shows something above the page. When it is closed, the focus goes back to where it was. */
export function openCard(title: Child, ...content: readonly Child[]): void {
  const dialog = the('card') as HTMLDialogElement
  const from = document.activeElement
  const key = from?.getAttribute('data-key') ?? null
  dialog.replaceChildren(
    h(
      'header',
      {},
      h('h2', { id: 'card-title' }, title),
      button('Close', () => dialog.close(), { class: 'close' }),
    ),
    h('div', { class: 'content' }, ...content),
  )
  if (dialog.open) return
  dialog.addEventListener(
    'close',
    () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus()
      else if (key !== null) focusOn(key)
    },
    { once: true },
  )
  dialog.showModal()
}
