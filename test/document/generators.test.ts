import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { at, node, type Node } from '../pages/document.ts'
import { places } from '../pages/examples.ts'

const openapi: Node = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'))
const schemas = node(node(openapi.components).schemas)
const all = places(openapi, '')
const pointers = (isMeant: (thing: Node) => boolean) =>
  all.filter(([, thing]) => isMeant(thing)).map(([pointer]) => pointer)

it('Generators of clients follow references to whole parts of the document only', () => {
  const references = all.flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []))

  expect(references.filter((one) => !/^#\/components\/\w+\/\w+$/.test(one))).toEqual([])
  expect(references.filter((one) => at(openapi, one) === undefined)).toEqual([])
})

it('They take a field with a default for one that is always there: no schema has one', () => {
  const defaults = pointers((thing) => 'default' in thing)

  expect(defaults.filter((pointer) => !pointer.startsWith('/servers/'))).toEqual([])
})

it('They know a decimal by its pattern', () => {
  expect(pointers(({ format, pattern }) => format === 'decimal' && !pattern)).toEqual([])
})

it('They know one shape of an answer, and only refusals have several', () => {
  const choices = pointers((thing) => 'anyOf' in thing || 'oneOf' in thing)

  expect(choices.map((pointer) => pointer.split('/').slice(0, 4).join('/'))).toEqual([
    '/components/responses/InvalidBody',
    '/components/schemas/FieldErrors',
  ])
})

it.each(['ProviderPlanDetails', 'BasePublicPlan', 'PlanUsageResponse', 'Offering'])(
  'They learn which fields of %s nobody can write',
  (name) => {
    const written = [...fields('ProviderPlanDetailsRequest').keys()]
    const shown = [...fields(name)]
    const isPlan = shown.some(([field]) => field === 'unit_price')

    const readOnly = shown.filter(([, field]) => field.readOnly === true).map(([field]) => field)

    expect(readOnly).toEqual(
      shown.map(([field]) => field).filter((field) => !isPlan || !written.includes(field)),
    )
  },
)

it.each([
  'ProviderPlanDetailsRequest',
  'PatchedProviderPlanDetailsRequest',
  'DiscountsUpdateRequest',
  'OrganizationGroupsRequest',
  'PricesUpdateRequest',
  'QuotasUpdateRequest',
])('%s, which the samples of the pages import, is a body of the document', (name) => {
  const bodies = all.filter(([pointer]) => /\/requestBody\/.*\/schema$/.test(pointer))

  expect(schemas).toHaveProperty(name)
  expect(bodies.map(([, { $ref }]) => $ref)).toContain(`#/components/schemas/${name}`)
})

/** Fields of a schema and of what it is made of. */
function fields(name: string): Map<string, Node> {
  const whole = node(schemas[name])
  const parts = [whole, ...(Array.isArray(whole.allOf) ? whole.allOf : [])].map((part: Node) =>
    typeof part.$ref === 'string' ? node(at(openapi, part.$ref)) : part,
  )
  return new Map(
    parts.flatMap(({ properties }) =>
      Object.entries(node(properties)).map(([k, v]) => [k, node(v)]),
    ),
  )
}
