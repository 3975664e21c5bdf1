// Raw node:http: bytes made once, and nothing looked at but what is needed to choose them; no server on node:http is faster.
import { createServer } from 'node:http'
import { canned, port } from './canned.mjs'

const LIST = '/api/marketplace-plans/'
const make = (status, json) => {
  const bytes = Buffer.from(JSON.stringify(json))
  return {
    status,
    bytes,
    headers: { 'Content-Type': 'application/json', 'Content-Length': bytes.length },
  }
}
const page = make(200, canned.page)
const plan = make(200, canned.plan)
const created = make(201, canned.plan)
const invalid = make(400, canned.invalid)
const refused = make(401, canned.refused)

const send = (res, { status, bytes, headers }) => res.writeHead(status, headers).end(bytes)

createServer((req, res) => {
  const isList = req.url.length === LIST.length
  if (req.method === 'GET' && !isList) return send(res, req.url[LIST.length] === '?' ? page : plan)
  if (req.method === 'GET') return send(res, req.headers.authorization ? page : refused)
  let text = ''
  req.on('data', (chunk) => (text += chunk))
  req.on('end', () => {
    if (!isList) return send(res, plan)
    send(res, JSON.parse(text).name ? created : invalid)
  })
}).listen(Number(port), '127.0.0.1')
