// Raw node:http: the bytes of the page, made once, whatever is asked.
import { createServer } from 'node:http'
import { canned, port } from './canned.mjs'

const page = Buffer.from(JSON.stringify(canned.page))
const headers = { 'Content-Type': 'application/json', 'Content-Length': page.length }

createServer((req, res) => res.writeHead(200, headers).end(page)).listen(Number(port), '127.0.0.1')
