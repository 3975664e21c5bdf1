// Raw node:http: the same bytes, made once, whatever is asked.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [, , port, directory] = process.argv
const page = readFileSync(`${directory}/page.json`)
const headers = { 'Content-Type': 'application/json', 'Content-Length': page.length }

createServer((req, res) => res.writeHead(200, headers).end(page)).listen(Number(port), '127.0.0.1')
