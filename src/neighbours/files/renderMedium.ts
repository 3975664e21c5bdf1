import type { Reply } from '../../errors.ts'
import { escapeMarkup } from '../../domain/escapeMarkup.ts'
import type { Medium } from '../../domain/state.ts'

/** A stored file: images are drawn from their title, so that a fixture needs no binary data. */
export const renderMedium = (medium: Medium): NonNullable<Reply['text']> =>
  medium.kind === 'document'
    ? { type: 'text/plain; charset=utf-8', content: medium.text }
    : { type: 'image/svg+xml', content: drawPicture({ ...medium, caption: medium.title }) }

const SIZES = { image: 'width="1200" height="675"', thumbnail: 'width="320" height="180"' }

interface Picture extends Pick<Medium, 'title' | 'kind'> {
  caption: string
}

/** A landscape in the colours of the title: a picture and its thumbnail are the same drawing. */
export function drawPicture({ title, kind, caption }: Picture): string {
  const roll = makeRandom(title)
  const hue = Math.floor(roll() * 360)
  const label = escapeMarkup(title)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675" ${
    SIZES[kind === 'image' ? 'image' : 'thumbnail']
  } role="img" aria-label="${label}">
<title>${label}</title>
<defs><linearGradient id="sky" x2="0.3" y2="1"><stop stop-color="hsl(${hue},55%,62%)"/>
<stop offset="1" stop-color="hsl(${hue + 40},50%,32%)"/></linearGradient></defs>
<rect width="1200" height="675" fill="url(#sky)"/>
${drawMoon(roll)}
${[300, 390, 480].map((y) => drawHill(roll, y, hue + 40)).join('\n')}
<g fill="#fff" font-family="system-ui,sans-serif" font-size="68" font-weight="600">
${drawCaption(caption)}
</g>
</svg>
`
}

function drawMoon(roll: () => number): string {
  const [x, y, radius] = [
    drawNumber(roll, 700, 400),
    drawNumber(roll, 130, 130),
    drawNumber(roll, 60, 60),
  ]
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="#fff" opacity="0.35"/>`
}

function drawHill(roll: () => number, y: number, hue: number): string {
  const heights = [0, 0, 0, 0].map(() => drawNumber(roll, y - 70, 140))
  const [left, first, second, right] = heights
  const curve = `M0 ${left}C400 ${first} 800 ${second} 1200 ${right}V675H0Z`
  return `<path d="${curve}" fill="hsl(${hue},45%,${40 - y / 16}%)" opacity="0.75"/>`
}

/** The caption at the foot of the drawing, in at most three lines. */
function drawCaption(caption: string): string {
  const lines = caption.match(/\S.{0,25}(?=\s|$)|\S{1,26}/gsu) ?? []
  const shown = lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]}…`] : lines
  return shown
    .map((line, index) => [line, 615 - 82 * (shown.length - 1 - index)] as const)
    .map(([line, y]) => `<text x="64" y="${y}">${escapeMarkup(line)}</text>`)
    .join('\n')
}

const drawNumber = (roll: () => number, from: number, range: number): number =>
  Math.round(from + roll() * range)

/** Numbers from 0 to 1 that depend on the text alone, so that a picture never changes. */
function makeRandom(text: string): () => number {
  let seed = 2166136261
  for (const sign of text) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 16777619)
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0
    return (seed >>> 0) / 2 ** 32
  }
}
