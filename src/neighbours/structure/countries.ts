const CODES =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK UA US'

const names = new Intl.DisplayNames('en', { type: 'region' })

/** As the platform calls it; the code itself, when there is no such country. */
export function nameCountry(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return ''
  return names.of(code) ?? code
}

export const COUNTRIES = CODES.split(' ').map((value) => ({ value, label: nameCountry(value) }))
