import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Options } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Document, OperationObject } from '../load.ts'
import type { Validators } from '../validators.ts'

const ID = 'urn:waldur-mock:openapi'
const NOTES = [
  'x-origin',
  'x-observed',
  'x-allow-blank',
  'x-decimal',
  'x-required-unless-field',
  'example',
  'discriminator',
]

/** ajv as every judge of this project sets it up: formats are checked, notes of the document allowed. */
export function ajvWith(options: Options): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, ...options })
  formats.default(ajv)
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?(E[+-]?\d+)?$/)
  return ajv.addVocabulary(NOTES)
}

/** Adds one schema an answer to an ajv; gives the ids by the names of the validators. */
export function addAnswers(ajv: Ajv2020, document: Document): Record<string, string> {
  ajv.addSchema(withBlanks(document), ID)
  const ids: Record<string, string> = {}
  for (const { name, pointer } of [...listAnswers(document), ...listRows(document)]) {
    if (ids[name]) continue
    ids[name] = `${ID}:${name}`
    ajv.addSchema({ $id: `${ID}:${name}`, $ref: `${ID}#${pointer}` })
  }
  return ids
}

export const ANSWER_OPTIONS: Options = { strict: false, inlineRefs: false, allErrors: true }

/** Compiled when they are asked for first: a run that never sees an answer does not wait for it. */
export function compileValidators(document: Document): Validators {
  const ajv = ajvWith(ANSWER_OPTIONS)
  const ids = addAnswers(ajv, document)
  const properties = Object.entries(ids).map(([name, id]) => [
    name,
    { get: () => ajv.getSchema(id) },
  ])
  return Object.defineProperties({}, Object.fromEntries(properties)) as Validators
}

/** JSON Schema has no word for it: a text that may be empty is the empty one, or what else is said. */
const withBlanks = (document: Document): object =>
  JSON.parse(JSON.stringify(document), (_, part: Record<string, unknown> | null) => {
    if (part?.['x-allow-blank'] !== true) return part
    const { 'x-allow-blank': _blank, ...text } = part
    return { anyOf: [{ const: '' }, text] }
  }) as object

/** What lists hold: judged row by row. */
const ROWS = ['ProviderPlanDetails', 'PlanUsageResponse', 'Offering', 'VersionHistory']
const listRows = ({ components }: Document) =>
  ROWS.filter((name) => name in components.schemas).map((name) => ({
    name: `row_${name}`,
    pointer: `/components/schemas/${name}`,
  }))

/** One validator an answer: named `NotFound` when it is shared, else `marketplace_plans_list_200`. */
const listAnswers = ({ paths, components }: Document): NamedAnswer[] =>
  listOperations(paths).flatMap(({ place, operation: { operationId, responses } }) =>
    Object.entries(responses).flatMap(([status, answer]) => {
      const shared = answer.$ref?.split('/').at(-1)
      const { content } = (shared ? components.responses[shared] : answer) ?? {}
      if (!content?.['application/json']) return []
      const base = answer.$ref?.slice(1) ?? `${place}/responses/${status}`
      const name = shared ?? `${operationId}_${status}`
      return [{ name, pointer: `${base}/content/application~1json/schema` }]
    }),
  )

interface NamedAnswer {
  readonly name: string
  readonly pointer: string
}

const listOperations = (paths: Document['paths']) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => Object.hasOwn(operation as object, 'operationId'))
      .map(([method, operation]) => ({
        place: `/paths/${escapePointer(path)}/${method}`,
        operation: operation as OperationObject,
      })),
  )

const escapePointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1')
