import { cite, sectionAt } from '../../../src/document/sections.ts'

/** What a demand rests on, and where to read it: a section of the behaviour notes, or a place in openapi.yaml. */
export interface Source {
  /** `§2.6`, or a pointer such as `#/paths/…`. */
  readonly source: string
  /** Of the section; empty for a place in openapi.yaml. */
  readonly title: string
  /** A file of this package, and the place in it. */
  readonly link: string
}

export function citeSource(source: string): Source {
  if (source.startsWith('#')) return { source, title: '', link: `openapi.yaml${source}` }
  const { title, link } = cite(source)
  return { source, title, link }
}

/** One line for a person: `§2.6 Update prices (contracts/waldur-behaviour.md#26-update-prices)`. */
export const formatSource = ({ source, title, link }: Source): string =>
  title === '' ? link : `${source} ${title} (${link})`

/** The line of the section's heading; undefined for a place in openapi.yaml. */
export const findHeadingLine = ({ source }: Source): number | undefined => sectionAt(source)?.line
