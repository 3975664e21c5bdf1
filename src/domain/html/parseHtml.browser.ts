// Takes the place of parseHtml.ts in the bundle for browsers, which have a parser of HTML.
/** A text, an element, or what is neither. */
type HtmlNode =
  | { readonly value: string }
  | { readonly nodeName: string }
  | {
      readonly tagName: string
      readonly namespaceURI: string
      readonly attrs: readonly { readonly name: string; readonly value: string }[]
      readonly childNodes: readonly HtmlNode[]
    }

/** The same; in a document of its own, where nothing is loaded or run. */
export function parseHtml(html: string): readonly HtmlNode[] {
  if (typeof document === 'undefined') throw new Error(NO_DOCUMENT)
  const inside = document.implementation.createHTMLDocument('').createElement('div')
  inside.innerHTML = html.replace(NOSCRIPT, '<$1NoEmBeD')
  return readNodes(inside)
}

const NO_DOCUMENT =
  'HTML can only be cleaned where there is a document. In a worker, send texts without tags.'

/** Where scripts run, both hold text; there they do not run, `noscript` would hold elements. */
const NOSCRIPT = /<(\/?)noscript(?=[\s/>])/gi

/** As a text it is written as it was. */
const restore = (text: string): string => text.replace(/<(\/?)NoEmBeD/g, '<$1noscript')

const readNodes = (parent: Element): HtmlNode[] => [...parent.childNodes].map(readNode)

function readNode(node: ChildNode): HtmlNode {
  if (node instanceof Text) return { value: restore(node.data) }
  if (!(node instanceof Element)) return { nodeName: node.nodeName }
  const attrs = [...node.attributes].map(({ name, value }) => ({ name, value: restore(value) }))
  const { localName: tagName, namespaceURI } = node
  return { tagName, attrs, namespaceURI: namespaceURI ?? '', childNodes: readNodes(node) }
}
