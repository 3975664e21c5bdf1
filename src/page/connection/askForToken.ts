import { button, field, form, h, the } from '../elements/dom.ts'
import { keepInTab } from './session.ts'

const token = keepInTab('control-token')

export const readControlToken = (): string | null => token.get()

let asking: Promise<boolean> | null = null
let isDeclined = false

/** Asks for the token of the control, once for all who wait for it. False: the user has none. */
export async function askForToken(refused: string | null): Promise<boolean> {
  if (token.get() !== refused) return true
  if (isDeclined) return false
  asking ??= askOnce(refused !== null).finally(() => (asking = null))
  return asking
}

function askOnce(isWrong: boolean): Promise<boolean> {
  const dialog = the('locked') as HTMLDialogElement
  const input = h('input', { type: 'password', autocomplete: 'off', required: true })
  const closing = new AbortController()
  return new Promise((resolve) => {
    const end = (isGiven: boolean) => {
      isDeclined = !isGiven
      closing.abort()
      dialog.close()
      unlock(!isGiven)
      resolve(isGiven)
    }
    const give = () => {
      token.set(input.value)
      end(true)
    }
    dialog.addEventListener('close', () => end(false), { signal: closing.signal })
    dialog.replaceChildren(...content(isWrong, input, { give, leave: () => end(false) }))
    dialog.showModal()
    input.focus()
  })
}

const content = (
  isWrong: boolean,
  input: HTMLInputElement,
  { give, leave }: Readonly<Record<'give' | 'leave', () => void>>,
): HTMLElement[] => [
  h('h2', { id: 'locked-title' }, 'The control is locked'),
  h(
    'p',
    {},
    isWrong ? 'That is not the token.' : 'This mock was started with a token for its control.',
  ),
  form(
    give,
    {},
    field('Value of --control-token', input),
    h('div', { class: 'row' }, h('button', { class: 'main' }, 'Unlock'), button('Not now', leave)),
  ),
  h('p', { class: 'quiet' }, 'It is kept until this tab is closed.'),
]

/** A way back for those who said that they have no token. */
function unlock(isShown: boolean): void {
  const place = the('health')
  place.querySelector('button')?.remove()
  if (isShown) place.append(button('Unlock the control', () => location.reload()))
}
