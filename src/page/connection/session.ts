/** The usual world, as the mock calls it. */
export const MAIN = 'main'

const wanted = new URLSearchParams(location.search).get('sandbox')

/** A name that the address asks for and that no sandbox can have; null: it can. */
export const wrongName =
  wanted === null || wanted === '' || /^(?!\.{1,2}$)[\w.-]{1,64}$/.test(wanted) ? null : wanted

/** The sandbox that this page shows; another one is another address: `/?sandbox=name`. */
export const sandbox = wanted === null || wanted === '' || wrongName !== null ? MAIN : wanted

export const writeAddress = (name: string): string =>
  name === MAIN ? '/' : `/?sandbox=${encodeURIComponent(name)}`

export const goTo = (name: string): void => location.assign(writeAddress(name))

/** Kept as long as the tab is open, and nowhere else. */
export const keepInTab = (name: string) => ({
  get: () => sessionStorage.getItem(`waldur-mock ${name}`),
  set: (value: string) => sessionStorage.setItem(`waldur-mock ${name}`, value),
})

export interface Persona {
  readonly name: string
  readonly token: string
  readonly roles: readonly string[]
  readonly is_active: boolean
}

/** Somebody without a token. */
export const NOBODY: Persona = { name: 'Nobody', token: '', roles: [], is_active: true }

/** As whom the page asks the API, as soon as it knows who there is. */
export const acting: { persona: Persona; isKnown: boolean } = { persona: NOBODY, isKnown: false }
