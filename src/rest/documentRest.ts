import { sample } from 'openapi-sampler'
import { addRoute, createRouter, findRoute } from 'rou3'
import { readObject, readOwn, resolveLoose } from '../document/compare/loose.ts'
import type { LooseDocument } from '../document/compare/readOperations.ts'
import { EMPTY } from '../pipeline/bytes.ts'
import type { Rest, RestAnswer } from '../pipeline/world.ts'
import { makeJson } from './rest.ts'

/** An operation of the document; what it answers is made when it is first asked for. */
interface Sampled {
  readonly operation: unknown
  answer?: RestAnswer
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete']

/** Everything else of Waldur, as a document says that it looks: read leniently, as far as it is asked. */
export function makeDocumentRest(document: LooseDocument): Rest {
  const router = createRouter<Sampled>()
  for (const [path, item] of Object.entries(readObject(document.paths)))
    for (const method of METHODS) {
      const operation = readOwn(resolveLoose(document, item), method)
      if (typeof operation === 'object' && operation !== null)
        addRoute(router, method.toUpperCase(), writeRoute(path), { operation })
    }
  const find = (method: string, path: string) => findRoute(router, method.toUpperCase(), path)?.data
  return {
    source: 'document',
    isLasting: true,
    answer: ({ method }, path) => {
      const found = find(method, path) ?? (method === 'HEAD' ? find('GET', path) : undefined)
      if (found) return (found.answer ??= makeSample(document, found.operation))
      const isKnown = METHODS.some((other) => find(other, path))
      return isKnown ? makeJson(405, { detail: `Method "${method}" not allowed.` }) : null
    },
  }
}

/** How its parameters are named is no matter, and a part that is none as a whole is anything. */
const writeRoute = (path: string): string =>
  path
    .split('/')
    .map((part, index) => (/[{}:*]/.test(part) ? `:part${index}` : part))
    .join('/')

function makeSample(document: LooseDocument, operation: unknown): RestAnswer {
  const responses = readObject(readOwn(operation, 'responses'))
  const status = Object.keys(responses).find((code) => /^2\d\d$/.test(code)) ?? '200'
  const content = readObject(resolveLoose(document, responses[status])['content'])
  const media = content['application/json'] ?? Object.values(content)[0]
  if (media === undefined) return { status: Number(status), headers: {}, body: EMPTY }
  const value = readOwn(media, 'example') ?? sampleLeniently(document, readOwn(media, 'schema'))
  const count = Array.isArray(value) ? { 'X-Result-Count': String(value.length) } : {}
  return makeJson(Number(status), value, count)
}

/** A schema that is wrong somewhere gives what can be had of it: nothing, at worst. */
function sampleLeniently(document: LooseDocument, schema: unknown): unknown {
  try {
    return sample(readObject(schema), { skipWriteOnly: true, quiet: true }, document) ?? null
  } catch {
    return readOwn(schema, 'type') === 'array' ? [] : {}
  }
}
