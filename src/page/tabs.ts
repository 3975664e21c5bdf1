import { hush } from './elements/dom.ts'

const PARTS = ['market', 'journal', 'clock', 'faults', 'states', 'sandboxes']

/** The address says which part is in front: `/#states`. Narrow windows show that one only. */
export function tabs(): void {
  const show = () => {
    const named = location.hash.slice(1)
    const part = PARTS.includes(named) ? named : 'market'
    document.body.dataset['part'] = part
    for (const link of document.querySelectorAll('nav a[href^="#"]')) {
      const isHere = link.getAttribute('href') === `#${part}`
      if (isHere) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
  addEventListener('hashchange', show)
  addEventListener('hashchange', hush)
  show()
}
