// openapi-backend, which matches and validates by openapi.yaml, on Express.
import express from 'express'
import OpenAPIBackend from 'openapi-backend'
import { canned, document, port } from './canned.mjs'

const api = new OpenAPIBackend.default({
  definition: document,
  quick: true,
  ignoreTrailingSlashes: false,
})
const send = (value) => (c, req, res) => res.status(200).json(value)
api.register({
  marketplace_plans_list: send(canned.page),
  marketplace_plans_retrieve: send(canned.plan),
  marketplace_plans_partial_update: send(canned.plan),
  notFound: (c, req, res) => res.status(404).json({}),
  validationFail: (c, req, res) => res.status(400).json(c.validation.errors),
})
api.registerSecurityHandler('tokenAuth', () => true)
await api.init()
const app = express()
app.use(express.json())
app.use((req, res) => api.handleRequest(req, req, res))
app.listen(Number(port), '127.0.0.1')
