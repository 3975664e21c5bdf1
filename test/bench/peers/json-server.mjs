// json-server 0.17 on the ten plans of the page.
import jsonServer from 'json-server'
import { canned, port } from './canned.mjs'

const app = jsonServer.create()
app.use(jsonServer.rewriter({ '/api/*': '/$1' }))
app.use(jsonServer.router({ 'marketplace-plans': canned.page }, { _id: 'uuid' }))
app.listen(Number(port), '127.0.0.1')
