const CODES =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK UA US'

let names: Intl.DisplayNames | undefined

/** As the platform calls it; the code itself, when there is no such country. */
export function nameCountry(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return ''
  // Made when it is needed: it takes a moment.
  names ??= new Intl.DisplayNames('en', { type: 'region' })
  return names.of(code) ?? code
}

export const listCountries = () =>
  CODES.split(' ').map((value) => ({ value, label: nameCountry(value) }))
