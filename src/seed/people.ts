import cz from '@faker-js/faker/locale/cz'
import de from '@faker-js/faker/locale/de'
import es from '@faker-js/faker/locale/es'
import fi from '@faker-js/faker/locale/fi'
import fr from '@faker-js/faker/locale/fr'
import it from '@faker-js/faker/locale/it'
import nb_NO from '@faker-js/faker/locale/nb_NO'
import nl from '@faker-js/faker/locale/nl'
import pl from '@faker-js/faker/locale/pl'
import pt_PT from '@faker-js/faker/locale/pt_PT'
import sv from '@faker-js/faker/locale/sv'
import { seedFrom } from './dice.ts'
import type { Locale } from './places.ts'

const fakers = { cz, de, es, fi, fr, it, nb_NO, nl, pl, pt_PT, sv }

type Words = readonly (string | number)[]

/** Faker starts anew for each name: no name depends on those drawn before. */
function seeded(locale: Locale, words: Words) {
  const faker = fakers[locale]
  faker.seed(seedFrom(...words))
  return faker
}

/** A person of a country, for example Päivi Korhonen. */
export function personNamed(locale: Locale, ...words: Words): string {
  const { name } = seeded(locale, words)
  return `${name.firstName()} ${name.lastName()}`.replace(/\s+/g, ' ').trim()
}

export const companyNamed = (locale: Locale, ...words: Words): string =>
  seeded(locale, words).company.companyName(0)
