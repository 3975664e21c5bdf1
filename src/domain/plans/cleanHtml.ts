import sanitizeHtml from 'sanitize-html'
import { escapeMarkup } from '../escapeMarkup.ts'

const ALLOWED = {
  allowedTags:
    'a b blockquote br code em h1 h2 h3 h4 h5 h6 i li ol p pre s span strong sub sup u ul'.split(
      ' ',
    ),
  allowedAttributes: { a: ['href', 'rel'], p: ['style'], span: ['style'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer' }) },
}

/** Nested tags cost the cleaner quadratic time; a text with more of them is kept as plain text. */
const MOST_TAGS = 10_000

/** Paragraphs with simple emphasis, the usual description: the cleaner would leave them as they are. */
const CLEAN = /^(?:[^<>&]|<p>(?:[^<>&]|<(b|code|em|i|s|strong|sub|sup|u)>[^<>&]*<\/\1>)*<\/p>)*$/

/** HTML as Waldur stores it: known tags only, scripts gone with their content, trimmed (§2.3). */
export function cleanHtml(html: string): string {
  if (!/[<>&]/.test(html) || isClean(html)) return html.trim()
  if (html.split('<').length > MOST_TAGS) return escapeMarkup(html).trim()
  return sanitizeHtml(html, ALLOWED).trim()
}

/** Cheap, and only that: a longer text goes to the cleaner, whatever it is. */
const isClean = (html: string): boolean => html.length <= 4096 && CLEAN.test(html)
