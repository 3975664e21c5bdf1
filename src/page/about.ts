import { acting, sandbox, MAIN } from './connection/session.ts'
import { copy } from './elements/copy.ts'
import { button, h, the } from './elements/dom.ts'

const token = h('code', {})

/** What this is, where its API is, and as whom one asks it. */
export function about(): void {
  const base = location.origin + (sandbox === MAIN ? '' : `/s/${sandbox}`)
  the('about').append(
    h(
      'p',
      {},
      'A stand-in for Waldur: its marketplace API with invented data that you may change. Send your calls here instead of a real server.',
    ),
    h(
      'div',
      { class: 'row' },
      showCopiable('Base URL', h('code', {}, base)),
      showCopiable('Token', token),
    ),
  )
  showToken()
}

/** Of the one that the page acts as. */
export const showToken = (): void => {
  token.textContent = acting.persona.token || 'none'
}

const showCopiable = (name: string, value: HTMLElement): HTMLElement =>
  h(
    'span',
    { class: 'copied' },
    h('small', {}, name),
    ' ',
    value,
    ' ',
    button('Copy', () => copy(value), { label: `Copy ${name}` }),
  )
