import { createRandom, makeUuid } from '../random.ts'
import type { Random } from '../random.ts'
import type { Facility } from '../scenarios/facility.ts'
import { countries } from '../rows/places.ts'
import type { Country } from '../rows/places.ts'
import { scenarios } from '../scenarios/scenarios.ts'
import { subjects } from '../rows/subjects.ts'
import { tariffs } from '../rows/tariffs.ts'

/** Inventions in place of what people wrote: the same words are always replaced by the same ones. */
export interface Inventions {
  readonly organisation: (name: string, country: string) => string
  readonly town: (name: string, country: string) => Country['towns'][number]
  readonly domain: (name: string) => string
  readonly facility: (name: string, category: string) => string
  readonly plan: (name: string) => string
  readonly project: (name: string) => string
  /** A short name for a part: `Role 3f`, `Endpoint a0`. */
  readonly part: (kind: string, name: string) => string
  /** A code that says nothing; nothing stays nothing. */
  readonly code: (kind: string, text: string) => string
  /** Some words; HTML where there was HTML, nothing where there was nothing. */
  readonly words: (text: string) => string
}

const FACILITIES: readonly Facility[] = scenarios['multi-provider'].facilities
const NOUNS = scenarios['multi-provider'].providers

export function createInventions(seed: number): Inventions {
  const random = (kind: string, text: string): Random => createRandom(seed, kind, text)
  const sign = (kind: string, text: string) => makeUuid(seed, kind, text).slice(0, 6)
  const town: Inventions['town'] = (name, country) => {
    const one = random('town', name)
    const home = countries.find(({ code }) => code === country) ?? one.pick(countries)
    return one.pick(home.towns)
  }
  return {
    town,
    organisation: (name, country) =>
      `${town(name, country)[0]} ${random('noun', name).pick(NOUNS)} ${sign('organisation', name).slice(0, 2)}`,
    domain: (name) => `site-${sign('organisation', name)}.example.org`,
    facility: (name, category) => {
      const fitting = FACILITIES.filter(
        (facility) => facility.category === category && !isLike(facility, name),
      )
      const one = random('facility', name)
      const facility = one.pick(fitting.length > 0 ? fitting : FACILITIES)
      return `${one.pick(facility.names)}, no. ${one.whole(1, 99)}`
    },
    plan: (name) => `${random('plan', name).pick(tariffs).name} ${sign('plan', name).slice(0, 2)}`,
    project: (name) => random('project', name).pick(subjects),
    part: (kind, name) => `${kind} ${sign(kind, name).slice(0, 2)}`,
    code: (kind, text) => (text === '' ? '' : sign(kind, text)),
    words: (text) => {
      if (text.trim() === '') return text
      const words = random('words', text).pick(FACILITIES.flatMap(({ about }) => about))
      return text.includes('<') ? `<p>${words}</p>` : words
    },
  }
}

const isLike = ({ names }: Facility, name: string): boolean =>
  names.some((one) => one.includes(name))

/** The ending says what a file is, not what it is about. */
export const inventFileName = (name: string, { code }: Inventions): string =>
  `file-${code('file', name)}${/\.[a-z0-9]{1,4}$/i.exec(name)?.[0] ?? ''}`
