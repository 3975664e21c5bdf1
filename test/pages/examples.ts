import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { at, node, type Node } from './document.ts'

type Example = [name: string, schema: string, value: unknown]

/** Every example of the document with a pointer to the schema beside it. */
export function examples(document: Node): Example[] {
  const described = places(document, '').filter(([, thing]) => 'schema' in thing)
  return described.flatMap(([pointer, thing]) => {
    const named = Object.entries(node(thing.examples)).map(([name, value]) => {
      const { $ref, value: shown } = node(value)
      return [name, typeof $ref === 'string' ? node(at(document, $ref)).value : shown] as const
    })
    const all = 'example' in thing ? [...named, ['example', thing.example] as const] : named
    return all.map(([name, value]): Example => [`${pointer} ${name}`, `${pointer}/schema`, value])
  })
}

/** Every object of the document. */
export function things(document: Node): Node[] {
  return places(document, '').map(([, thing]) => thing)
}

/** Every object of the document with a pointer to it. */
export function places(value: unknown, pointer: string): [string, Node][] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, part]) =>
    places(part, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
  return Array.isArray(value) ? inner : [[pointer, node(value)], ...inner]
}

/** Ajv in its strict mode: a keyword or a format that it does not know is an error. */
export function validator(document: Node): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateSchema: false })
  const extensions = [
    'x-origin',
    'x-observed',
    'x-allow-blank',
    'x-decimal',
    'x-required-unless-field',
  ]
  ajv.addVocabulary([...extensions, ...Object.keys(document)])
  const decimal = /^-?\d+(\.\d+)?(E[+-]?\d+)?$/
  const { uri, uuid, int64, double, 'date-time': moment } = fullFormats
  for (const [name, format] of Object.entries({ uri, uuid, int64, double, decimal })) {
    ajv.addFormat(name, format)
  }
  return ajv.addFormat('date-time', moment).addSchema(document, 'openapi.yaml')
}
