import schema from '../../fixtures/schema.json' with { type: 'json' }
import fits from './fixture.gen.js'
import { Misfit, shown } from './misfit.ts'
import { nearest } from './nearest.ts'

/** What ajv says about a misfit. */
interface Fault {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string | undefined
}

/** A fault beside the value it is about, and the schema whose title and examples make the text. */
interface Case {
  readonly params: Fault['params']
  readonly value: unknown
  readonly rule: Rule
}

interface Rule {
  readonly $ref?: string
  readonly title?: string
  readonly examples?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Rule>>
  readonly items?: Rule
}

/** Holds a parsed fixture against fixtures/schema.json, which also fills in the defaults. */
export function assertShape(fixture: unknown): void {
  if (fits(fixture)) return
  const fault: Fault | undefined = fits.errors?.[0]
  throw fault ? misfitOf(fault, fixture) : new Misfit('', 'does not fit the schema', 'correct it')
}

function misfitOf(fault: Fault, fixture: unknown): Misfit {
  const { keyword, instancePath, params, message = 'does not fit' } = fault
  const keys = instancePath.split('/').slice(1).map(unescaped)
  const text = texts[keyword]?.({ params, value: valueAt(fixture, keys), rule: ruleAt(keys) })
  const [what, cure, key] = text ?? [message, 'correct it']
  return new Misfit(key === undefined ? keys : [...keys, key], what, cure)
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

const valueAt = (fixture: unknown, keys: readonly string[]): unknown =>
  keys.reduce((value, key) => (value as Record<string, unknown>)[key], fixture)

/** The part of the schema that judges a place of a fixture. */
const ruleAt = (keys: readonly string[]): Rule =>
  keys.reduce((rule, key) => resolved(rule.properties?.[key] ?? rule.items ?? {}), resolved(root))

const root = schema as Rule & { readonly $defs: Readonly<Record<string, Rule>> }

const resolved = (rule: Rule): Rule => root.$defs[rule.$ref?.split('/').at(-1) ?? ''] ?? rule

type Texts = readonly [what: string, cure: string, key?: string]

/** For each keyword of the schema: what is wrong, what cures it, and the key that it is about. */
const texts: Readonly<Record<string, (found: Case) => Texts>> = {
  type: ({ params, value }) => {
    const types = [params['type']].flat().map(String)
    return [`must be ${types.map(nameOf).join(' or ')}, not ${shown(value)}`, formOf(types[0])]
  },
  enum: ({ params, value }) => {
    const values = ([params['allowedValues']].flat() as unknown[]).map(
      (each) => String(each) || '""',
    )
    const guess = typeof value === 'string' && nearest(value, values)
    const cure = guess ? `write ${shown(guess)}` : 'write one of these'
    return [`must be one of ${values.join(', ')}, not ${shown(value)}`, cure]
  },
  pattern: ({ rule, value }) => [
    `must be ${rule.title ?? 'of another form'}, not ${shown(value)}`,
    `write for example ${shown(rule.examples?.[0])}`,
  ],
  required: ({ params }) => [
    'is missing',
    `add ${shown(params['missingProperty'])}`,
    String(params['missingProperty']),
  ],
  additionalProperties: ({ params, rule }) => {
    const key = String(params['additionalProperty'])
    const guess = nearest(key, Object.keys(rule.properties ?? {}))
    return ['is not a known key', guess ? `write ${shown(guess)}` : 'remove it', key]
  },
  minLength: () => ['must not be empty', 'write at least one character'],
  maxLength: ({ params, value }) => [
    `must have no more than ${params['limit']} characters, not ${[...String(value)].length}`,
    'shorten it',
  ],
  minimum: ({ params, value, rule }) => [
    `must be at least ${params['limit']}, not ${shown(value)}`,
    rangeOf(rule),
  ],
  maximum: ({ params, value, rule }) => [
    `must be at most ${params['limit']}, not ${shown(value)}`,
    rangeOf(rule),
  ],
}

const rangeOf = (rule: Rule): string => `write a number from ${rule.minimum} to ${rule.maximum}`

const nameOf = (type: string): string => names[type] ?? type

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
}

const formOf = (type: string | undefined): string => forms[type ?? ''] ?? 'correct it'

const forms: Readonly<Record<string, string>> = {
  string: 'put it in double quotes',
  integer: 'write it without quotes or fraction',
  number: 'write it without quotes',
  boolean: 'write it without quotes',
  object: 'write it in { }',
  array: 'write it in [ ]',
}
