import { field, h, option, the } from './elements/dom.ts'
import { on } from './connection/model.ts'
import type { SandboxSummary } from './connection/model.ts'
import { acting, goTo, keepInTab, MAIN, NOBODY, sandbox } from './connection/session.ts'
import type { Persona } from './connection/session.ts'
import { shorten } from './elements/text.ts'
import { showToken } from './about.ts'
import { themeButton } from './theme.ts'

const known: { personas: readonly Persona[] } = { personas: [] }
const remembered = keepInTab('persona')
const personas = h('select', {})
const places = h('select', { onchange: () => goTo(places.value) })

/** Who one is, and in which sandbox. */
export function who(changed: () => unknown): void {
  personas.addEventListener('change', () => {
    remembered.set(personas.value)
    choose()
    void changed()
  })
  the('who').append(field('Sandbox', places), field('Act as', personas), themeButton())
  on('sandboxes', showPlaces)
  on('personas', (all) => {
    known.personas = all
    showPersonas()
    void changed()
  })
}

function showPlaces(sandboxes: readonly SandboxSummary[]): void {
  const names = new Set([MAIN, sandbox, ...sandboxes.map(({ name }) => name)])
  places.replaceChildren(
    ...[...names].map((name) => option(name, shorten(name, 40), name === sandbox)),
  )
}

function showPersonas(): void {
  const wanted = remembered.get() ?? known.personas[0]?.token ?? ''
  personas.replaceChildren(
    ...known.personas.map((one) => option(one.token, writeLabel(one), one.token === wanted)),
    option('', 'Nobody (no token)', wanted === ''),
  )
  choose()
}

function choose(): void {
  acting.isKnown = true
  acting.persona = known.personas.find(({ token }) => token === personas.value) ?? NOBODY
  showToken()
}

function writeLabel({ name, roles, is_active: isActive }: Persona): string {
  const [role] = roles
  return `${shorten(name, 40)}${role === undefined ? '' : ` (${role})`}${isActive ? '' : ', inactive'}`
}
