import { documentOf } from '../../src/document/releases/releases.ts'

type Part = Record<string, unknown>

const REF = '#/components/schemas/'

/** Things that stand in documents of others, and in none that is right. */
const INVALID: readonly unknown[] = [
  null,
  7,
  'text',
  true,
  [],
  [null],
  { $ref: 7 },
  { $ref: '#/nowhere/at/all' },
  { $ref: './other.yaml#/A' },
  { $ref: '#' },
  { type: 5, enum: 'x', required: true, properties: [], items: [], nullable: 'yes' },
  { allOf: null, oneOf: 'x', anyOf: [null, 7, { $ref: `${REF}Loop1` }] },
  { type: ['string', 7, null], format: {}, additionalProperties: 'yes' },
  { properties: { constructor: null, ['__proto__']: 7, toString: { type: 'string' } } },
]

/** Schemas that lead round in circles, at once or after a while. */
const LOOPS: Part = {
  Loop1: { $ref: `${REF}Loop2` },
  Loop2: { allOf: [{ $ref: `${REF}Loop1` }] },
  Tree: {
    type: 'object',
    properties: {
      self: { $ref: `${REF}Tree` },
      children: { type: 'array', items: { $ref: `${REF}Tree` } },
      next: { oneOf: [{ $ref: `${REF}Tree` }, { $ref: `${REF}Loop2` }] },
    },
  },
}

/**
 * A document as large as those of Waldur, made of a release: references between all schemas, as
 * generators write them, loops, and whatever stands in a wrong place.
 */
export function makeRealDocument(version: string, resources = 850): Part {
  const { openapi = '3.0.3', paths, components } = documentOf(version) as unknown as Part
  const numbers = Array.from({ length: resources }, (_, index) => index)
  return {
    openapi,
    info: { title: 'Waldur', version },
    servers: [null, { url: 7 }],
    paths: {
      ...(paths as Part),
      ...Object.fromEntries(numbers.map((index) => [`/api/things-${index}/`, makeItem(index)])),
      ...Object.fromEntries(INVALID.map((part, index) => [`/api/odd-${index}/`, part])),
    },
    components: {
      ...(components as Part),
      schemas: {
        ...((components as Part)['schemas'] as Part),
        ...LOOPS,
        ...Object.fromEntries(
          numbers.map((index) => [`Thing${index}`, makeThing(index, resources)]),
        ),
      },
    },
  }
}

const makeItem = (index: number): Part => ({
  parameters: [{ name: 'uuid', in: 'path', required: true }, INVALID[index % INVALID.length]],
  get: {
    operationId: `things_${index}_list`,
    parameters: [{ name: 'o', in: 'query', schema: INVALID[index % INVALID.length] }],
    responses: {
      200: { content: { 'application/json': { schema: { $ref: `${REF}Thing${index}` } } } },
      400: INVALID[index % INVALID.length],
    },
  },
  post: {
    requestBody: {
      content: { 'application/json': { schema: { $ref: `${REF}Thing${index}` } } },
    },
    responses: index % 3 ? { 201: { schema: { $ref: `${REF}Thing${index}` } } } : INVALID[2],
  },
  patch: INVALID[index % INVALID.length],
})

/** Many ways lead from each schema to each other: who walks all of them never ends. */
const makeThing = (index: number, count: number): Part => ({
  type: 'object',
  required: ['uuid', 7],
  properties: {
    uuid: { type: 'string', format: 'uuid', readOnly: true },
    state: {
      nullable: true,
      oneOf: [{ $ref: `${REF}UnitEnum` }, { $ref: `${REF}NullEnum` }, { $ref: `${REF}BlankEnum` }],
    },
    odd: INVALID[index % INVALID.length],
    tree: { $ref: `${REF}Tree` },
    ...Object.fromEntries(
      Array.from({ length: 30 }, (_, nth) => [
        `field_${nth}`,
        nth % 3
          ? { type: 'string', description: 'A field as there are many of them. '.repeat(3) }
          : { allOf: [{ $ref: `${REF}Thing${(index * 7 + nth) % count}` }], nullable: true },
      ]),
    ),
  },
})
