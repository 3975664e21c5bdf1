// MSW 2, its handlers behind its middleware for servers.
import { createServer } from '@mswjs/http-middleware'
import { http, HttpResponse } from 'msw'
import { canned, port } from './canned.mjs'

createServer(
  http.get('/api/marketplace-plans/', () => HttpResponse.json(canned.page)),
  http.get('/api/marketplace-plans/:uuid/', () => HttpResponse.json(canned.plan)),
  http.patch('/api/marketplace-plans/:uuid/', async ({ request }) => {
    await request.json()
    return HttpResponse.json(canned.plan)
  }),
).listen(Number(port), '127.0.0.1')
