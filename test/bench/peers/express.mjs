// Bare Express 5, as its documentation writes it; with `compression` when the environment says so.
import express from 'express'
import { canned, pageOf, port } from './canned.mjs'

const app = express()
if (process.env.PACKED) app.use((await import('compression')).default())
app.get('/api/marketplace-plans/', (req, res) =>
  req.headers.authorization ? res.json(pageOf(req.query)) : res.status(401).json(canned.refused),
)
app.get('/api/booking-offerings/', (req, res) => res.json(canned.bookings))
app.get('/api/samples/', (req, res) => res.json(canned.sample))
app.get('/api/marketplace-plans/usage_stats/', (req, res) => res.json(canned.stats))
app.get('/api/marketplace-plans/:uuid/', (req, res) => res.json(canned.plan))
app.patch('/api/marketplace-plans/:uuid/', express.json(), (req, res) => res.json(canned.plan))
app.post('/api/marketplace-plans/:uuid/update_prices/', express.json(), (req, res) => res.end())
app.post('/api/marketplace-plans/', express.json(), (req, res) =>
  req.body.name ? res.status(201).json(canned.plan) : res.status(400).json(canned.invalid),
)
app.listen(Number(port), '127.0.0.1')
