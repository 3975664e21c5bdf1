import sections from './sections.gen.json' with { type: 'json' }

/** A section of the behaviour notes; `anchor` as GitHub makes it of the heading, `line` from 1. */
export interface Section {
  readonly number: string
  readonly title: string
  readonly anchor: string
  readonly line: number
}

/** The file of the repository, and of the package, that every § points into. */
export const BEHAVIOUR = 'contracts/waldur-behaviour.md'

const byNumber = new Map(sections.map((section): [string, Section] => [section.number, section]))

/** The section that a reference names, as `§2.6` or `§2.0 row 16`. */
export const sectionAt = (reference: string): Section | undefined =>
  byNumber.get(/^§(\d+(?:\.\d+)?)(?: row \d+)?$/.exec(reference)?.[1] ?? '')

/** A reference with what a reader needs: the title, and where to read on. */
export interface Citation {
  readonly section: string
  readonly title: string
  readonly link: string
}

export function cite(section: string): Citation {
  const { title, anchor } = sectionAt(section) ?? missing(section)
  return { section, title, link: `${BEHAVIOUR}#${anchor}` }
}

function missing(reference: string): never {
  throw new Error(`${BEHAVIOUR} has no ${reference}.`)
}
