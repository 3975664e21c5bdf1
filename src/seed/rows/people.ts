import { faker as cz } from '@faker-js/faker/locale/cs_CZ'
import { faker as de } from '@faker-js/faker/locale/de'
import { faker as es } from '@faker-js/faker/locale/es'
import { faker as fi } from '@faker-js/faker/locale/fi'
import { faker as fr } from '@faker-js/faker/locale/fr'
import { faker as it } from '@faker-js/faker/locale/it'
import { faker as nb_NO } from '@faker-js/faker/locale/nb_NO'
import { faker as nl } from '@faker-js/faker/locale/nl'
import { faker as pl } from '@faker-js/faker/locale/pl'
import { faker as pt_PT } from '@faker-js/faker/locale/pt_PT'
import { faker as sv } from '@faker-js/faker/locale/sv'
import { makeSeed } from '../random.ts'
import type { Locale } from './places.ts'

const fakers = { cz, de, es, fi, fr, it, nb_NO, nl, pl, pt_PT, sv }

type Words = readonly (string | number)[]

/** Faker starts anew for each name: no name depends on those drawn before. */
function seedFaker(locale: Locale, words: Words) {
  const faker = fakers[locale]
  faker.seed(makeSeed(...words))
  return faker
}

/** A person of a country, for example Päivi Korhonen. */
export function drawPersonName(locale: Locale, ...words: Words): string {
  const { person } = seedFaker(locale, words)
  return `${person.firstName()} ${person.lastName()}`.replace(/\s+/g, ' ').trim()
}

export const drawCompanyName = (locale: Locale, ...words: Words): string =>
  seedFaker(locale, words).company.name()
