// Bare Express 5, as its documentation writes it: the same page, plan and paths, nothing else.
import { readFileSync } from 'node:fs'
import express from 'express'

const [, , port, directory] = process.argv
const page = JSON.parse(readFileSync(`${directory}/page.json`, 'utf8'))
const plan = JSON.parse(readFileSync(`${directory}/plan.json`, 'utf8'))

const app = express()
app.get('/api/marketplace-plans/', (req, res) => res.json(page))
app.get('/api/marketplace-plans/:uuid/', (req, res) => res.json(plan))
app.patch('/api/marketplace-plans/:uuid/', express.json(), (req, res) => res.json(plan))
app.listen(Number(port), '127.0.0.1')
