// Reads contracts/waldur-behaviour.md: its sections, and the page that shows it to a person.
import { readFile } from 'node:fs/promises'
import { marked } from 'marked'
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id'

marked.use(gfmHeadingId())

/** Each numbered heading: where it stands, its anchor as GitHub makes it, and what is below it as HTML. */
export async function readBehaviour(root) {
  const text = await readFile(`${root}contracts/waldur-behaviour.md`, 'utf8')
  const lines = text.split('\n')
  const html = marked.parse(text)
  const headings = getHeadingList().filter(({ text: title }) => NUMBERED.test(title))
  const sections = headings.map(({ text: heading, level, id: anchor }) => {
    const [, number, title] = NUMBERED.exec(heading)
    const line = lines.indexOf(`${'#'.repeat(level)} ${heading}`) + 1
    return { number, title, anchor, line, html: bodyOf(html, anchor) }
  })
  return { sections, opening: html.split('<h2')[0] }
}

const NUMBERED = /^(\d+(?:\.\d+)?)\.? (.+)$/

/** What stands between a heading and the next one, rules between chapters left out. */
function bodyOf(html, anchor) {
  const [, after = ''] = html.split(new RegExp(`<h\\d id="${anchor}">.*</h\\d>\n`))
  const [body = ''] = after.split(/<h\d id=/)
  return wide(body.replace(/<hr>\s*$/, '').trim())
}

/** A table that is wider than a telephone is pushed aside by itself, also with the keyboard. */
const wide = (html) =>
  html
    .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')

/** The whole document as a page: an index, then the sections, every § a link. */
export function behaviourPage({ sections, opening }) {
  const linked = (html) => html.replaceAll(/§(\d+(?:\.\d+)?)/g, link)
  const link = (reference, number) => {
    const section = sections.find((one) => one.number === number)
    return section ? `<a href="#${section.anchor}">${reference}</a>` : reference
  }
  const index = sections.map(
    ({ number, title, anchor }) =>
      `<li${chapter(number) ? ' class="chapter"' : ''}><a href="#${anchor}">${number} ${title}</a></li>`,
  )
  const parts = sections.map(({ number, title, anchor, html }) => {
    const tag = chapter(number) ? 'h2' : 'h3'
    return `<section id="${anchor}"><${tag}><a href="#${anchor}">${number}</a> ${title}</${tag}>\n${linked(html)}</section>`
  })
  const body = [linked(opening), ...parts].join('\n')
  return PAGE.replace('INDEX', () => index.join('\n')).replace('BODY', () => body)
}

const chapter = (number) => !number.includes('.')

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What a Waldur server does</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/behaviour.css">
</head>
<body>
<nav aria-label="Sections">
<p><a href="/">The mock</a> · <a href="/docs">Try the API</a></p>
<ul>
INDEX
</ul>
</nav>
<main>
BODY
</main>
</body>
</html>
`
