export type Child = Node | string | null | undefined | false

/** Attributes; `on…` are listeners, true is an attribute without a value. */
export type Props = Readonly<
  Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>
>

/** An element. Texts become text nodes: nothing that is stored can become markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  dress(element, props)
  element.append(...children.filter(isShown))
  return element
}

const SVG = 'http://www.w3.org/2000/svg'

export function svg(tag: string, props: Props, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS(SVG, tag)
  dress(element, props)
  element.append(...children.filter(isShown))
  return element
}

const isShown = (child: Child): child is Node | string =>
  child !== null && child !== undefined && child !== false

function dress(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}

/** Text that somebody stored: its direction stays its own. */
export const showStoredText = (text: unknown, props: Props = {}): HTMLElement =>
  h('bdi', props, typeof text === 'string' ? text : text == null ? '' : JSON.stringify(text))

export function the(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no #${id}.`)
  return found
}

/** Shows other content in a place; what has the focus, was unfolded, or is half typed stays so. */
export function swap(place: Element, ...children: readonly Child[]): void {
  const active = document.activeElement
  const focused = place.contains(active) ? active : null
  const open = [...place.querySelectorAll<HTMLDetailsElement>('details[open][data-key]')]
  const known = new Map(open.map((details) => [keyOf(details), details]))
  place.replaceChildren(...children.filter(isShown))
  for (const details of place.querySelectorAll<HTMLDetailsElement>('details[data-key]')) {
    const before = known.get(keyOf(details))
    if (before && isHalfTyped(before)) details.replaceWith(before)
    else if (before) details.open = true
  }
  const key = keyOf(focused)
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true })
  else if (key !== null) focusOn(key, place)
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const listControls = (place: Element): NodeListOf<Control> =>
  place.querySelectorAll<Control>('input, select, textarea')

/** Something stands there that was neither told by the mock nor sent to it. */
const isHalfTyped = (place: Element): boolean => [...listControls(place)].some(isTyped)

const isTyped = (control: Control): boolean =>
  control instanceof HTMLSelectElement
    ? control.selectedIndex > 0 && control.selectedOptions[0]?.defaultSelected !== true
    : control.value !== control.defaultValue

/** What was sent is no longer half typed. */
function settle(place: Element): void {
  for (const control of listControls(place)) {
    if (control instanceof HTMLSelectElement)
      for (const one of control.options) one.defaultSelected = one.selected
    else control.defaultValue = control.value
  }
}

const keyOf = (element: Element | null): string | null => element?.getAttribute('data-key') ?? null

/** Gives the focus to what has this key now; it may have been drawn anew since. */
export function focusOn(key: string, place: ParentNode = document): void {
  place
    .querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
    ?.focus({ preventScroll: true })
}

export interface ButtonProps {
  readonly key?: string
  readonly label?: string
  readonly class?: string
  readonly disabled?: boolean
}

export const button = (text: string, act: () => unknown, props: ButtonProps = {}) =>
  h(
    'button',
    {
      type: 'button',
      'data-key': props.key,
      'aria-label': props.label,
      class: props.class,
      disabled: props.disabled,
      onclick: () => void act(),
    },
    text,
  )

let fields = 0

/** A control with its label. */
export function field(label: string, control: HTMLElement, kind = ''): HTMLElement {
  control.id = `field-${++fields}`
  return h('div', { class: `field ${kind}` }, h('label', { for: control.id }, label), control)
}

export const option = (value: string, text: string, isChosen = false) => {
  const made = h('option', { value }, text)
  made.selected = isChosen
  return made
}

/** A form that sends nothing by itself; true says that what it held was taken. */
export const form = (act: () => unknown, props: Props, ...children: readonly Child[]) =>
  h(
    'form',
    {
      ...props,
      onsubmit: (event) => {
        event.preventDefault()
        const { currentTarget: own } = event
        void Promise.resolve(act()).then((isTaken) => {
          if (isTaken === true && own instanceof Element) settle(own)
        })
      },
    },
    ...children,
  )

/** Tells everybody, those included who do not see it. */
export function say(text: string, kind: 'done' | 'wrong' = 'done', more: Child = null): void {
  const place = the('said')
  place.className = kind
  const close = button('×', hush, { label: 'Close this message' })
  place.replaceChildren(...[h('span', {}, text), more, close].filter(isShown))
  clearTimeout(hushing)
  if (kind === 'done') hushing = setTimeout(hush, 6000)
}

let hushing: ReturnType<typeof setTimeout> | undefined
/** What was said of another part of the page is no news here. */
export const hush = (): void => the('said').replaceChildren()
