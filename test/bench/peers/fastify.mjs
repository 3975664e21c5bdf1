// Fastify 5 with a serializer made of the schema of a plan.
import fastify from 'fastify'
import { readFileSync } from 'node:fs'
import { canned, document, pageOf, port } from './canned.mjs'

const { components } = JSON.parse(readFileSync(document, 'utf8'))
const inline = (part) =>
  part?.$ref
    ? inline(components.schemas[part.$ref.split('/').at(-1)])
    : Array.isArray(part)
      ? part.map(inline)
      : part && typeof part === 'object'
        ? Object.fromEntries(Object.entries(part).map(([name, value]) => [name, inline(value)]))
        : part
const plan = dropFormats(inline(components.schemas.ProviderPlanDetails))

/** Its serializer takes formats and unions for more than they are: types are enough. */
function dropFormats(schema) {
  if (Array.isArray(schema)) return schema.map(dropFormats)
  if (!schema || typeof schema !== 'object') return schema
  if (schema.anyOf || schema.oneOf || schema.allOf) return {}
  const { format: _, ...others } = schema
  return Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, dropFormats(value)]),
  )
}

const app = fastify({ routerOptions: { ignoreTrailingSlash: true } })
const show = (schema) => ({ schema: { response: { 200: schema } } })
app.get('/api/marketplace-plans/', show({ type: 'array', items: plan }), (req) => pageOf(req.query))
app.get('/api/marketplace-plans/:uuid/', show(plan), () => canned.plan)
app.patch('/api/marketplace-plans/:uuid/', show(plan), () => canned.plan)
await app.listen({ port: Number(port), host: '127.0.0.1' })
