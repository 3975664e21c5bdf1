// Express behind express-openapi-validator, which holds each request to openapi.yaml.
import express from 'express'
import { middleware } from 'express-openapi-validator'
import { canned, document, pageOf, port } from './canned.mjs'

const app = express()
app.use(express.json())
app.use(middleware({ apiSpec: document, validateSecurity: false, validateFormats: false }))
app.get('/api/marketplace-plans/', (req, res) => res.json(pageOf(req.query)))
app.get('/api/marketplace-plans/:uuid/', (req, res) => res.json(canned.plan))
app.patch('/api/marketplace-plans/:uuid/', (req, res) => res.json(canned.plan))
app.listen(Number(port), '127.0.0.1')
