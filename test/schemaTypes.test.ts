import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import schema from '../fixtures/schema.json' with { type: 'json' }

interface Rule {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Rule>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: Rule
}

const root = schema as unknown as Rule & { readonly $defs: Readonly<Record<string, Rule>> }
const resolved = (rule: Rule): Rule => ({
  ...root.$defs[rule.$ref?.split('/').at(-1) ?? ''],
  ...rule,
})

const FILE = fileURLToPath(new URL('../src/domain/state.ts', import.meta.url))
const program = ts.createProgram([FILE], {
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
})
const checker = program.getTypeChecker()
const source = program.getSourceFile(FILE)

/** The type `Rows` of state.ts: one property a table. */
function rowTypes(): readonly (readonly [table: string, row: ts.Type])[] {
  const rows = source?.statements.find(
    (one): one is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(one) && one.name.text === 'Rows',
  )
  if (!rows) throw new Error('state.ts has no interface Rows')
  return checker
    .getPropertiesOfType(checker.getTypeAtLocation(rows))
    .map((property) => [property.name, typeOf(property)])
}

const typeOf = (property: ts.Symbol): ts.Type =>
  checker.getTypeOfSymbolAtLocation(property, property.valueDeclaration ?? (source as ts.Node))

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type])
const isNull = (type: ts.Type) => (type.flags & ts.TypeFlags.Null) !== 0
const textsIn = (parts: readonly ts.Type[]) =>
  parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []))

/** How a type differs from its part of the schema, in words. */
function differences(type: ts.Type, rule: Rule, at: string): string[] {
  const known = resolved(rule)
  const mayBeNull = [known.type].flat().includes('null') || known.enum?.includes(null) === true
  const parts = partsOf(type).filter(
    (part) => !isNull(part) && (part.flags & ts.TypeFlags.Undefined) === 0,
  )
  const wrong = partsOf(type).some(isNull) === mayBeNull ? [] : [`${at}: null`]
  const texts = textsIn(parts)
  if (texts.length > 0 && texts.length === parts.length) {
    const words = (known.enum ?? []).filter((word) => word !== null)
    return `${[...words].sort()}` === `${[...texts].sort()}` ? wrong : [...wrong, `${at}: ${texts}`]
  }
  const [only] = parts
  return only ? [...wrong, ...shapeDifferences(only, known, at)] : wrong
}

function shapeDifferences(type: ts.Type, known: Rule, at: string): string[] {
  const name = nameOf(type)
  const types = [known.type ?? []].flat()
  if (!types.some((one) => name === (one === 'integer' ? 'number' : one))) return [`${at}: ${name}`]
  if (name === 'array') {
    const [item] = checker.getTypeArguments(type as ts.TypeReference)
    return item ? differences(item, known.items ?? {}, `${at}/*`) : [`${at}: of what?`]
  }
  const properties = checker.getPropertiesOfType(type)
  if (name !== 'object' || properties.length === 0) return []
  const keys = new Set([
    ...properties.map((one) => one.name),
    ...Object.keys(known.properties ?? {}),
  ])
  return [...keys].flatMap((key) => {
    const property = properties.find((one) => one.name === key)
    const inner = known.properties?.[key]
    return property && inner
      ? differences(typeOf(property), inner, `${at}/${key}`)
      : [`${at}/${key}: only in one`]
  })
}

function nameOf(type: ts.Type): string {
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return 'string'
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return 'number'
  if ((type.flags & ts.TypeFlags.BooleanLike) !== 0) return 'boolean'
  return checker.isArrayType(type) ? 'array' : 'object'
}

describe('fixtures/schema.json', () => {
  const rows = rowTypes()

  it('has the tables of the state, and nothing else but what is said of the whole', () => {
    const tables = Object.keys(root.properties ?? {}).filter((name) => !name.startsWith('$'))
    expect(tables.filter((name) => !['as_of', 'month', 'seq'].includes(name))).toEqual(
      rows.map(([name]) => name),
    )
  })

  it.each(rows)(
    '%s: has the keys, words, kinds and nulls of the type, no more and no less',
    (table, row) => {
      expect(differences(row, root.properties?.[table]?.items ?? {}, table)).toEqual([])
    },
  )

  it('refuses keys that no type has, wherever a type says which there are', () => {
    const open = Object.entries(root.$defs)
      .filter(([, rule]) => rule.properties && rule.additionalProperties !== false)
      .map(([name]) => name)
    expect(open).toEqual(['schedule'])
  })
})
