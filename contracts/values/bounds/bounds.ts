import { released } from '../../harness/release.ts'
import { resolveSchema } from '../../../src/document/load.ts'
import type { Digits, Schema } from '../../../src/document/load.ts'
import { accept, acceptJson, refuse } from './bound.ts'
import type { Bound } from './bound.ts'

const REQUIRED = 'This field is required.'
const NULL = 'This field may not be null.'
const NUMBER = 'A valid number is required.'
const INTEGER = 'A valid integer is required.'
const BOOLEAN = 'Must be a valid boolean.'
const sayLeast = (value: number) => `Ensure this value is greater than or equal to ${value}.`
const sayMost = (value: number) => `Ensure this value is less than or equal to ${value}.`
const sayLongest = (length: number) => `Ensure this field has no more than ${length} characters.`
const sayDigits = (text: string) => `Ensure that there are no more than ${text}.`

/** Every boundary of a field, both sides, from the keywords of its schema: the same list each time. */
export function listBounds(schema: Schema, isRequired: boolean): Bound[] {
  const field = resolveSchema(schema, released.document)
  return [...listPresenceBounds(field, isRequired), ...listTypeBounds(field)]
}

function listPresenceBounds(field: Schema, isRequired: boolean): Bound[] {
  const types = [field.type ?? []].flat()
  const stored = 'default' in field ? { stored: field.default } : {}
  const absent: Bound = isRequired
    ? { keyword: 'required', json: null, errors: [REQUIRED] }
    : { keyword: 'required', json: null, errors: null, ...stored }
  return [absent, types.includes('null') ? accept('null', null) : refuse('null', null, NULL)]
}

function listTypeBounds(field: Schema): Bound[] {
  const types = [field.type ?? []].flat()
  if (field['x-decimal']) return listDecimalBounds(field['x-decimal'])
  if (field.enum) return listChoiceBounds(field.enum)
  if (types.includes('integer')) return listIntegerBounds(field)
  if (types.includes('boolean')) return booleanBounds
  if (types.includes('array')) return listTypeBoundsOfArrays
  if (types.includes('object')) return dictionaryBounds
  return field.format === 'uri' ? linkBounds : listTextBounds(field)
}

function listTextBounds({ minLength = 0, maxLength }: Schema): Bound[] {
  const blank = 'This field may not be blank.'
  const blanks = ['', ' ', ' \t\n ', '\u00a0\u3000']
  return [
    ...[[], {}, true, false].map((value) => refuse('type', value, 'Not a valid string.')),
    accept('type', 42, '42'),
    accept('type', 'x'),
    accept('type', '  x y\n', 'x y'),
    // §1.13: blanks are what Python strips, and numbers become its texts.
    accept('type', '\u2003\u0085x\u00a0\u3000', 'x'),
    acceptJson('type', '1e3', '1000.0'),
    refuse('NUL', 'a\0b', 'Null characters are not allowed.'),
    ...blanks.map((text) =>
      minLength > 0 ? refuse('minLength', text, blank) : accept('minLength', text, ''),
    ),
    ...(maxLength === undefined ? [] : listLengthBounds(maxLength)),
  ]
}

/** Characters are counted as Python does: a face is one. What is trimmed off does not count. */
const listLengthBounds = (length: number): Bound[] => [
  accept('maxLength', 'x'.repeat(length)),
  accept('maxLength', '😀'.repeat(length)),
  accept('maxLength', ` ${'x'.repeat(length)} `, 'x'.repeat(length)),
  refuse('maxLength', 'x'.repeat(length + 1), sayLongest(length)),
  refuse('maxLength', '😀'.repeat(length + 1), sayLongest(length)),
]

function listIntegerBounds({ minimum, maximum }: Schema): Bound[] {
  const value = minimum ?? 0
  return [
    ...['', ' ', 'many', '1.5', true, false, 1.5, [], {}].map((one) =>
      refuse('type', one, INTEGER),
    ),
    accept('type', String(value + 1), value + 1),
    // §1.13: digits are what Python takes for such.
    accept('type', '\uff11_\u0662', 12),
    acceptJson('type', `${value + 1}.0`, value + 1),
    acceptJson('type', `"${value + 1}.0"`, value + 1),
    ...(minimum === undefined
      ? []
      : [
          refuse('minimum', minimum - 1, sayLeast(minimum)),
          refuse('minimum', String(minimum - 1), sayLeast(minimum)),
          refuse('minimum', minimum - 1000, sayLeast(minimum)),
          accept('minimum', minimum),
        ]),
    ...(maximum === undefined
      ? []
      : [
          accept('maximum', maximum),
          refuse('maximum', maximum + 1, sayMost(maximum)),
          refuse('maximum', String(maximum + 1), sayMost(maximum)),
        ]),
  ]
}

const booleanBounds: Bound[] = [
  ...[true, 1, '1', 'true', 'True', 'TRUE', 'tRue', 'yes', 'on', 't', 'y'].map((value) =>
    accept('type', value, true),
  ),
  ...[false, 0, '0', 'false', 'False', 'FALSE', 'no', 'off', 'f', 'n'].map((value) =>
    accept('type', value, false),
  ),
  ...[2, -1, 0.5, 'maybe', '2', '', ' true ', 'null', 'NULL', [], {}].map((value) =>
    refuse('type', value, BOOLEAN),
  ),
]

function listChoiceBounds(values: readonly string[]): Bound[] {
  const [first = ''] = values
  const wrong = ['', 'nonsense', ` ${first}`, first.toUpperCase(), `${first}s`, 7]
  return [
    ...values.map((value) => accept('enum', value)),
    ...wrong.map((value) => refuse('enum', value, `"${value}" is not a valid choice.`)),
  ]
}

/** §2.3: all digits, those behind the point, those before it, and the least value. */
function listDecimalBounds({ max_digits: all, decimal_places: places, minimum }: Digits): Bound[] {
  const whole = all - places
  const nines = (count: number) => '9'.repeat(count)
  const padDecimals = (text: string) => `${text}.${'0'.repeat(places)}`
  return [
    ...['', ' ', 'much', 'NaN', 'Infinity', '1,5', '1.5.0', '0x1', true, false, [], {}].map((one) =>
      refuse('type', one, NUMBER),
    ),
    accept('type', 5, padDecimals('5')),
    accept('type', '5', padDecimals('5')),
    accept('type', '\uff11_\u0662.5', `12.5${'0'.repeat(places - 1)}`),
    acceptJson('type', '5.0', padDecimals('5')),
    acceptJson('type', '1e3', padDecimals('1000')),
    accept('type', 0, padDecimals('0')),
    ...(minimum === undefined
      ? []
      : [
          accept('minimum', String(minimum), padDecimals(String(minimum))),
          refuse('minimum', minimum - 1, sayLeast(minimum)),
          refuse('minimum', `-0.${'0'.repeat(places - 1)}1`, sayLeast(minimum)),
        ]),
    accept('decimal_places', `0.${'0'.repeat(places - 1)}1`),
    refuse('decimal_places', `0.${'0'.repeat(places)}1`, sayDigits(`${places} decimal places`)),
    accept('max_digits', `${nines(whole)}.${nines(places)}`),
    accept('max_digits', nines(whole), padDecimals(nines(whole))),
    refuse('max_digits', `1${nines(whole)}`, sayDigits(`${whole} digits before the decimal point`)),
    refuse('max_digits', nines(all + 1), sayDigits(`${all} digits in total`)),
    refuse('max_digits', `1${nines(whole)}.${nines(places)}`, sayDigits(`${all} digits in total`)),
  ]
}

const TYPES: readonly (readonly [value: unknown, name: string])[] = [
  [5, 'int'],
  [1.5, 'float'],
  [true, 'bool'],
]

/** Values that lead nowhere, as `/` does not on every server (§2.3); links that lead somewhere are the matter of who knows a target. */
const linkBounds: Bound[] = [
  ...[...TYPES, [[], 'list'] as const, [{}, 'dict'] as const].map(([value, name]) =>
    refuse('type', value, `Incorrect type. Expected URL string, received ${name}.`),
  ),
  refuse('format', '', NULL),
  ...['nonsense', '/nowhere', '/nowhere/', 'http://elsewhere.example/nowhere/'].map((link) =>
    refuse('format', link, 'Invalid hyperlink - No URL match.'),
  ),
]

const listTypeBoundsOfArrays: Bound[] = [
  ...[...TYPES, ['x', 'str'] as const].map(([value, name]) =>
    refuse('type', value, `Expected a list of items but got type "${name}".`),
  ),
  accept('type', []),
  ...linkBounds
    .filter(({ json }) => json !== '""')
    .map(({ keyword, json, errors }) => ({
      keyword: `items ${keyword}`,
      json: `[${json}]`,
      errors,
    })),
  { keyword: 'items format', json: '[""]', errors: ['Invalid hyperlink - No URL match.'] },
  {
    keyword: 'items null',
    json: '[null]',
    errors: ['Incorrect type. Expected URL string, received NoneType.'],
  },
]

const dictionaryBounds: Bound[] = [
  ...[...TYPES, ['x', 'str'] as const, [[], 'list'] as const].map(([value, name]) =>
    refuse('type', value, `Expected a dictionary of items but got type "${name}".`),
  ),
  accept('type', {}),
]

/** What is wrong with an entry of a dictionary that has to be an object. */
export const entryBounds: readonly Bound[] = [
  ...[...TYPES, ['x', 'str'] as const, [[], 'list'] as const].map(([value, name]): Bound => ({
    keyword: 'type',
    json: JSON.stringify(value),
    errors: { non_field_errors: [`Invalid data. Expected a dictionary, but got ${name}.`] },
  })),
  refuse('null', null, NULL),
]
