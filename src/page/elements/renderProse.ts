import { h } from './dom.ts'

/** What a description may look like; everything else is its text alone. */
const KEPT = [
  'p',
  'br',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'sub',
  'sup',
  'ul',
  'ol',
  'li',
  'code',
] as const
const isKept = (tag: string): tag is (typeof KEPT)[number] => KEPT.some((kept) => kept === tag)

/** What has no text of its own for readers. */
const SILENT =
  /^(?:script|style|template|noscript|iframe|object|embed|textarea|title|svg|math|select)$/i

const DEEPEST = 16

/** A stored description as nodes of our own making: no attribute of it survives, but a safe link. */
export function renderProse(html: unknown): DocumentFragment {
  const made = document.createDocumentFragment()
  if (typeof html !== 'string' || html === '') return made
  const parsed = new DOMParser().parseFromString(html.replace(TAG, cleanTag), 'text/html')
  made.append(...copyNodes(parsed.body, 0))
  return made
}

const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>?/gi
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i

/** The tag without its attributes: the parser would not run them, but complain of each. */
function cleanTag(_tag: string, slash: string, name: string, attributes: string): string {
  if (SILENT.test(name)) return `<${slash}x-silent>`
  const [, ...hrefs] = name.toLowerCase() === 'a' ? (HREF.exec(attributes) ?? []) : []
  const href = hrefs.find((one) => one !== undefined)
  return href === undefined
    ? `<${slash}${name}>`
    : `<${slash}a href="${href.replaceAll('"', '&quot;')}">`
}

function copyNodes(parent: Node, depth: number): Node[] {
  if (depth > DEEPEST) return [document.createTextNode(parent.textContent ?? '')]
  return [...parent.childNodes].flatMap((node) => {
    if (node instanceof Text) return [document.createTextNode(node.data)]
    if (!(node instanceof Element) || node.localName === 'x-silent') return []
    return copyElement(node, copyNodes(node, depth + 1))
  })
}

function copyElement(element: Element, children: readonly Node[]): Node[] {
  const { localName } = element
  if (localName === 'a') return [link(element.getAttribute('href'), ...children)]
  if (/^(?:div|h[1-6]|tr|blockquote|pre)$/.test(localName)) return [h('p', {}, ...children)]
  return isKept(localName) ? [h(localName, {}, ...children)] : [...children]
}

/** A link, if it leads to a page; else its text. */
export function link(href: unknown, ...children: readonly (Node | string)[]): HTMLElement {
  const isSafe = typeof href === 'string' && /^https?:\/\//i.test(href)
  if (!isSafe) return h('span', {}, ...children)
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}
