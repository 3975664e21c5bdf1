import fc from 'fast-check'
import { groups, offerings, plans } from './places.ts'

/** Blanks that Python strips, and signs that look like blanks and are none. */
export const BLANKS = [
  ...' \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0',
  ...'\u1680\u2000\u2009\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u180e\u2060',
]

/** Digits of other scripts, which Python counts as digits, and signs that are no digits. */
const DIGITS = ['٣', '１２', '५', '𝟗', '²', 'Ⅷ', '߁', '᠒', '๗', '½', '〇', '一']

const NUMBERS =
  `0 -0 1 7 -1 +1 01 1.0 1.5 2.0 .5 5. 1e3 1E3 1e-3 1e+3 1.50e2 1e400 -1e400 1e-400 5e-324
  0.1 0.30000000000000004 123456789.123456789 1e15 1e16 1e17 1e21 1e22 123456789012345678 12345678901234567890
  9007199254740993 9223372036854775807 9223372036854775808 18446744073709551615 18446744073709551616
  -9223372036854775808 -9223372036854775809 2147483647 2147483648 32767 32768 100 101 999999999999
  1000000000000 999999999999.9999999999 0.12345678901 1e12 1e11 1e-10 1e-11 0e5 0.0 -0.0 1.00 1.10
  100000000000000000000000000000000000 1e23 1.7976931348623157e308 1.7976931348623159e308
  4.35 0.000001 0.0000001 123456.7 1e5 12345678901234567.0`.split(/\s+/)

/** Numbers as they stand in JSON; some of them are none. */
export const numberText = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.integer({ min: -3, max: 40000 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: -12, max: 14 }))
    .map(([a, b]) => `${a}e${b}`),
  fc.tuple(fc.nat(999), fc.nat(99999)).map(([a, b]) => `${a}.${b}`),
)

/** Digits since Unicode 14: whether they are any is up to the versions of Python and Node. */
const YOUNG_DIGITS =
  /[\u{10d40}-\u{10d49}\u{116d0}-\u{116e3}\u{11bf0}-\u{11bf9}\u{11de0}-\u{11de9}\u{11f50}-\u{11f59}\u{16130}-\u{16139}\u{16d70}-\u{16d79}\u{1ccf0}-\u{1ccf9}\u{1e4f0}-\u{1e4f9}\u{1e5f1}-\u{1e5fa}]/gu
const withoutYoungDigits = (text: string): string => text.replace(YOUNG_DIGITS, '')

const blank = fc.constantFrom(...BLANKS)

/** A text that Python may read as a number. */
const numberLike = fc.oneof(
  numberText,
  fc.constantFrom(...DIGITS, '1_000', '1__0', '_1', '1_', '1_0.5', '1._5', '0x10', '1,5', '१.५'),
  fc.constantFrom(
    'NaN',
    'nan',
    'sNaN',
    '-nan',
    'Infinity',
    '-inf',
    'inf',
    '1e',
    'e5',
    '.',
    '-',
    '',
  ),
  fc.constantFrom('1.0', '1.', '1.00', '1.5', '1 0', '٣.٠', '1e５', '1E+2', '+.5', '--1', '00012'),
)

const pad = (text: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 3, arbitrary: text },
    { weight: 1, arbitrary: fc.tuple(blank, text).map(([sign, inner]) => sign + inner) },
    { weight: 1, arbitrary: fc.tuple(text, blank).map(([inner, sign]) => inner + sign) },
  )

const BOOLEANS =
  `true false True False TRUE FALSE tRue t T y Y yes Yes YES yEs n N no No NO f F on On ON off Off OFF 0 1
  null NULL None Null 2 -1 0.0 1.0 truthy`.split(/\s+/)

const WORDS = ['', 'a', 'Academic', 'é', '😀', 'a\0b', 'a\nb', 'a'.repeat(31), 'a'.repeat(150)]
const LONG = [
  'a'.repeat(151),
  '😀'.repeat(150),
  '😀'.repeat(151),
  'b'.repeat(256),
  '9'.repeat(1001),
]
const UNITS = ['month', 'quarter', 'half_month', 'day', 'hour', 'quantity', 'week', 'Day', 'day ']

export const uuidText = fc
  .tuple(
    fc.constantFrom(...Object.values(plans), ...Object.values(offerings), ...groups),
    fc.constantFrom(
      (hex: string) => hex,
      (hex: string) => hex.toUpperCase(),
      (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      (hex: string) => `{${hex}}`,
      (hex: string) => `urn:uuid:${hex}`,
      (hex: string) => hex.slice(1),
      (hex: string) => `${hex}0`,
      (hex: string) => hex.replace(/^./, '٣'),
      (hex: string) => hex.replace(/^../, ' 0'),
      (hex: string) => hex.replace(/^(.)./, '$1_'),
      (hex: string) => `0x${hex.slice(2)}`,
      (hex: string) => `-${hex}`,
      (hex: string) => `+${hex.slice(1)}`,
    ),
  )
  .map(([hex, spell]) => spell(hex))

/** Every text that some field reads in a way of its own. */
export const textValue = pad(
  fc.oneof(
    numberLike,
    fc.constantFrom(...BOOLEANS),
    fc.constantFrom(...WORDS, ...LONG),
    fc.constantFrom(...UNITS),
    fc.string({ unit: 'binary', maxLength: 6 }).map(withoutYoungDigits),
    fc.array(blank, { minLength: 1, maxLength: 3 }).map((signs) => signs.join('')),
  ),
)

const ROOTS =
  `marketplace-plans marketplace-provider-offerings marketplace-public-offerings booking-offerings
  customers projects marketplace-categories organization-groups offering nothing`.split(/\s+/)

/** Links to every kind of row, well and badly written. */
export const linkValue = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        '',
        'http://x',
        'https://waldur.example.org:8000',
        'HTTP://x',
        'ftp://x',
        '//x',
        'http:/x',
      ),
      fc.constantFrom(...ROOTS, 'marketplace-provider-offerings', 'organization-groups'),
      fc.oneof(uuidText, fc.constantFrom(...Object.values(offerings), ...groups)),
      fc.constantFrom(
        '/',
        '/',
        '/',
        '',
        '.json',
        '.json/',
        '.xml',
        '/?a=1',
        '/#a',
        '//',
        '/plans/',
        '/x/',
      ),
    )
    .map(([host, root, uuid, end]) => `${host}/api/${root}/${uuid}${end}`),
  fc.constantFrom(...ROOTS).map((root) => `/api/${root}/`),
  fc.constantFrom(...ROOTS).map((root) => `/api/${root}.json`),
  fc.constantFrom(
    'http://[bad',
    'https://[::1]/api/',
    'http://',
    'http:',
    '/',
    '/api/',
    '//[bad/',
    'x',
    '?',
    '#',
  ),
  fc.constantFrom(
    'http:x',
    'https://x/%zz',
    '/api/%00/',
    '/api/organization%2Dgroups/x/',
    '/%61pi/customers/x/',
  ),
  pad(fc.constant(`/api/marketplace-provider-offerings/${offerings.open}/`)),
  pad(fc.constant(`/api/organization-groups/${groups[0]}/`)),
)
