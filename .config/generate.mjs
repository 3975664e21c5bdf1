// Makes what is derived from openapi.yaml, the behaviour notes and the types of the rows.
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import openapi, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { readBehaviour } from './behaviour.mjs'
import { importSource, readReleases } from './releases.mjs'
import { schemaText } from './schema.mjs'

export const root = fileURLToPath(new URL('../', import.meta.url))
const { ajvWith, addAnswers, ANSWER_OPTIONS } = await importSource(
  'src/document/releases/compile.ts',
)
const ID = 'urn:waldur-mock:control'

const VALIDATOR_TYPES =
  'declare const validators: Readonly<Record<string, unknown>>\nexport = validators\n'

const CONTROL_TYPES = `import type { ErrorObject } from 'ajv'
interface Validator { (value: unknown): boolean; errors?: ErrorObject[] | null }
export interface Control {
  readonly bodies: Readonly<Record<string, Validator>>
  readonly queries: Readonly<Record<string, Validator>>
  readonly text: string
  readonly routes: readonly { readonly id: string; readonly method: string; readonly path: string }[]
}
export const readControl: () => Control
`

/** Types from openapi.yaml, as text. */
export async function typesText() {
  const notice = '// Generated from openapi.yaml by `npm run generate`. Do not edit.\n'
  const ast = await openapi(new URL('../openapi.yaml', import.meta.url), {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    defaultNonNullable: false,
  })
  return notice + astToString(ast)
}

export async function generate() {
  const document = parse(await readFile(`${root}openapi.yaml`, 'utf8'))
  await writeFile(`${root}src/document/openapi.gen.json`, JSON.stringify(document))
  await writeReleases()
  await writeCode('src/document/validators.gen.js', documentValidators(document))
  await writeFile(`${root}src/document/validators.gen.d.ts`, VALIDATOR_TYPES)
  const ids = operationsOf(document).map(({ operationId }) => operationId)
  await writeFile(`${root}src/document/operationIds.gen.json`, JSON.stringify(ids))
  await writeSections()
  await writeNeighbours()
  await writeCode('src/control/control.gen.js', await controlCode())
  await writeFile(`${root}src/control/control.gen.d.ts`, CONTROL_TYPES)
}

/** Releases whose validators need not be compiled when somebody chooses them. */
const PREBUILT = ['8.0.5', '8.1.3']

async function writeReleases() {
  const folder = 'src/document/releases/'
  const known = await readReleases()
  const versions = known.releases.map(({ version }) => version)
  await writeFile(`${root}${folder}releases.gen.json`, JSON.stringify(known))
  await writeFile(`${root}${folder}versions.gen.json`, JSON.stringify(versions))
  const { documentOf } = await importSource(`${folder}releases.ts`)
  for (const version of PREBUILT) {
    await writeCode(
      `${folder}validators-${version}.gen.js`,
      documentValidators(documentOf(version)),
    )
    await writeFile(`${root}${folder}validators-${version}.gen.d.ts`, VALIDATOR_TYPES)
  }
}

/** As a text: it is parsed for the first request that is no operation of openapi.yaml. */
async function writeNeighbours() {
  const file = `${root}src/neighbours/neighbours`
  const document = parse(await readFile(`${file}.yaml`, 'utf8'))
  const ids = operationsOf(document).map(({ operationId }) => operationId)
  const text = JSON.stringify(document, (key, value) =>
    SAID_TO_READERS.has(key) && typeof value === 'string' ? undefined : value,
  )
  await writeFile(`${file}.gen.js`, `export const readText = () => ${JSON.stringify(text)}\n`)
  const names = ids.map((id) => `'${id}'`).join(' | ')
  await writeFile(
    `${file}.gen.d.ts`,
    `export type NeighbourId = ${names}\nexport const readText: () => string\n`,
  )
}

const SAID_TO_READERS = new Set(['summary', 'description'])

/** The sections by name for everybody, and their text for the one report that shows it. */
async function writeSections() {
  const { sections } = await readBehaviour(root)
  const names = sections.map(({ html: _, ...section }) => section)
  const texts = Object.fromEntries(sections.map(({ anchor, html }) => [anchor, html]))
  await writeFile(`${root}src/document/sections.gen.json`, JSON.stringify(names))
  await writeFile(`${root}src/document/sectionTexts.gen.json`, JSON.stringify(texts))
}

function documentValidators(document) {
  const ajv = ajvWith({ ...ANSWER_OPTIONS, code: { source: true, esm: true } })
  return standalone.default(ajv, addAnswers(ajv, document))
}

/** Every operation but HEAD, which is answered as GET. */
const operationsOf = ({ paths }) =>
  Object.values(paths).flatMap((item) =>
    ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => item[method] ?? []),
  )

/** The control's own document: its text, its routes, and a validator of each body and query. */
async function controlCode() {
  const text = await readFile(`${root}src/control/control.yaml`, 'utf8')
  const document = parse(text)
  const operations = Object.entries(document.paths).flatMap(([path, { parameters: _, ...item }]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  )
  const routes = operations.map(({ path, method, operation: { operationId: id } }) => ({
    id,
    method: method.toUpperCase(),
    path,
  }))
  const bodies = operations.flatMap(({ operation: { operationId, requestBody } }) =>
    requestBody ? [[operationId, requestBody.content['application/json'].schema]] : [],
  )
  const queries = operations.flatMap(({ operation: { operationId, parameters = [] } }) => {
    const own = parameters.filter((parameter) => parameter.in === 'query')
    const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]))
    return [[operationId, { type: 'object', properties, additionalProperties: false }]]
  })
  return `let made
export const readControl = () => (made ??= make())
const make = () => {
${validatorsOf(document, bodies, 'bodies', {})}
${validatorsOf(document, queries, 'queries', { coerceTypes: true })}
return { bodies, queries, text: ${JSON.stringify(text)}, routes: ${JSON.stringify(routes)} } }`
}

/** A module as a text: an object of that name, with a validator for each schema. */
function validatorsOf(document, schemas, name, options) {
  const ajv = ajvWith({
    code: { source: true, esm: false },
    strict: false,
    inlineRefs: false,
    ...options,
  })
  ajv.addSchema(document, ID)
  const names = Object.fromEntries(schemas.map(([id]) => [id, `${ID}:${id}`]))
  for (const [id, schema] of schemas) ajv.addSchema(withAbsolute({ $id: names[id], ...schema }))
  const code = standalone.default(ajv, names)
  return `const ${name} = (() => { const exports = {}; ${code}; return exports })()`
}

/** References to the document, wherever the schema is moved. */
const withAbsolute = (schema) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${ID}#/`))

/** Bundled, so that the code stands alone: no ajv at run time. The formats are there once for all. */
async function writeCode(file, code) {
  const path = relative(dirname(file), FORMATS)
  const formats = path.startsWith('.') ? path : `./${path}`
  const contents = `import formats from '${formats}'\n${code.replaceAll(REQUIRED, 'formats')}`
  const stdin = { contents, resolveDir: root, loader: 'js' }
  await build({
    stdin,
    bundle: true,
    format: 'esm',
    outfile: `${root}${file}`,
    external: [formats],
    logLevel: 'error',
  })
}

const FORMATS = 'src/document/formats.ts'
const REQUIRED = 'require("ajv-formats/dist/formats")'

/** What is committed, so that it can be read; CI asks whether it is what its source says. */
const COMMITTED = {
  'src/api.gen.ts': { source: 'openapi.yaml', text: typesText },
  'fixtures/schema.json': { source: 'src/domain/rows/rows.ts', text: () => schemaText(root) },
}

async function demandFresh(file, { source, text }) {
  const committed = await readFile(`${root}${file}`, 'utf8')
  if (committed === (await text())) return
  console.error(`${file} is not what ${source} says. Run: npm run generate`)
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes('--check')
  for (const [file, made] of Object.entries(COMMITTED)) {
    if (isCheck) await demandFresh(file, made)
    else await writeFile(`${root}${file}`, await made.text())
  }
  if (!isCheck) await generate()
}
