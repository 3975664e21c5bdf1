/** The usual world, as the mock calls it. */
export const MAIN = 'main'

const wanted = new URLSearchParams(location.search).get('sandbox')

/** A name that the address asks for and that no sandbox can have; null: it can. */
export const wrongName =
  wanted === null || wanted === '' || /^(?!\.{1,2}$)[\w.-]{1,64}$/.test(wanted) ? null : wanted

/** The sandbox that this page shows; another one is another address: `/?sandbox=name`. */
export const sandbox = wanted === null || wanted === '' || wrongName !== null ? MAIN : wanted

const wantedRelease = new URLSearchParams(location.search).get('release') ?? ''

/** The release that the sandbox is opened as, if it is not open yet; null: that of the mock. */
export const release = /^\d+\.\d+\.\d+$/.test(wantedRelease) ? wantedRelease : null

export function writeAddress(name: string, release = ''): string {
  if (name === MAIN) return '/'
  const query = new URLSearchParams({ sandbox: name, ...(release && { release }) })
  return `/?${query.toString()}`
}

export const goTo = (name: string, release = ''): void =>
  location.assign(writeAddress(name, release))

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
