// What is there before anything is measured: fixtures, what the peers send, servers that run.
import { writeFile } from 'node:fs/promises'
import { BOOKINGS, FILTERED, LARGE, planPath, STATS } from './cases.mjs'
import { documentText, fixtureText, SAMPLE, STAFF } from './data.mjs'
import { LIST, startServer } from './servers.mjs'

export const FEW = 100
export const count = (number) => number.toLocaleString('en')

/** The answers that the peers send, read from the mock with a hundred plans, and both documents. */
export async function prepare(directory) {
  await fixture(directory, FEW)
  const rest = `${directory}/rest.json`
  await writeFile(rest, documentText())
  const mock = await startServer('mock', { data: `${directory}/${FEW}.json`, rest })
  const read = async (path, { token = STAFF, ...more } = {}) => {
    const headers = { ...(token && { Authorization: `Token ${token}` }), ...more.headers }
    return (await fetch(mock.url + path, { ...more, headers })).json()
  }
  const invalid = {
    method: 'POST',
    body: '{"name":""}',
    headers: { 'Content-Type': 'application/json' },
  }
  const canned = {
    page: await read(LIST),
    large: await read(LARGE),
    filtered: await read(FILTERED),
    plan: await read(planPath(7)),
    bookings: await read(BOOKINGS),
    stats: await read(STATS),
    sample: await read(SAMPLE),
    refused: await read(LIST, { token: null }),
    invalid: await read(LIST, invalid),
  }
  await writeFile(`${directory}/canned.json`, JSON.stringify(canned))
  const document = await fetch(`${mock.url}/openapi.json`)
  await writeFile(`${directory}/openapi.json`, await document.text())
  await mock.stop()
}

export async function fixture(directory, plans) {
  const file = `${directory}/${plans}.json`
  await writeFile(file, fixtureText(plans))
  return file
}

export async function withServers(names, options, use) {
  const servers = []
  try {
    for (const [index, name] of names.entries()) {
      servers.push(await startServer(name, options[index] ?? options))
    }
    return await use(...servers)
  } finally {
    for (const server of servers) await server.stop()
  }
}
