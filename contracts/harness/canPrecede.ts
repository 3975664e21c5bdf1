/** Of some languages letters stand elsewhere: z before t, \u00e4 behind z. */
const LANGUAGES = ['en', 'et', 'lv', 'lt', 'fi', 'sv', 'da', 'nb', 'de', 'cs', 'pl', 'es', 'fr']

const collators = [
  ...LANGUAGES.map((language) => new Intl.Collator(language)),
  new Intl.Collator('en', { ignorePunctuation: true }),
  new Intl.Collator('en', { caseFirst: 'upper' }),
  new Intl.Collator('en', { numeric: true }),
]

/** May `a` stand before `b` in some usual collation? A database may have been given any. */
export const canPrecede = (a: string, b: string): boolean =>
  a <= b || collators.some((collator) => collator.compare(a, b) <= 0)
