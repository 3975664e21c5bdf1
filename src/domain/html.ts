import sanitizeHtml from 'sanitize-html'

const ALLOWED = {
  allowedTags:
    'a b blockquote br code em h1 h2 h3 h4 h5 h6 i li ol p pre s span strong sub sup u ul'.split(
      ' ',
    ),
  allowedAttributes: { a: ['href', 'rel'], p: ['style'], span: ['style'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer' }) },
}

/** HTML as Waldur stores it: known tags only, scripts gone with their content, trimmed (§2.3). */
export const htmlCleaned = (html: string): string =>
  /[<>&]/.test(html) ? sanitizeHtml(html, ALLOWED).trim() : html.trim()
