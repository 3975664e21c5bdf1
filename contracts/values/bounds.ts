import { resolveSchema } from '../../src/document/load.ts'
import type { Digits, Schema } from '../../src/document/load.ts'

/** Texts by field, or by what lies inside it, as Django REST framework answers them. */
export type Messages = readonly string[] | { readonly [name: string]: Messages }

/** One value on one side of a boundary of a field. */
export interface Bound {
  /** The keyword of openapi.yaml, or the rule of §1.4, that is at its boundary. */
  readonly keyword: string
  /** The value as JSON text; null when the field is left out. */
  readonly json: string | null
  /** What is wrong with it; null when it is accepted. */
  readonly errors: Messages | null
  /** What is read back of an accepted value. */
  readonly stored?: unknown
}

const bad = (keyword: string, value: unknown, ...errors: string[]): Bound => ({
  keyword,
  json: JSON.stringify(value),
  errors,
})

const good = (keyword: string, value: unknown, stored = value): Bound => ({
  keyword,
  json: JSON.stringify(value),
  errors: null,
  stored,
})

const spelled = (keyword: string, json: string, stored: unknown): Bound => ({
  keyword,
  json,
  errors: null,
  stored,
})

const REQUIRED = 'This field is required.'
const NULL = 'This field may not be null.'
const NUMBER = 'A valid number is required.'
const INTEGER = 'A valid integer is required.'
const BOOLEAN = 'Must be a valid boolean.'
const least = (value: number) => `Ensure this value is greater than or equal to ${value}.`
const most = (value: number) => `Ensure this value is less than or equal to ${value}.`
const longest = (length: number) => `Ensure this field has no more than ${length} characters.`
const digits = (text: string) => `Ensure that there are no more than ${text}.`

/** Every boundary of a field, both sides, from the keywords of its schema: the same list each time. */
export function boundsOf(schema: Schema, isRequired: boolean): Bound[] {
  const field = resolveSchema(schema)
  return [...presence(field, isRequired), ...typed(field)]
}

function presence(field: Schema, isRequired: boolean): Bound[] {
  const types = [field.type ?? []].flat()
  const absent: Bound = isRequired
    ? { keyword: 'required', json: null, errors: [REQUIRED] }
    : { keyword: 'required', json: null, errors: null, stored: field.default }
  return [absent, types.includes('null') ? good('null', null) : bad('null', null, NULL)]
}

function typed(field: Schema): Bound[] {
  const types = [field.type ?? []].flat()
  if (field['x-decimal']) return decimals(field['x-decimal'])
  if (field.enum) return choices(field.enum)
  if (types.includes('integer')) return integers(field)
  if (types.includes('boolean')) return booleans
  if (types.includes('array')) return lists
  if (types.includes('object')) return dictionaries
  return field.format === 'uri' ? links : texts(field)
}

function texts({ minLength = 0, maxLength }: Schema): Bound[] {
  const blank = 'This field may not be blank.'
  const blanks = ['', ' ', ' \t\n ']
  return [
    ...[[], {}, true, false].map((value) => bad('type', value, 'Not a valid string.')),
    good('type', 42, '42'),
    good('type', 'x'),
    good('type', '  x y\n', 'x y'),
    bad('NUL', 'a\0b', 'Null characters are not allowed.'),
    ...blanks.map((text) =>
      minLength > 0 ? bad('minLength', text, blank) : good('minLength', text, ''),
    ),
    ...(maxLength === undefined ? [] : lengths(maxLength)),
  ]
}

/** Characters are counted as Python does: a face is one. What is trimmed off does not count. */
const lengths = (length: number): Bound[] => [
  good('maxLength', 'x'.repeat(length)),
  good('maxLength', '😀'.repeat(length)),
  good('maxLength', ` ${'x'.repeat(length)} `, 'x'.repeat(length)),
  bad('maxLength', 'x'.repeat(length + 1), longest(length)),
  bad('maxLength', '😀'.repeat(length + 1), longest(length)),
]

function integers({ minimum, maximum }: Schema): Bound[] {
  const value = minimum ?? 0
  return [
    ...['', ' ', 'many', '1.5', true, false, 1.5, [], {}].map((one) => bad('type', one, INTEGER)),
    good('type', String(value + 1), value + 1),
    spelled('type', `${value + 1}.0`, value + 1),
    spelled('type', `"${value + 1}.0"`, value + 1),
    ...(minimum === undefined
      ? []
      : [
          bad('minimum', minimum - 1, least(minimum)),
          bad('minimum', String(minimum - 1), least(minimum)),
          bad('minimum', minimum - 1000, least(minimum)),
          good('minimum', minimum),
        ]),
    ...(maximum === undefined
      ? []
      : [
          good('maximum', maximum),
          bad('maximum', maximum + 1, most(maximum)),
          bad('maximum', String(maximum + 1), most(maximum)),
        ]),
  ]
}

const booleans: Bound[] = [
  ...[true, 1, '1', 'true', 'True', 'TRUE', 'yes', 'on', 't', 'y'].map((value) =>
    good('type', value, true),
  ),
  ...[false, 0, '0', 'false', 'False', 'FALSE', 'no', 'off', 'f', 'n'].map((value) =>
    good('type', value, false),
  ),
  ...[2, -1, 0.5, 'maybe', '2', [], {}].map((value) => bad('type', value, BOOLEAN)),
]

function choices(values: readonly string[]): Bound[] {
  const [first = ''] = values
  const wrong = ['', 'nonsense', ` ${first}`, first.toUpperCase(), `${first}s`, 7]
  return [
    ...values.map((value) => good('enum', value)),
    ...wrong.map((value) => bad('enum', value, `"${value}" is not a valid choice.`)),
  ]
}

/** §2.3: all digits, those behind the point, those before it, and the least value. */
function decimals({ max_digits: all, decimal_places: places, minimum }: Digits): Bound[] {
  const whole = all - places
  const nines = (count: number) => '9'.repeat(count)
  const padded = (text: string) => `${text}.${'0'.repeat(places)}`
  return [
    ...['', ' ', 'much', 'NaN', 'Infinity', '1,5', '1.5.0', '0x1', true, false, [], {}].map((one) =>
      bad('type', one, NUMBER),
    ),
    good('type', 5, padded('5')),
    good('type', '5', padded('5')),
    spelled('type', '5.0', padded('5')),
    spelled('type', '1e3', padded('1000')),
    good('type', 0, padded('0')),
    ...(minimum === undefined
      ? []
      : [
          good('minimum', String(minimum), padded(String(minimum))),
          bad('minimum', minimum - 1, least(minimum)),
          bad('minimum', `-0.${'0'.repeat(places - 1)}1`, least(minimum)),
        ]),
    good('decimal_places', `0.${'0'.repeat(places - 1)}1`),
    bad('decimal_places', `0.${'0'.repeat(places)}1`, digits(`${places} decimal places`)),
    good('max_digits', `${nines(whole)}.${nines(places)}`),
    good('max_digits', nines(whole), padded(nines(whole))),
    bad('max_digits', `1${nines(whole)}`, digits(`${whole} digits before the decimal point`)),
    bad('max_digits', nines(all + 1), digits(`${all} digits in total`)),
    bad('max_digits', `1${nines(whole)}.${nines(places)}`, digits(`${all} digits in total`)),
  ]
}

const TYPES: readonly (readonly [value: unknown, name: string])[] = [
  [5, 'int'],
  [1.5, 'float'],
  [true, 'bool'],
]

/** Values that lead nowhere; links that lead somewhere are the matter of who knows a target. */
const links: Bound[] = [
  ...[...TYPES, [[], 'list'] as const, [{}, 'dict'] as const].map(([value, name]) =>
    bad('type', value, `Incorrect type. Expected URL string, received ${name}.`),
  ),
  bad('format', '', NULL),
  ...['nonsense', '/', '/nowhere/', 'http://elsewhere.example/'].map((link) =>
    bad('format', link, 'Invalid hyperlink - No URL match.'),
  ),
]

const lists: Bound[] = [
  ...[...TYPES, ['x', 'str'] as const].map(([value, name]) =>
    bad('type', value, `Expected a list of items but got type "${name}".`),
  ),
  good('type', []),
  ...links.map(({ keyword, json, errors }) => ({
    keyword: `items ${keyword}`,
    json: `[${json}]`,
    errors,
  })),
  { keyword: 'items null', json: '[null]', errors: [NULL] },
]

const dictionaries: Bound[] = [
  ...[...TYPES, ['x', 'str'] as const, [[], 'list'] as const].map(([value, name]) =>
    bad('type', value, `Expected a dictionary of items but got type "${name}".`),
  ),
  good('type', {}),
]

/** What is wrong with an entry of a dictionary that has to be an object. */
export const entryBounds: readonly Bound[] = [
  ...[...TYPES, ['x', 'str'] as const, [[], 'list'] as const].map(([value, name]): Bound => ({
    keyword: 'type',
    json: JSON.stringify(value),
    errors: { non_field_errors: [`Invalid data. Expected a dictionary, but got ${name}.`] },
  })),
  bad('null', null, NULL),
]
