import type { Reply } from '../../errors.ts'
import { drawPicture } from './renderMedium.ts'

/** A mark of our own, not Waldur's: whoever looks at a page sees that a mock is behind it. */
export function renderIcon(name: string): NonNullable<Reply['text']> {
  if (name === 'hero_image') return { type: 'image/svg+xml', content: drawPicture(HERO) }
  const isSmall = name === 'favicon' || name.endsWith('mobile')
  return { type: 'image/svg+xml', content: isSmall ? drawMark(40, '') : drawMark(190, WORD) }
}

/** It fills the ground of a page, whose edges cut it: so it has no letters. */
const HERO = { title: 'A marketplace that is a mock', kind: 'image', caption: '' } as const

/** As long in every font: systems differ in the one that they show. */
const WORD =
  '<text x="48" y="28" textLength="136" lengthAdjust="spacingAndGlyphs" font-family="system-ui,sans-serif" font-size="22" font-weight="600" fill="#3a8500">waldur-mock</text>'

const drawMark = (width: number, word: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 40" width="${width}" height="40" role="img" aria-label="waldur-mock">
<rect width="40" height="40" rx="9" fill="#3a8500"/>
<path d="M8 12l6 17 6-12 6 12 6-17" fill="none" stroke="#fff" stroke-width="3.5" stroke-linejoin="round" stroke-linecap="round"/>${word}
</svg>
`
