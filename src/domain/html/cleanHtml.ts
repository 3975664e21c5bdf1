import type { DefaultTreeAdapterTypes, Token } from 'parse5'
import { strip } from '../../python.ts'
import { escapeMarkup } from '../escapeMarkup.ts'
import { FOREIGN_TAGS } from './foreignTags.ts'
import { parseHtml } from './parseHtml.ts'

const HTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'
const MATHML = 'http://www.w3.org/1998/Math/MathML'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

const TAGS = new Set(
  'a b blockquote br code em h1 h2 h3 h4 h5 h6 i li ol p pre s span strong sub sup u ul'.split(' '),
)

/** These go with all that is in them; of other tags only the tag goes. */
const EMPTIED = new Set(['script', 'style'])
const OUTERMOST: Readonly<Record<string, string>> = { svg: SVG, math: MATHML }

const ANYWHERE = ['lang', 'title']
const ATTRIBUTES: Readonly<Record<string, string>> = { a: 'href', p: 'style', span: 'style' }

const SCHEMES = new Set(
  `bitcoin ftp ftps geo http https im irc ircs magnet mailto mms mx news nntp openpgp4fpr sip sms
  smsto ssh tel url webcal wtai xmpp`.split(/\s+/),
)

/** Nested tags cost a parser of HTML quadratic time; a text with more of them is kept as plain text. */
const MOST_TAGS = 5_000

/** Paragraphs with simple emphasis, the usual description: the cleaner would leave them as they are. */
const CLEAN =
  /^(?:[^<>&\r\0\xa0]|<p>(?:[^<>&\r\0\xa0]|<(b|code|em|i|s|strong|sub|sup|u)>[^<>&\r\0\xa0]*<\/\1>)*<\/p>)*$/

/** HTML as Waldur stores it: known tags only, scripts gone with their content, trimmed (§2.3). */
export function cleanHtml(text: string): string {
  // The parser of HTML takes a byte order mark at the begin for none of the text.
  const html = text.replace(/^\ufeff/, '')
  if (!/[<>&\r\0\xa0]/.test(html) || isClean(html)) return strip(html)
  if (html.split('<').length > MOST_TAGS) return strip(escapeMarkup(html))
  return strip(writeNodes(parseHtml(html)))
}

/** Cheap, and only that: a longer text goes to the cleaner, whatever it is. */
const isClean = (html: string): boolean => html.length <= 4096 && CLEAN.test(html)

/** The nodes as HTML; depth costs no stack. */
function writeNodes(nodes: readonly Node[]): string {
  const parts: string[] = []
  const waiting: (Node | string)[] = nodes.toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node === 'string') parts.push(node)
    else if ('value' in node) parts.push(escapeText(node.value))
    else if ('tagName' in node && !isEmptied(node)) {
      const [before, after] = isAllowed(node) ? writeTag(node) : ['', '']
      parts.push(before)
      waiting.push(after, ...node.childNodes.toReversed())
    }
  }
  return parts.join('')
}

/** Of pictures and formulas only the outermost element is looked into. */
const isEmptied = ({ tagName, namespaceURI }: Element): boolean =>
  EMPTIED.has(tagName) ||
  (namespaceURI === HTML ? FOREIGN_TAGS.has(tagName) : OUTERMOST[tagName] !== namespaceURI)

const isAllowed = ({ tagName, namespaceURI }: Element): boolean =>
  namespaceURI === HTML && TAGS.has(tagName)

function writeTag({ tagName, attrs }: Element): [before: string, after: string] {
  const kept = attrs.filter((one) => isKept(tagName, one))
  const all = tagName === 'a' ? [...kept, { name: 'rel', value: 'noopener noreferrer' }] : kept
  const written = all.map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`).join('')
  return [`<${tagName}${written}>`, tagName === 'br' ? '' : `</${tagName}>`]
}

const isKept = (tag: string, { name, value }: Token.Attribute): boolean =>
  ANYWHERE.includes(name) || (ATTRIBUTES[tag] === name && (name !== 'href' || isSafeAddress(value)))

/** An address without a scheme is relative, and stays; one that can't be read goes. */
function isSafeAddress(address: string): boolean {
  if (URL.canParse(address)) return SCHEMES.has(new URL(address).protocol.slice(0, -1))
  return !/^[\0- ]*[a-z][a-z0-9+.\-\t\n\r]*:/i.test(address)
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\xa0': '&nbsp;',
}

const escapeText = (text: string): string =>
  text.replace(/[&<>\xa0]/g, (sign) => SIGNS[sign] ?? sign)

const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\xa0]/g, (sign) => SIGNS[sign] ?? sign)
