// Hono on Node, as its documentation writes it.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { canned, pageOf, port } from './canned.mjs'

const app = new Hono()
app.get('/api/marketplace-plans/', (c) => c.json(pageOf(c.req.query())))
app.get('/api/marketplace-plans/:uuid/', (c) => c.json(canned.plan))
app.patch('/api/marketplace-plans/:uuid/', async (c) => {
  await c.req.json()
  return c.json(canned.plan)
})
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' })
