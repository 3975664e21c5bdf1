import { button } from './elements/dom.ts'

const KEY = 'waldur-mock theme'
const root = document.documentElement
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

const isDark = (): boolean => {
  const chosen = root.getAttribute('data-theme')
  return chosen === null ? prefersDark.matches : chosen === 'dark'
}

/** Light or dark: as the system has it, until somebody says otherwise. */
export function themeButton(): HTMLElement {
  const chosen = localStorage.getItem(KEY)
  if (chosen !== null) root.setAttribute('data-theme', chosen)
  const toggle = button('', () => {
    const wanted = isDark() ? 'light' : 'dark'
    root.setAttribute('data-theme', wanted)
    localStorage.setItem(KEY, wanted)
    tell()
  })
  const tell = () => {
    toggle.textContent = isDark() ? 'Light' : 'Dark'
    toggle.setAttribute('aria-label', `Use ${isDark() ? 'light' : 'dark'} colours`)
  }
  prefersDark.addEventListener('change', tell)
  tell()
  return toggle
}
