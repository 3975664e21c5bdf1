// Makes fixtures/schema.json from the types of the rows, so that editors complete and check fixtures.
import { format } from 'oxfmt'
import { createGenerator } from 'ts-json-schema-generator'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** fixtures/schema.json as text. `root`: the folder of the project, with a slash at the end. */
export async function schemaText(root) {
  const generator = createGenerator({
    path: `${root}src/domain/rows/rows.ts`,
    tsconfig: `${root}tsconfig.json`,
    type: 'Fixture',
    topRef: false,
    expose: 'export',
    jsDoc: 'extended',
    sortProps: false,
    // tsc does that, and says it better.
    skipTypeCheck: true,
  })
  const { definitions, $schema: _, ...fixture } = generator.createSchema('Fixture')
  const book = { definitions, optional: {} }
  const whole = refined(withEmptyTables(fixture), book)
  const known = mapped(definitions, (rule) => refined(rule, book))
  const text = JSON.stringify({ $schema: DIALECT, ...whole, $defs: { ...known, ...book.optional } })
  return (await format('schema.json', text, { printWidth: 100 })).code
}

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))

/** A fixture names only the tables that it has rows of. */
const withEmptyTables = ({ properties, ...fixture }) => ({
  ...fixture,
  properties: mapped(properties, (rule) =>
    rule.type === 'array' ? { ...rule, default: [] } : rule,
  ),
})

/** One rule a place, so that one text can say what is wrong there; null is a type like others. */
function refined(rule, book) {
  const { $ref, type, anyOf, properties, items, required, additionalProperties, ...rest } = rule
  if (anyOf) return { ...orNull(anyOf, book), ...rest }
  const demanded = withoutDefault(properties ?? {}, required ?? [])
  return {
    ...($ref && { $ref: $ref.replace('#/definitions/', '#/$defs/') }),
    ...(type && !rest.enum && { type }),
    ...rest,
    ...(demanded.length > 0 && { required: demanded }),
    ...(additionalProperties === false && { additionalProperties }),
    ...(properties && { properties: mapped(properties, (one) => refined(one, book)) }),
    ...(items && { items: refined(items, book) }),
  }
}

/** What a row must say: all but what has a default, or is made from the rest. */
const withoutDefault = (properties, required) =>
  Object.entries(properties)
    .filter(([name, rule]) => required.includes(name) && !hasDefault(rule))
    .map(([name]) => name)

const hasDefault = (rule) => 'default' in rule || /^Default: /m.test(rule.description ?? '')

function orNull(rules, book) {
  const { $ref, ...rule } = rules.find(({ type }) => type !== 'null')
  if (!$ref) return nullable(refined(rule, book))
  const name = $ref.split('/').at(-1)
  book.optional[`Optional${name}`] = nullable(refined(book.definitions[name], book))
  return { $ref: `#/$defs/Optional${name}` }
}

const nullable = (rule) => ({
  ...rule,
  ...(rule.type && { type: [rule.type, 'null'] }),
  ...(rule.enum && { enum: [...rule.enum, null] }),
  ...(rule.title && { title: `${rule.title} or null` }),
})
