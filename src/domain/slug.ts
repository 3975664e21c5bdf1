/** Django's slugify: accents go, other letters than Latin ones too, blanks and dashes become one. */
export const makeSlug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|(?<![-_])[-_]+$/g, '')
